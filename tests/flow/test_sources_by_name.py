"""Sources have names: two folders of one name, moved folders, overlapping roots, builds that would
remove too much."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import in_this_process

from graph.errors import NotConfirmed, RecordError, SettingsError
from groundgraph import KnowledgeBase

NAMING = pytest.mark.one_store("names and keys are the record's, given before a store is opened")
PUMPS = "# Pumps\n\nThe technician must check each pump every 30 days.\n"
VALVES = "# Valves\n\nThe inspector must test each valve within 14 days.\n"
PIPES = "# Pipes\n\nThe welder must label each pipe.\n"


def folder(above: Path, name: str = "docs", /, **files: str) -> Path:
    made = above / name
    made.mkdir(parents=True, exist_ok=True)
    for stem, text in files.items():
        (made / f"{stem}.md").write_text(text)
    return made


def keys(kb: KnowledgeBase) -> list[str]:
    return list(kb.record.current())


@pytest.fixture
def kb(tmp_path: Path) -> KnowledgeBase:
    return KnowledgeBase(tmp_path / "kb")


@NAMING
def test_a_second_folder_of_the_same_name_is_refused_with_the_line_to_type(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    first = folder(tmp_path / "a", pumps=PUMPS)
    second = folder(tmp_path / "b", pumps=VALVES)
    kb.build(first)
    position = kb.record.position
    with pytest.raises(SettingsError) as refused:
        kb.build(second)
    line = f"groundgraph build {second} --as b-docs --kb {kb.folder}"
    assert line in str(refused.value) and str(first) in str(refused.value)
    assert (keys(kb), kb.record.position) == (["docs/pumps.md"], position)


def test_two_folders_of_one_name_both_answer_and_keep_their_keys_when_a_third_comes(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    kb.build(folder(tmp_path / "a", pumps=PUMPS))
    kb.build(folder(tmp_path / "b", valves=VALVES), yes=True)
    assert keys(kb) == ["docs-2/valves.md", "docs/pumps.md"]
    assert kb.ask("How often must each pump be checked?").state == "answered"
    assert kb.ask("Within how many days must the inspector test each valve?").state == "answered"
    third = kb.build(folder(tmp_path / "c", pipes=PIPES), yes=True)
    assert keys(kb) == ["docs-2/valves.md", "docs-3/pipes.md", "docs/pumps.md"]
    assert third.removed == [] and third.added == ["docs-3/pipes.md"]
    again = kb.build(tmp_path / "b" / "docs")  # known by its path: no name to be given
    assert (again.unchanged, again.added, again.removed) == (1, [], [])


def test_the_content_hash_is_the_same_in_either_order_of_building_and_at_another_place(
    tmp_path: Path, store: object
) -> None:
    hashes = set()
    for number, order in enumerate(([0, 1], [1, 0])):
        place = tmp_path / f"machine-{number}"
        folders = [folder(place / "a", pumps=PUMPS), folder(place / "b", valves=VALVES)]
        store.make_room()  # type: ignore[attr-defined]
        with KnowledgeBase(place / "kb") as kb:
            for which in order:
                kb.build(folders[which], name=("quality", "safety")[which])
            hashes.add(str(kb.stats()["content hash"]))
            assert keys(kb) == ["quality/pumps.md", "safety/valves.md"]
    assert len(hashes) == 1


def test_both_folders_in_one_build_get_the_same_keys_in_either_order(
    tmp_path: Path, store: object
) -> None:
    one = folder(tmp_path / "a", pumps=PUMPS)
    other = folder(tmp_path / "b", pumps=VALVES)
    hashes = set()
    for number, paths in enumerate(((one, other), (other, one))):
        store.make_room()  # type: ignore[attr-defined]
        with KnowledgeBase(tmp_path / f"kb{number}") as kb:
            hashes.add(kb.build(*paths, yes=True).content_hash)
    assert len(hashes) == 1


def test_no_local_path_is_in_the_graph(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.build(folder(tmp_path / "a", pumps=PUMPS))
    assert not any(str(tmp_path) in repr(row) for row in kb.store.export())
    rows = kb.cypher("MATCH (d:Document) RETURN d.id AS id, d.uri AS uri, d.source AS source")
    assert rows == [{"id": "docs/pumps.md", "uri": "docs/pumps.md", "source": "docs"}]


@NAMING
def test_a_folder_that_was_moved_is_bound_again(kb: KnowledgeBase, tmp_path: Path) -> None:
    first = folder(tmp_path / "a", pumps=PUMPS, valves=VALVES)
    kb.build(first)
    moved = tmp_path / "elsewhere" / "papers"
    moved.parent.mkdir()
    shutil.move(first, moved)
    report = kb.build(moved, name="docs")
    assert (report.unchanged, report.added, report.removed) == (2, [], [])
    assert "2 of its 2 documents" in report.notes[0][1].detail
    assert kb.record.sources()[0].path == str(moved)
    assert kb.build(moved).unchanged == 2


@NAMING
def test_overlapping_roots_give_a_file_one_key(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = folder(tmp_path, pumps=PUMPS)
    folder(docs, "sub", valves=VALVES)
    (tmp_path / "link").symlink_to(docs / "sub")
    kb.build(docs)
    wanted = ["docs/pumps.md", "docs/sub/valves.md"]
    monkeypatch.chdir(docs / "sub")
    for path in (docs / "sub", tmp_path / "link", ".", "..", "../sub/valves.md", docs):
        report = kb.build(path)
        assert (keys(kb), report.added, report.changed, report.removed) == (wanted, [], [], [])
    with pytest.raises(SettingsError, match="belongs to the source docs"):
        kb.build(docs / "sub", name="other")


@NAMING
def test_an_inner_source_keeps_its_keys_when_the_outer_folder_comes(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    docs = folder(tmp_path, pumps=PUMPS)
    kb.build(folder(docs, "sub", valves=VALVES))
    (note,) = [note.detail for _, note in kb.build(docs).notes if note.code == "nested"]
    assert note.endswith(
        "is the source sub and stays it: the keys of its documents begin with sub/, not with docs/"
    )
    assert keys(kb) == ["docs/pumps.md", "sub/valves.md"]
    assert kb.build(docs).notes == []
    (docs / "sub" / "valves.md").unlink()
    kb.build(docs, yes=True)
    assert keys(kb) == ["docs/pumps.md"]


@NAMING
def test_a_build_that_would_remove_much_asks_first(kb: KnowledgeBase, tmp_path: Path) -> None:
    texts = {f"d{number}": PUMPS.replace("pump", f"pump{number}") for number in range(8)}
    docs = folder(tmp_path, **texts)
    kb.build(docs)
    before = kb.record.position
    for number in range(3):
        (docs / f"d{number}.md").unlink()
    with pytest.raises(NotConfirmed) as refused:
        kb.build(docs)
    assert "3 of the 8 documents of docs (docs/d0.md, docs/d1.md, docs/d2.md)" in str(refused.value)
    assert f"groundgraph build {docs} --yes --kb {kb.folder}" in str(refused.value)
    assert kb.record.position == before
    assert kb.build(docs, yes=True).removed == ["docs/d0.md", "docs/d1.md", "docs/d2.md"]
    (docs / "d3.md").unlink()
    assert kb.build(docs).removed == ["docs/d3.md"]  # one of five: a day's work


@NAMING
def test_an_empty_folder_removes_nothing_unasked(kb: KnowledgeBase, tmp_path: Path) -> None:
    docs = folder(tmp_path, pumps=PUMPS)
    kb.build(docs)
    (docs / "pumps.md").unlink()
    with pytest.raises(NotConfirmed, match="all 1 document of docs"):
        kb.build(docs)
    assert keys(kb) == ["docs/pumps.md"]


@NAMING
@pytest.mark.parametrize("name", ["a/b", "", "..", ".hidden", "a\nb"])
def test_a_name_that_is_none_is_refused(kb: KnowledgeBase, tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="no name for a source"):
        kb.build(folder(tmp_path, pumps=PUMPS), name=name)
    assert not kb.exists


@NAMING
def test_a_name_belongs_to_one_path(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="exactly one path"):
        kb.build(folder(tmp_path / "a", p=PUMPS), folder(tmp_path / "b", v=VALVES), name="both")


@NAMING
def test_sources_of_an_older_base_are_the_first_parts_of_its_keys(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    """As after an upgrade: where they lie is not known, and the first build says it."""
    docs = folder(tmp_path, pumps=PUMPS)
    kb.build(docs)
    kb.record.put_source("docs", "folder", None)
    assert kb.build(docs).unchanged == 1
    assert kb.record.sources()[0].path == str(docs)
    with pytest.raises(RecordError):
        kb.record.put_source("docs", "added")


@NAMING
def test_rows_that_were_read_by_name_stay_where_their_folder_is_built(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    docs = folder(tmp_path, pumps=PUMPS)
    rows = docs / "rows.jsonl"
    rows.write_text(f'{{"id": "1", "text": {json.dumps(VALVES)}}}\n', "utf-8")
    kb.build(rows)
    report = kb.build(docs)
    assert keys(kb) == ["docs/pumps.md", "docs/rows.jsonl#1"]
    assert report.problems == [] and kb.unread() == []
    assert [(key, note.code) for key, note in report.notes] == [("docs/rows.jsonl", "rows-kept")]


@NAMING
def test_a_first_build_that_finds_nothing_leaves_no_base(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    base = tmp_path / "base"
    status, _, err = in_this_process("build", str(tmp_path / "empty"), "--kb", str(base))
    assert status == 1 and b"holds no document" in err
    assert not base.exists()
