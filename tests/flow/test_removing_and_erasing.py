"""Documents that are added one by one, removed, and erased for good."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.content_search import Traces, decoded, found_in
from graph.errors import NotFound, ReadError, SettingsError
from groundgraph import KnowledgeBase
from groundgraph.cli import app
from groundgraph.learned_models import use_model
from groundgraph.removing import resting
from retrieval.trained_checker import TRAINED

KEEP = "# Pumps\n\nThe technician must check each pump every 30 days. See SOP-777.\n"
SECRET = (
    "# SOP-777 Valves\n\nThe inspector Quirinia Ostergaard must test each valve within 14 days.\n\n"
    "The inspector must keep the valve register in the basement of the old customs house.\n"
)
QUESTION = "Within how many days must the inspector test each valve?"
PLAIN = "How often must each pump be checked?"


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "pumps.md").write_text(KEEP)
    (docs / "valves.md").write_text(SECRET)
    base = KnowledgeBase(tmp_path / "kb")
    base.build(docs)
    return base


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=True)
    return done.exit_code, done.output + (str(done.exception) if done.exception else "")


# --- adding ----------------------------------------------------------------------------------


def test_a_text_is_a_document_that_no_build_of_a_folder_removes(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    report = kb.add("# Notes\n\nThe porter must lock the gate at night.\n", key="gate.md")
    assert report.added == ["added/gate.md"]
    kb.add("The caterer must check the fridge every day.", "docs/fridge.txt", fields={"site": "A"})
    found = kb.search("porter gate", text_only=True).passages
    assert [passage.document.id for passage in found] == ["added/gate.md"]
    kb.build(tmp_path / "docs")
    assert {"added/gate.md", "docs/fridge.txt"} <= set(kb.record.current())
    assert kb.document("docs/fridge.txt").metadata == {"site": "A"}
    again = kb.add("# Notes\n\nThe porter must lock the gate at noon.\n", key="gate.md")
    assert again.changed == ["added/gate.md"] and kb.document("added/gate.md").number == 2
    assert [(s.name, s.kind) for s in kb.record.sources()] == [
        ("added", "added"), ("docs", "folder"),
    ]  # fmt: skip


@pytest.mark.one_store("keys, given before a store is opened")
def test_a_file_is_added_under_its_name_and_without_its_path(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "memo.md").write_text("# Memo\n\nThe clerk must file each memo.\n")
    assert kb.add(tmp_path / "memo.md").added == ["added/memo.md"]
    assert kb.add(str(tmp_path / "memo.md"), "office/memo.md").added == ["office/memo.md"]


@pytest.mark.one_store("refused before a store is opened")
def test_what_cannot_be_added_says_what_to_do(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("{}")
    with pytest.raises(SettingsError, match="needs a key"):
        kb.add("Some words.")
    for key in ("/a.md", "a//b.md", "../a.md", "", " a.md"):
        with pytest.raises(SettingsError, match="is no key"):
            kb.add("Some words.", key=key)
    with pytest.raises(ReadError, match=r"kb\.build"):
        kb.add(tmp_path / "rows.jsonl")
    for path in ("missing/two.md", "two.txt"):
        with pytest.raises(ReadError, match="there is no file"):
            kb.add(path, key="notes/missing.md")
    with pytest.raises(ReadError, match="no readable text"):
        kb.add("   ", key="empty.md")


def test_documents_are_listed_with_source_state_import_and_fields(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "docs" / "broken.pdf").write_bytes(b"%PDF-1.7 no document")
    kb.build(tmp_path / "docs")
    kb.add("---\nsite: Lund\n---\nThe porter must rest.\n", key="notes/porter.md")
    rows = {row["id"]: row for row in kb.documents()}
    assert rows["docs/pumps.md"]["state"] == "current" and rows["docs/pumps.md"]["import"] == 1
    assert rows["docs/broken.pdf"]["state"] == "not read"
    assert rows["notes/porter.md"]["source"] == "notes"
    assert rows["notes/porter.md"]["fields"] == {"site": "Lund"}
    code, out = run("documents", "--kb", str(kb.folder), "--json", "--where", "site=Lund")
    assert code == 0 and [row["id"] for row in json.loads(out)] == ["notes/porter.md"]
    code, out = run("documents", "--kb", str(kb.folder))
    assert "docs/broken.pdf · not read" in out and "docs/pumps.md · current · import 1" in out


# --- removing --------------------------------------------------------------------------------


def test_remove_says_what_rests_on_a_document_and_does_nothing_unasked(
    kb: KnowledgeBase,
) -> None:
    answer = kb.ask(QUESTION)
    assert answer.state == "answered"
    rests = resting(kb, ["docs/valves.md"])
    assert rests.facts == rests.only_here > 0
    assert rests.referring == ("docs/pumps.md",) and rests.references == 1
    assert rests.answers == (answer.id,)
    code, out = run("remove", "docs/valves.md", "--kb", str(kb.folder))
    assert code != 0 and f"groundgraph remove docs/valves.md --yes --kb {kb.folder}" in out
    assert "1 reference from other documents (docs/pumps.md)" in out and answer.id in out
    assert "docs/valves.md" in kb.record.current()


def test_what_was_removed_answers_no_more_and_is_in_no_view(
    kb: KnowledgeBase, store: object
) -> None:
    kb.close()
    code, out = run("remove", "docs/valves.md", "--yes", "--kb", str(kb.folder))
    assert code == 0, out
    assert "1 removed" in out and "read again by the next build" in out
    assert kb.ask(QUESTION).state != "answered"
    assert kb.cypher("MATCH (d:Document) RETURN d.id AS id") == [{"id": "docs/pumps.md"}]
    assert kb.document("docs/valves.md", kb.record.removed()[0].version).text == SECRET
    with pytest.raises(NotFound):
        kb.remove("docs/valvess.md")


def test_a_source_is_removed_as_a_whole_and_its_name_is_free(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb.add("The porter must lock the gate.", key="notes/gate.md")
    assert kb.remove("docs").removed == ["docs/pumps.md", "docs/valves.md"]
    assert [source.name for source in kb.record.sources()] == ["notes"]
    other = tmp_path / "other" / "docs"
    other.mkdir(parents=True)
    (other / "pumps.md").write_text(KEEP)
    assert kb.build(other).added == ["docs/pumps.md"]
    assert kb.record.verify() == []


# --- erasing ---------------------------------------------------------------------------------


@pytest.mark.one_store("text only")
def test_a_trace_does_not_run_over_the_end_of_a_value() -> None:
    traces = Traces()
    traces.add('the Head of Home Service\n\n3 Modules for the "quick start" of a pump at home')
    assert traces.in_text('["head of home service","3",["modules for the"]]') is None
    assert traces.in_text("… THE head of home service: 3 modules for …") is not None
    assert traces.in_text('{"a":"the head of home service"}') is not None
    assert traces.in_text('"start" of a pump at home') is not None


def traces_of(*texts: str, names: tuple[str, ...] = ()) -> Traces:
    traces = Traces(names=set(names))
    for text in texts:
        traces.add(text)
    traces.without(KEEP)
    return traces


def test_what_was_erased_is_found_in_no_decoded_byte_of_the_folder(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "docs" / "valves.md").write_text(SECRET + "\nA later remark on brass fittings.\n")
    kb.build(tmp_path / "docs")
    said = kb.ask(QUESTION)
    kb.feedback(said.id, "wrong", "Quirinia Ostergaard must test each valve: no.")
    kept = kb.ask(PLAIN)
    kb.remove("docs/pumps.md")  # more generations
    kb.build(tmp_path / "docs")
    traces = traces_of(SECRET, "A later remark on brass fittings.", names=("docs/valves.md",))
    kb.close()
    before = {place for _, place, _ in found_in(kb.folder, traces)}
    assert {"table originals", "table texts", "table payloads", "table extractions"} <= before
    report = kb.erase("docs/valves.md")
    assert (report.versions, report.found, report.named) == (2, (), ())
    assert report.again == ("docs/valves.md",)
    assert found_in(kb.folder, traces) == []
    assert kb.record.verify() == []
    assert said.id in kb.record.erased_answers()
    with pytest.raises(NotFound):
        kb.document("docs/valves.md")
    assert kb.ask(PLAIN).state == kept.state == "answered"
    assert kb.cypher("MATCH (d:Document) RETURN d.id AS id") == [{"id": "docs/pumps.md"}]
    assert kb.build(rebuild=True).content_hash == kb.stats()["content hash"]


def test_a_source_and_a_removed_document_can_be_erased(kb: KnowledgeBase) -> None:
    kb.remove("docs/valves.md")
    report = kb.erase("docs")
    assert report.versions == 2 and report.found == ()
    assert kb.record.current() == {} and kb.record.sources() == []
    assert kb.record.verify() == []
    assert kb.record.all_keys() == []


def test_copies_that_somebody_keeps_are_named(kb: KnowledgeBase) -> None:
    kb.close()
    kept = kb.folder / "record.sqlite.before-restore"
    shutil.copy(kb.folder / "record.sqlite", kept)
    (kb.folder / "export.jsonl").write_text(json.dumps({"text": SECRET}))
    code, out = run("erase", "docs/valves.md", "--yes", "--kb", str(kb.folder))
    assert code == 0, out
    assert f"not touched, and holds it: {kept}; delete it" in out
    assert str(kb.folder / "export.jsonl") in out
    assert "backups and exports" in out


@pytest.mark.one_store("files beside the store")
def test_models_reports_and_rows_of_a_former_server_are_deleted_or_named(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb.close()
    change = use_model(kb.folder, str(TRAINED), "ada")
    (kb.folder / "server-rows").write_text("(Document docs/valves.md)=0123456789abcdef\n")
    (kb.folder / "server-rows.77").write_text("(Document docs/valves.md)=01234567")
    report = kb.folder / "evaluations" / "first.json"
    report.parent.mkdir()
    report.write_text(json.dumps({"missed": "The inspector Quirinia Ostergaard must test each"}))
    (report.parent / "other.json").write_text(json.dumps({"missed": "check each pump"}))
    erased = kb.erase("docs/valves.md")
    assert erased.found == () and erased.named == (str(report),)
    assert not list(kb.folder.glob("server-rows*"))
    [model] = [line for line in erased.elsewhere if "a model that was trained" in line]
    assert (
        model.startswith(str(kb.folder / "models" / change.model)) and "groundgraph learn" in model
    )


def test_an_answer_is_erased_with_its_question(kb: KnowledgeBase) -> None:
    answer = kb.ask("When must Wilhelmina Zachariassen test each valve of the lighthouse?")
    assert kb.erase(answer.id).found == ()
    with pytest.raises(NotFound, match="was erased"):
        kb.erase(answer.id)
    assert kb.record.verify() == []


def test_erase_asks_first(kb: KnowledgeBase) -> None:
    code, out = run("erase", "docs/valves.md", "--kb", str(kb.folder))
    assert code != 0 and f"groundgraph erase docs/valves.md --yes --kb {kb.folder}" in out
    assert "docs/valves.md" in kb.record.current()


# --- the search itself -----------------------------------------------------------------------


def test_words_are_found_in_every_kind_of_file(kb: KnowledgeBase, tmp_path: Path) -> None:
    """A proof that could not find anything would prove nothing."""
    kb.close()
    traces = traces_of(SECRET)
    held = {path.name for path, _, _ in found_in(kb.folder, traces)}
    assert "record.sqlite" in held and "derived.sqlite" in held
    if (kb.folder / "store").exists():
        assert {"graph.kgl", "text.sqlite"} <= held
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "y.bin").write_bytes(b"\0\1" + zlib.compress(SECRET.encode()) + b"\2")
    assert [place for _, place, _ in found_in(tmp_path / "x", traces)] == ["packed bytes"]
    assert any("customs house" in text for _, text in decoded(tmp_path / "x" / "y.bin"))


@pytest.mark.one_store("text only")
@pytest.mark.parametrize("ascii_only", [True, False])
def test_words_are_found_however_json_writes_them(tmp_path: Path, ascii_only: bool) -> None:
    words = "Ο ελεγκτής ελέγχει κάθε βαλβίδα. 𝒜 Prüfer öffnet täglich jedes größere Ventil."
    traces = Traces()
    traces.add(words.replace(". ", ".\n"))
    for name in ("a.json", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps({"x": words}, ensure_ascii=ascii_only), "utf-8")
    assert {path.name for path, _, _ in found_in(tmp_path, traces)} == {"a.json", "b.jsonl"}
    (tmp_path / "a.json").write_text(json.dumps("täglich öffnet jedes Ventil der Prüfer"), "utf-8")
    assert {path.name for path, _, _ in found_in(tmp_path, traces)} == {"b.jsonl"}
    parts = {text for _, text in decoded(tmp_path / "b.jsonl")}
    assert any(words in text for text in parts)


@pytest.mark.one_store("text only")
def test_what_is_left_elsewhere_is_no_trace() -> None:
    traces = traces_of("each pump every 30 days. See", "one two three four five six")
    traces.without("zero ONE, two three; four five")
    assert traces.in_text("The technician must check each pump every 30 days. See") is None
    assert traces.in_text("two three four five six") == "two three four five six"


# --- what documents say of themselves --------------------------------------------------------


def test_fields_and_stated_versions_stand_in_cypher(kb: KnowledgeBase, tmp_path: Path) -> None:
    front = "---\ndepartment: Quality\nsites: [Lund, Oslo]\nlevel: 3\nstatus: draft\n---\n"
    kb.add(front + "# A\n\nVersion 3, effective 3 February 2025.\n", "notes/a.md")
    kb.add("---\nlevel: high\n---\n# B\n\nThe porter must rest.\n", "notes/b.md")
    rows = kb.cypher(
        "MATCH (d:Document) WHERE d.department = 'Quality' AND 'Lund' IN d.sites "
        "RETURN d.id AS id, d.sites AS sites, d.level AS level, d.field_status AS said, "
        "d.status AS status, d.own_version AS own, d.import AS import, d.valid_from AS since, "
        "d.own_version_start AS start, d.own_version_end AS stop"
    )
    text = kb.document("notes/a.md").text
    [row] = rows
    start, stop = row.pop("start"), row.pop("stop")
    assert text[int(str(start)) : int(str(stop))] == "3"
    assert row == {
        "id": "notes/a.md", "sites": ["Lund", "Oslo"], "level": 3, "said": "draft",
        "status": "current", "own": "3", "import": 1, "since": "2025-02-03",
    }  # fmt: skip
    levels = kb.cypher("MATCH (d:Document) WHERE d.level IS NOT NULL RETURN d.level AS n")
    assert sorted(str(one["n"]) for one in levels) == ["3", "high"]
    assert {r["id"]: r["edition"] for r in kb.documents()}["notes/a.md"] == (
        "version 3, valid from 2025-02-03"
    )
    code, out = run("search", "version", "--kb", str(kb.folder), "--where", "sites=Oslo", "--text")
    assert code == 0 and "notes/a.md" not in out and "A" in out
