"""A base of commit e1e00ad, as people have it on their disks: eight documents, one of them in two
versions, four answers, one with feedback; the rows that the queries of then gave on it; and what
its store on a Neo4j server was. ``tests/fixtures`` holds the three."""

from __future__ import annotations

import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import neo4j
import numpy as np

from graph.model import Document
from groundgraph import KnowledgeBase

FIXTURES = Path(__file__).resolve().parent / "fixtures"

# Opens the record in `argv[2]` and is killed before step `argv[1]` of the upgrade: the copy, each
# part of the migration, the new version number, the head file.
_KILLED = """
import os, signal, sys
from pathlib import Path
from graph.record import Record, migrations, opening

left = int(sys.argv[1])

def before(step):
    def run(*given, **named):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return step(*given, **named)
    return run

opening.copy_database = before(opening.copy_database)
migrations._TO_2 = tuple(before(part) for part in migrations._TO_2)
opening.append = before(opening.append)
Record._save_head = before(Record._save_head)
Record.open(Path(sys.argv[2])).close()
"""


def unpack(folder: Path) -> Path:
    """Put the base and its documents into `folder`; returns the base's folder."""
    with tarfile.open(FIXTURES / "base_e1e00ad.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "kb"


def quoted_reading(base: KnowledgeBase, citation: dict[str, Any]) -> Document:
    """The reading of a document that a citation quotes."""
    return base.record.quoted(
        citation["document"], citation["version"], text_hash=citation["text_hash"], answered=0
    )


def queries() -> dict[str, dict[str, Any]]:
    """Name -> ``cypher``, ``parameters`` and ``rows`` of each query that was shipped then."""
    found: dict[str, dict[str, Any]] = _load("queries_e1e00ad.json.xz")
    return found


def server_rows() -> dict[str, Any]:
    """``nodes`` ([id, labels, properties]), ``relationships`` ([source, type, target, properties])
    and the statements of ``constraints`` and ``indexes``, as they lay on the server; the texts'
    vectors are left out, for the base has them."""
    found: dict[str, Any] = _load("server_e1e00ad.json.xz")
    return found


def open_and_die(record: Path, step: int) -> bool:
    """Upgrade `record` in a process that is killed before `step` (0, 1, 2 …); False where the
    upgrade has no such step and was done."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(step), str(record)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(FIXTURES.parents[1]), *_path()])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, -9), done.stderr
    return done.returncode != 0


def copy(base: Path, to: Path) -> Path:
    """A copy of an unpacked base that nobody has open."""
    shutil.copytree(base, to)
    return to


def _path() -> list[str]:
    given = os.environ.get("PYTHONPATH")
    return given.split(os.pathsep) if given else []


def _load(name: str) -> Any:
    with lzma.open(FIXTURES / name, "rt", encoding="utf-8") as file:
        return json.load(file)


def fill(driver: neo4j.Driver, base: Path) -> None:
    """Make an empty server what the server of the unpacked `base` was."""
    held = server_rows()
    exact = _vectors(base / "record.sqlite")
    for _, labels, properties in held["nodes"]:
        if "IndexedText" in labels:
            vector = np.frombuffer(exact[properties["vector_key"]], dtype="<f4")
            scaled = vector * (127.0 / float(np.max(np.abs(vector))))
            properties["exact"] = vector.tobytes()
            properties["vector"] = np.rint(scaled).astype(np.int64).tolist()
    with driver.session() as session:
        for statement in (*held["constraints"], *held["indexes"]):
            named = statement.replace(" FOR ", " IF NOT EXISTS FOR ", 1)
            session.run(named).consume()
        session.run(
            "UNWIND $rows AS r CREATE (n:$(r[1])) SET n = r[2], n.`_old` = r[0]", rows=held["nodes"]
        ).consume()
        session.run("CREATE INDEX old IF NOT EXISTS FOR (n:Old) ON (n.`_old`)").consume()
        session.run("MATCH (n) WHERE n.`_old` IS NOT NULL SET n:Old").consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        session.run(
            "UNWIND $rows AS r MATCH (a:Old {`_old`: r[0]}) MATCH (b:Old {`_old`: r[2]}) "
            "CREATE (a)-[e:$(r[1])]->(b) SET e = r[3]",
            rows=held["relationships"],
        ).consume()
        session.run("MATCH (n:Old) REMOVE n:Old REMOVE n.`_old`").consume()
        session.run("DROP INDEX old").consume()


def _vectors(record: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(record)) as connection:
        return dict(connection.execute("SELECT key, data FROM vectors"))


def in_todays_words(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """What was a document's second version is its second import."""
    former, now = "replaced by version ", "replaced by import "
    return [
        {k: v.replace(former, now) if isinstance(v, str) else v for k, v in row.items()}
        for row in rows
    ]
