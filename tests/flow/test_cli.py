"""The command line as a person and as a script use it: what is printed, where, with which code."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from command import in_this_process

import examples

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DOCUMENT = "documents/sop-021-vigilance-reporting.md"
COMMAND = [str(Path(sys.executable).parent / "groundgraph")]


def run(
    *arguments: str, cwd: Path | None = None, code: int = 0, process: bool = False
) -> tuple[str, str]:
    """Run the command; the exit code must be `code`. Returns (stdout, stderr). As a `process` of
    its own where that is what is tested."""
    if process:
        done = subprocess.run(
            [*COMMAND, *arguments],
            capture_output=True,
            cwd=cwd,
            timeout=300,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        status, written = done.returncode, (done.stdout, done.stderr)
    else:
        status, *written = in_this_process(*arguments, cwd=cwd)
    out, err = (data.decode("utf-8").replace("\r\n", "\n") for data in written)
    assert status == code, (status, out[-2000:], err[-2000:])
    assert "Traceback" not in err
    return out, err


@pytest.mark.one_store(
    "that it builds, asks and prints; building the examples in each store, others"
)
@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_demo_ends_with_a_cited_two_hop_answer_and_what_to_try_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Of all examples as a process; else of the two that the question needs."""
    if not whole:
        documents = tmp_path / "examples" / "documents"
        documents.mkdir(parents=True)
        for path in sorted((EXAMPLES / "documents").glob("sop-0[12][14]-*")):
            shutil.copy(path, documents)
        monkeypatch.setattr(examples, "__file__", str(documents.parent / "__init__.py"))
    out, err = run("demo", cwd=tmp_path, process=whole)
    assert "Answered" in out and "24 hours" in out
    assert "SOP-014" in out and "SOP-021" in out
    assert "groundgraph ui" in out and "Next:" in out
    for noise in ("Warning", "warning", "it/s]", "HF_TOKEN", "UserWarning"):
        assert noise not in out + err


@pytest.mark.one_store("what is printed, not where it is kept")
def test_ask_json_on_stdout_is_only_json(built_examples: Path) -> None:
    kb = str(built_examples)
    out, err = run("ask", "Who decides on a recall?", "--kb", kb, "--json", "-", process=True)
    answer = json.loads(out)
    assert err == ""
    assert {"id", "state", "headline", "sentences", "documents", "chunks", "milliseconds"} <= set(
        answer
    )
    assert answer["state"] in ("answered", "related", "not_found")


@pytest.mark.one_store("what is printed, not where it is kept")
def test_batches_keep_ids_and_order(built_examples: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    lines = (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ids = [json.loads(line)["id"] for line in lines]
    for command in ("ask", "search"):
        target = tmp_path / f"{command}.jsonl"
        run(command, "--questions", str(questions), "--json", str(target), "--kb",
            str(built_examples), "-k", "7")  # fmt: skip
        rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
        assert [row["id"] for row in rows] == ids
        assert all(0 < len(row["chunks"]) <= 7 for row in rows)
        assert all("total" in row["chunks"][0]["scores"] for row in rows)
        if command == "ask":
            shown, _ = run("show", rows[0]["answer_id"], "--kb", str(built_examples), "--json")
            assert json.loads(shown)["question"] == rows[0]["question"]
            for row in rows:
                for sentence in row["sentences"]:
                    for citation in sentence["citations"]:
                        assert {"document", "row", "version", "start", "end", "quote"} <= set(
                            citation
                        )


@pytest.mark.one_store("what is printed, not where it is kept")
def test_cypher_prints_tables_for_programs_and_json(built_examples: Path) -> None:
    query = "MATCH (d:Document) RETURN d.id AS id ORDER BY id LIMIT 2"
    out, _ = run("cypher", query, "--kb", str(built_examples))
    assert out.splitlines()[0] == "id" and len(out.splitlines()) == 3
    out, _ = run("cypher", query, "--kb", str(built_examples), "--json")
    assert json.loads(out.splitlines()[0])["id"].startswith("documents/")


@pytest.mark.one_store("no base is read")
def test_the_version_is_that_of_the_distribution(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path) == (f"groundgraph {version('groundgraph')}\n", "")


LONG = "UNWIND range(1, 9000) AS x RETURN x, 'a row of some length, for the pipe' AS text"
ROWS = ("cypher", LONG, "--limit", "9000")


@pytest.mark.one_store("what is printed, not where it is kept")
@pytest.mark.parametrize(
    "command", [ROWS, (*ROWS, "--csv"), ("export",)], ids=("table", "csv", "export")
)
def test_a_reader_who_has_seen_enough_is_no_failure(
    built_examples: Path, command: tuple[str, ...]
) -> None:
    """As ``| head -1``: more is written than a pipe holds, and nobody reads it."""
    with subprocess.Popen(
        [*COMMAND, *command, "--kb", str(built_examples)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as done:
        assert done.stdout is not None and done.stderr is not None
        first = done.stdout.readline()
        done.stdout.close()
        told = done.stderr.read()
    assert first and (done.returncode, told) == (0, b"")


@pytest.mark.one_store("what is printed, not where it is kept")
def test_cypher_writes_csv_that_a_spreadsheet_may_open(built_examples: Path) -> None:
    query = (
        "UNWIND ['=1+1', '-1', 'a, \"b\"\\nc', '@x', 'Größe'] AS text "
        "RETURN text, -2 AS number, null AS nothing, ['a', 1] AS list, {k: 'v'} AS map, true AS yes"
    )
    done = subprocess.run(
        [*COMMAND, "cypher", query, "--kb", str(built_examples), "--csv"],
        capture_output=True,
        check=True,
        timeout=300,
    )
    text = done.stdout.decode("utf-8")
    assert text.startswith("text,number,nothing,list,map,yes\r\n'=1+1,-2,,")
    assert text.count("\r\n") == 6
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["text"] for row in rows] == ["'=1+1", "'-1", 'a, "b"\nc', "'@x", "Größe"]
    assert rows[0]["number"] == "-2" and rows[0]["nothing"] == "" and rows[0]["yes"] == "true"
    assert json.loads(rows[0]["list"]) == ["a", 1] and json.loads(rows[0]["map"]) == {"k": "v"}
    out, err = run("cypher", "RETURN 1 AS x", "--csv", "--json", code=2)
    assert out == "" and "give one of them" in err
    none = "MATCH (d:Document {id: 'x'}) RETURN d.id AS id"
    assert run("cypher", none, "--kb", str(built_examples), "--csv") == ("", "no rows\n")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["if_withdrawn", "-p", "document=documents/sop-021"], 4, "sop-021-vigilance-reporting.md"),
        (["answer_evidence", "-p", "answer=a_1"], 4, "no answer"),
        (["if_withdrawn"], 2, "needs a value"),
        (["deadlines", "-p", "documnt=x"], 2, "it takes document, within"),
        (["verify_quotes", "-p", "x=1"], 2, "it takes none"),
    ],
)
def test_no_rows_never_means_a_wrong_parameter(
    built_examples: Path, arguments: list[str], code: int, words: str
) -> None:
    out, err = run("cypher", "--kb", str(built_examples), "--file", *arguments, code=code)
    assert out == "" and words in err


def test_cypher_says_that_rows_were_left_out(built_examples: Path) -> None:
    query = "UNWIND range(1, 5) AS x RETURN x"
    out, err = run("cypher", query, "--kb", str(built_examples), "--limit", "4", "--csv")
    assert out == "x\n1\n2\n3\n4\n" and "more than these 4 rows" in err
    _, err = run("cypher", query, "--kb", str(built_examples), "--limit", "5", "--csv")
    assert err == ""


@pytest.mark.one_store("tests/live/test_neo4j.py runs each on a server and compares")
def test_every_shipped_query_runs(built_examples: Path) -> None:
    import queries
    from groundgraph import KnowledgeBase

    names = queries.names()
    assert {"verify_quotes", "fact_sources", "duties", "contradictions"} <= set(names)
    assert len(names) >= 8
    rows = {}
    with KnowledgeBase(built_examples) as kb:
        for name in names:
            query = queries.load(name)
            given = {p.name: DOCUMENT for p in query.parameters if p.required}
            rows[name] = kb.cypher(query.cypher, {**query.defaults, **given})
    assert rows["verify_quotes"] == []
    assert len(rows["duties"]) > 50 and rows["rests_on_document"] and rows["fact_sources"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["stats", "--kb", "nowhere"], 4, "groundgraph build"),
        (["ask", "Who?", "--kb", "nowhere"], 4, "groundgraph build"),
        (["build"], 2, "groundgraph build PATH"),
        (["show", "f_00000000000000000000"], 4, "groundgraph"),
        (["cypher", "MATCH (n) DELETE n"], 5, "read"),
        (["cypher", "MATCH (n RETURN n"], 5, ""),
        (["ask"], 2, "question"),
        (["ask", "--questions", "nowhere.jsonl"], 2, "nowhere.jsonl"),
    ],
)
def test_errors_say_what_to_do_next(
    built_examples: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    if "--kb" not in arguments and arguments != ["build"]:
        arguments = [*arguments, "--kb", str(built_examples)]
    out, err = run(*arguments, cwd=tmp_path, code=code)
    assert out == ""
    assert err.startswith("error: ") and words in err


def test_show_finds_every_kind_of_id(built_examples: Path) -> None:
    kb = str(built_examples)
    for label in ("Document", "Entity", "Fact", "Chunk"):
        out, _ = run("cypher", f"MATCH (x:{label}) RETURN x.id AS id ORDER BY id LIMIT 1",
                     "--kb", kb, "--json")  # fmt: skip
        identifier = json.loads(out)["id"]
        out, _ = run("show", identifier, "--kb", kb, "--json")
        assert json.loads(out)["id"] == identifier


def test_export_lists_every_node_and_edge(built_examples: Path) -> None:
    out, _ = run("export", "--kb", str(built_examples), "--jsonl", "-")
    rows = [json.loads(line) for line in out.splitlines()]
    kinds = {row.get("node") or row.get("edge") for row in rows}
    assert {"Document", "Chunk", "Entity", "Fact", "MENTIONS", "SUPPORTED_BY"} <= kinds


@pytest.mark.one_store("test_a_backup_brings_its_settings restores into each store")
def test_backup_and_restore(examples_copy: Path, tmp_path: Path) -> None:
    before, _ = run("stats", "--kb", str(examples_copy), "--json")
    run("backup", str(tmp_path / "copy.sqlite"), "--kb", str(examples_copy))
    run("restore", str(tmp_path / "copy.sqlite"), "--kb", str(tmp_path / "restored"))
    after, _ = run("stats", "--kb", str(tmp_path / "restored"), "--json")
    assert json.loads(before)["content hash"] == json.loads(after)["content hash"]


@pytest.mark.one_store("what is printed, not where it is kept")
def test_document_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    words = "The gate \x1b[31mmust\x1b]0;owned\x07 be closed within 5 minutes \u202eafter use."
    (docs / "a.md").write_text(f"# Gate\n\n{words}\n", encoding="utf-8")
    kb = str(tmp_path / "kb")
    run("build", str(docs), "--kb", kb)
    for command in (
        ["ask", "How soon must the gate be closed?"],
        ["search", "gate"],
        ["show", "docs/a.md"],
        ["cypher", "MATCH (c:Chunk) RETURN c.text AS text"],
    ):
        out, err = run(*command, "--kb", kb)
        assert "gate" in out.lower()
        assert not {"\x1b", "\x07", "\u202e"} & set(out + err), command


def test_reading_commands_load_no_torch(built_examples: Path, store: Any) -> None:
    """Counts modules, not time, after each command of one process. Neo4j's driver loads pandas
    where it is installed."""
    heavy = {"torch", "spacy", "transformers", "streamlit", "scipy"}
    heavy |= set() if store.on_server else {"neo4j", "pandas"}
    kb = ["--kb", str(built_examples)]
    commands = [
        ["--help"],
        ["stats", *kb],
        ["cypher", "MATCH (d:Document) RETURN count(d) AS n", *kb],
        ["show", DOCUMENT, *kb],
        ["search", "--text", "complaint files", *kb],
    ]
    code = (
        "import sys, groundgraph.cli\n"
        f"for arguments in {commands!r}:\n"
        "    sys.argv = ['groundgraph', *arguments]\n"
        "    try:\n        groundgraph.cli.main()\n    except SystemExit as stop:\n"
        "        assert not stop.code, (arguments, stop.code)\n"
        f"    found = sorted({heavy!r} & set(sys.modules))\n"
        "    assert not found, (arguments, found)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-1500:]


@pytest.mark.one_store("what is typed, before a base is opened")
def test_an_explorer_cannot_be_read_only_and_writable(tmp_path: Path) -> None:
    _, err = run("ui", "--read-only", "--allow-writes", cwd=tmp_path, code=2)
    assert "exclude each other" in err
