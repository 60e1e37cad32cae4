"""A server of its own, treated as operators and auditors treat one: killed, started again, given
another password, made read-only as in the profile ``audit`` of docker-compose.yml."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import neo4j
import pytest
from command import in_this_process
from neo4j.exceptions import ClientError, Neo4jError

from graph.errors import StoreError
from graph.stores.neo4j import Server
from graph.stores.neo4j.driver import Connection
from groundgraph import KnowledgeBase

QUESTION = "How long are complaint records kept?"
COUNT = "MATCH (d:Document) RETURN count(d) AS n"

Cli = Callable[..., tuple[int, str, str]]


@dataclass
class OwnServer:
    """A server that one test may stop and kill."""

    program: Path
    folder: Path
    state: dict[str, str] = field(default_factory=dict)

    @property
    def server(self) -> Server:
        return Server(self.state["uri"], "neo4j", self.state["password"])

    def start(self, *settings: str) -> None:
        """Start it, on the port that it had; `settings` are lines of neo4j.conf."""
        port = self.state["uri"].rsplit(":", 1)[1] if self.state else "0"
        given = [part for setting in settings for part in ("--set", setting)]
        self.state = json.loads(self._run("start", "--bolt-port", port, *given)) | {
            "password": self.state.get("password", "groundgraph-test")
        }

    def stop(self) -> None:
        self._run("stop")

    def kill(self) -> None:
        """As a crash would."""
        self._run("kill")

    def _run(self, what: str, *options: str) -> str:
        return subprocess.run(
            [sys.executable, self.program, what, self.folder, *options],
            check=True,
            capture_output=True,
            text=True,
        ).stdout


@pytest.fixture(scope="module")
def started(neo4j_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    own = OwnServer(neo4j_folder / "neo4j-server", tmp_path_factory.mktemp("own") / "server")
    own.start()
    yield own
    own.stop()


@pytest.fixture
def own(started: OwnServer, monkeypatch: pytest.MonkeyPatch) -> OwnServer:
    """One server for the tests below: each leaves it running, whatever was done to it."""
    monkeypatch.setenv("NEO4J_PASSWORD", started.state["password"])
    return started


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of two short documents."""
    tmp_path = tmp_path_factory.mktemp("kb")
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text(
        "# Complaints\n\nThe Quality Officer must keep complaint records for ten years.\n", "utf-8"
    )
    (documents / "b.md").write_text(
        "# Breaches\n\nThe Data Officer must report a breach within 72 hours.\n", "utf-8"
    )
    with KnowledgeBase(tmp_path / "kb", profile="regulation") as base:
        base.build(documents)
    return tmp_path / "kb"


@pytest.fixture
def cli(python_in: Cli, kb: Path, tmp_path: Path) -> Cli:
    """A process of its own: nothing that the driver says on its way out reaches the terminal."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = "from groundgraph.cli import main; main()"
        return python_in(tmp_path, "-c", code, *arguments, "--kb", str(kb))

    return run


def here(kb: Path, *arguments: str) -> tuple[int, str, str]:
    """The same command in this process, which has loaded what it needs."""
    status, out, err = in_this_process(*arguments, "--kb", str(kb))
    return status, out.decode(), err.decode()


def test_a_server_that_is_killed_and_given_another_password(
    own: OwnServer, kb: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = own.server.address
    monkeypatch.setitem(Connection.__init__.__kwdefaults__, "retry_s", 2.0)  # nobody will come back
    with KnowledgeBase(kb, store=address) as base:
        base.push()
        answer = base.ask(QUESTION)
        assert answer.state == "answered"
        own.kill()
        with pytest.raises(StoreError, match=r"No Neo4j server can be read at bolt:.*start it"):
            base.cypher(COUNT)
        status, out, err = cli("store", "push", "--to", address)
        assert (status, out) == (3, "")
        assert err.count("\n") == 1 and "No Neo4j server can be reached" in err
        assert "start it, or correct the address" in err
        monkeypatch.setenv("GROUNDGRAPH_STORE", address)
        status, out, err = here(kb, "ask", QUESTION)
        assert (status, out) == (3, "")
        assert err.count("\n") == 1 and "No Neo4j server can be reached" in err

        own.start()
        assert base.cypher(COUNT) == [{"n": 2}]  # the connection that was open before
        assert base.ask(QUESTION).headline == answer.headline
        assert base.differences() == []  # what was committed survived the crash
        assert base.push().store_unchanged

    with neo4j.GraphDatabase.driver(address, auth=("neo4j", own.state["password"])) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO 'another-password'",
            old=own.state["password"],
            database_="system",
        )
    with (
        pytest.raises(StoreError, match=r"does not accept user neo4j.*NEO4J_PASSWORD"),
        KnowledgeBase(kb, store=address) as base,
    ):
        base.push()
    own.state["password"] = "another-password"
    monkeypatch.setenv("NEO4J_PASSWORD", "another-password")
    with KnowledgeBase(kb, store=address) as base:
        assert base.push().store_unchanged
        assert base.differences() == []


LISTED: list[dict[str, str]] = json.loads(
    (Path(__file__).resolve().parents[1] / "cypher" / "attacks.json").read_text("utf-8")
)
WRITES = [
    attack["cypher"]
    for attack in LISTED
    if attack["kind"] in ("write", "batch", "schema", "parameter")
    and attack.get("neo4j") != "lets through"
] + [
    "CALL db.createLabel('X')",
    "MATCH (n:Fact) CALL db.create.setNodeVectorProperty(n, 'v', [1.0]) RETURN n",
]
GIVEN = {"id": "x", "label": "Fact", "map": {"x": 1}, "rows": ["a"], "key": "x"}
EXPECTED = (
    "WriteOnReadOnlyAccessDatabase",
    "SyntaxError",
    "ParameterMissing",
    "changed nothing",  # its MATCH found nothing
)

FILES = (
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'file:///../../../../../../../../etc/passwd' AS line RETURN line",
)


def answer_to(driver: neo4j.Driver, statement: str) -> str:
    """The server's code for a statement of a session that may write, or that it changed nothing."""
    with driver.session(default_access_mode=neo4j.WRITE_ACCESS) as session:
        try:
            counters = session.run(statement, GIVEN).consume().counters  # type: ignore[arg-type]
        except Neo4jError as error:
            return str(error.code).rsplit(".", 1)[-1]
    changed = counters.contains_updates or counters.contains_system_updates
    return "changed something" if changed else "changed nothing"


def refusal(driver: neo4j.Driver, statement: str) -> str:
    """The server's code and message for a statement that a session which may write sends."""
    with (
        driver.session(default_access_mode=neo4j.WRITE_ACCESS) as session,
        pytest.raises(ClientError) as refused,
    ):
        session.run(statement).consume()
    return f"{refused.value.code} {refused.value.message}"


def test_a_read_only_server_refuses_an_auditor_with_full_credentials(
    own: OwnServer, kb: Path
) -> None:
    address = own.server.address
    with KnowledgeBase(kb) as base:
        base.push(address)
    own.stop()
    own.start(
        "server.databases.default_to_read_only=true",
        f"server.directories.import={own.folder / 'import'}",
        "internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0",
    )
    with neo4j.GraphDatabase.driver(address, auth=("neo4j", own.state["password"])) as auditor:
        said = {statement: answer_to(auditor, statement) for statement in WRITES}
        assert sum("WriteOnReadOnlyAccessDatabase" in text for text in said.values()) >= 40
        assert {s: text for s, text in said.items() if not text.endswith(EXPECTED)} == {}
        for statement in FILES:
            assert "Cannot load from URL" in refusal(auditor, statement)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(0.5)
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
            assert "blocked" in refusal(auditor, f"LOAD CSV FROM '{url}' AS line RETURN line")
            with pytest.raises(TimeoutError):
                listener.accept()
        # What Neo4j Community does not refuse: users are kept in another database.
        for statement in ("CREATE USER eve SET PASSWORD 'eves-password'", "DROP USER eve"):
            auditor.execute_query(statement, database_="system")

    with KnowledgeBase(kb, store=address) as base:
        assert base.cypher(COUNT) == [{"n": 2}]
        assert base.ask(QUESTION).state == "answered"
        with pytest.raises(StoreError, match=r"may only be read, and nothing was changed"):
            base.push(replace=True)
        assert base.differences() == []
    status, out, err = here(kb, "store", "push", "--to", address, "--replace")
    assert (status, out) == (3, "")
    assert "may only be read, and nothing was changed; push to a server" in err


def test_the_compose_file_sets_what_was_tried_here(root: Path) -> None:
    text = (root / "docker-compose.yml").read_text("utf-8")
    audit = text.partition("  neo4j-audit:")[2].partition("\n  explorer:")[0]
    for line in (
        'NEO4J_server_databases_default__to__read__only: "true"',
        "NEO4J_server_directories_import: /import",
        'NEO4J_internal_dbms_cypher__ip__blocklist: "0.0.0.0/0,::/0"',
    ):
        assert line in audit
