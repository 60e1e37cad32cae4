"""What holds content of documents is registered, all of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from typer.testing import CliRunner

from graph.content_register import COLUMNS, FILES, Erased, Holds, columns_with, registered
from graph.record.schema import tables
from graph.rows import content_hash
from graph.stores.neo4j.known import KnownRows
from groundgraph.cli import app
from groundgraph.kept_files import kept_in
from groundgraph.learned_models import use_model
from groundgraph.views.opened_reports import FOLDER as REPORTS
from retrieval.trained_checker import TRAINED


def test_every_column_of_the_record_is_registered_and_no_other() -> None:
    in_schema = {
        table.name: {column.name for column in table.columns} for table in tables.sorted_tables
    }
    assert {table: set(columns) for table, columns in COLUMNS.items()} == in_schema


def test_every_column_of_bytes_is_said_to_hold_something() -> None:
    """Bytes are packed words or numbers made of words; a salt is the exception."""
    packed = {
        (table.name, column.name)
        for table in tables.sorted_tables
        for column in table.columns
        if str(column.type) in ("BLOB", "LargeBinary")
    }
    silent = {(t, c) for t, c in packed if COLUMNS[t][c] is Holds.NOTHING}
    assert silent == {("payloads", "salt")}


def test_every_file_of_a_built_base_is_registered(built_examples: Path) -> None:
    files = [path for path in built_examples.rglob("*") if path.is_file()]
    assert len(files) > 8
    unknown = [
        path.name
        for path in files
        if registered(path.relative_to(built_examples).as_posix()) is None
    ]
    assert unknown == []


def everything_in(kb: Path) -> None:
    """Beside what a build writes: a server's rows, a sheet, a report, a trained model."""
    rows = {"(Document docs/a.md)": "0123456789abcdef"}
    assert KnownRows(kb / "server-rows").keep(rows, content_hash(rows))
    draw = ["eval", "facts", "draw", "--kb", str(kb), "--facts", "3", "--names", "0"]
    asked = CliRunner().invoke(app, [*draw, "--duties", "0", "--sentences", "0"])
    assert asked.exit_code == 0, asked.output
    use_model(kb, str(TRAINED), "ada")
    (kb / REPORTS).mkdir(mode=0o700)
    (kb / REPORTS / "first.json").write_text(json.dumps({"report": "Öl"}), "utf-8")


def test_every_file_that_people_have_made_in_a_base_is_registered_and_named(
    untouched_examples: Path, tmp_path: Path
) -> None:
    kb = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    before = {path for path in kb.rglob("*") if path.is_file()}
    everything_in(kb)
    made = {path.relative_to(kb).as_posix() for path in kb.rglob("*") if path.is_file()} - {
        path.relative_to(kb).as_posix() for path in before
    }
    assert {name.partition("/")[0] for name in made} >= {
        "server-rows", "judging", "evaluations", "models",
    }  # fmt: skip
    assert [name for name in sorted(made) if registered(name) is None] == []
    assert [path.name for path in kept_in(kb)] == ["evaluations", "judging", "models"]
    said = CliRunner().invoke(app, ["backup", str(tmp_path / "copy.sqlite"), "--kb", str(kb)])
    told = "".join(said.output.split())
    for name in ("evaluations", "judging", "models"):
        assert f"notinit:{kb / name};" in told
    assert told.count("notinit") == 3


def test_a_backup_lacks_what_people_made_and_nothing_else(built_examples: Path) -> None:
    """The rest is in it, or is made again of it, or says nothing of the base."""
    lacking = {file.pattern for file in FILES if file.erased is Erased.NAMED}
    assert lacking == {"record.sqlite.before-*", "judging/*", "evaluations/*", "models/*"}
    assert kept_in(built_examples) == []


def test_what_holds_content_is_erased_or_named() -> None:
    assert [
        file.pattern
        for file in FILES
        if file.holds is Holds.CONTENT and file.erased is Erased.NOTHING
    ] == []
    assert registered("record.sqlite.before-v2") is not None
    assert registered("notes.txt") is None
    assert registered("store/gen-000001/vectors/000001.npy") is not None


def test_columns_are_found_by_what_they_hold() -> None:
    found = columns_with(Holds.CONTENT)
    assert ("originals", "data") in found and ("vectors", "data") not in found
    assert ("vectors", "data") in columns_with(Holds.DERIVED)
