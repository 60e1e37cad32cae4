"""Rows derived from what is known are those that everything recomputed gives, whatever was done
before; and only what a change touches is read again."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extraction.build import extract_missing, read_sources
from extraction.build_context import BuildContext
from extraction.documents.intake import Intake
from extraction.incremental import Derivation, Derived, Memo, NotExtracted, assemble
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.identity import name_id
from graph.projection import Graph, delta, project
from graph.protocols import Embedder, NodeRow
from graph.record import Record
from graph.rows import row_hash, row_key
from retrieval.embedders import load_embedder

CHUNK_TOKENS = 32
SENTENCES = (
    "The Operator must report each leak to Acme Pumps Ltd within 2 days.",
    "Acme Pumps Ltd must keep a log of each leak.",
    "See POL-2, section 2.",
    "Paragraph (b) of POL-3 applies.",
    "This follows the Drainage rules and POL-9.",
    "The Corrective and Preventive Action (CAPA) is opened by the Site Lead.",
    "A CAPA must be closed within 30 days.",
    '"Operator" means a person who runs a pump.',
    '"Operator" means a licensed person.',
    "Dr Amara Lindqvist signs the log. Lindqvist keeps it.",
    "The waiver is granted. Waiver forms are kept by the Site Lead.",
    "- (a) the first pump;\n- (b) the second pump.",
    "## 2 Records\n\nThe Site Lead may not destroy a record unless it is old.",
)
TITLES = ("POL-1 Access", "POL-2 Drainage rules", "POL-3 Leaks", "Waiver", "Notes of the Site Lead")
WORDS = ("leak", "acme pumps ltd", "capa", "site lead", "operator", "pump")


class Base:
    """A record whose documents are files in a folder, and what a store would hold of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile = load_profile("regulation")
        self.extractor = SpacyExtractor(self.profile)
        self.embedder: Embedder = load_embedder("minilm")
        (folder / "docs").mkdir()
        (folder / "docs" / "keep.md").write_text("# Index\n\nAll is well.\n", encoding="utf-8")
        self.record = Record.open(folder / "record.sqlite", create=True)
        self.run = self.record.start_run("build", {}, {})
        self.held: Mapping[str, str] = {}

    def write(self, number: int, title: str, *sentences: str) -> None:
        text = f"# {title}\n\n" + "\n\n".join(sentences) + "\n"
        (self.folder / "docs" / f"d{number}.md").write_text(text, encoding="utf-8")

    def remove(self, number: int) -> None:
        (self.folder / "docs" / f"d{number}.md").unlink(missing_ok=True)

    def read(self) -> None:
        read_sources(self.context, Intake.of(self.folder / "docs"))

    @property
    def context(self) -> BuildContext:
        return BuildContext(
            self.record,
            self.profile,
            self.extractor,
            self.embedder,
            chunk_tokens=CHUNK_TOKENS,
            max_document_chars=10_000,
            run=self.run,
        )

    def memo(self, fingerprint: str = "made by this") -> Memo:
        return Memo(self.folder / "derived.sqlite", fingerprint)

    def derive(self, memo: Memo | None = None) -> Derived:
        """For a store that holds what the last derivation gave."""
        self.read()
        derivation = Derivation(self.context, memo or self.memo())
        extract_missing(self.context, derivation.new_documents())
        derived = derivation.derive(self.held)
        self.compare(derived)
        self.held = derived.hashes
        return derived

    def graph(self) -> Graph:
        documents = list(self.record.documents())
        extract_missing(self.context, documents)
        return assemble(self.context, documents)

    def compare(self, derived: Derived) -> None:
        """`derived` and everything recomputed are the same, and so are the changes."""
        graph = self.graph()
        rows = {row_key(row): row for row in project(graph)}
        assert derived.hashes == {key: row_hash(row) for key, row in rows.items()}
        assert derived.counts == counts(graph)
        ours = delta(derived.rows, self.held, 1, derived.hashes)
        theirs = delta(rows.values(), self.held, 1)
        assert ours.content_hash == theirs.content_hash
        assert ours.hashes == theirs.hashes
        for name in ("nodes", "edges", "texts"):
            assert sorted(getattr(ours, name), key=row_key) == sorted(
                getattr(theirs, name), key=row_key
            )
            assert getattr(ours, f"removed_{name}") == getattr(theirs, f"removed_{name}")


def nodes(derived: Derived) -> list[NodeRow]:
    return [row for row in derived.rows if isinstance(row, NodeRow)]


def counts(graph: Graph) -> dict[str, int]:
    return {
        "documents": len(graph.documents),
        "chunks": sum(len(index.chunks) for index in graph.chunks.values()),
        "sentences": sum(len(found) for found in graph.sentences.values()),
        "entities": sum(e.status == "shown" for e in graph.entities.values()),
        "facts": sum(fact.status == "shown" for fact in graph.facts),
        "weak facts": sum(fact.status != "shown" for fact in graph.facts),
        "references": len(graph.references),
        "unresolved references": sum(r.target is None for r in graph.references),
    }


@pytest.fixture
def make_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Base]]:
    made: list[Base] = []

    def make() -> Base:
        made.append(Base(tmp_path_factory.mktemp("derivation")))
        return made[-1]

    yield make
    for base in made:
        base.record.close()


@pytest.fixture
def base(make_base: Callable[[], Base]) -> Base:
    """Three documents that point at each other, and ten that have nothing to do with them."""
    made = make_base()
    made.write(1, TITLES[0], SENTENCES[0], SENTENCES[2])
    made.write(2, TITLES[1], SENTENCES[1], SENTENCES[12])
    made.write(3, TITLES[2], SENTENCES[11], SENTENCES[5])
    for number in range(10, 20):
        made.write(number, f"Note {number}", f"Clerk {number} must file form F{number}.")
    made.derive()
    return made


_EDIT = st.tuples(
    st.sampled_from(("write", "write", "write", "remove", "merge", "part", "undo")),
    st.integers(0, len(TITLES) - 1),
    st.integers(0, len(TITLES) - 1),
    st.lists(st.sampled_from(SENTENCES), max_size=4),
)


def edit(base: Base, what: str, number: int, title: int, sentences: list[str]) -> None:
    """One act of a person: a file written or removed, a decision made or undone."""
    if what == "write":
        base.write(number, TITLES[title], *sentences)
    elif what == "remove":
        base.remove(number)
    elif what == "undo":
        for decision in base.record.decisions()[:1]:
            base.record.undo_decision(decision.id, actor="somebody")
    else:
        names = sorted({name_id(WORDS[number]), name_id(WORDS[title]), name_id(WORDS[-1])})
        if len(names) > 1:
            kind = "merge" if what == "merge" else "never-merge"
            base.record.add_decision(kind, {"names": names}, actor="somebody")


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(edits=st.lists(st.lists(_EDIT, min_size=1, max_size=3), min_size=2, max_size=6))
def test_after_any_edits_the_rows_are_those_of_everything_made_anew(
    make_base: Callable[[], Base],
    edits: list[list[tuple[str, int, int, list[str]]]],
) -> None:
    base = make_base()
    for number, title in enumerate(TITLES):
        base.write(number, title, *random.Random(number).sample(SENTENCES, 3))
    base.derive()
    for acts in edits:
        for act in acts:
            edit(base, *act)
        base.derive()


def test_nothing_is_read_again_where_nothing_changed(base: Base) -> None:
    again = base.derive()
    assert not again.read and not again.rows


def test_one_changed_document_is_read_and_nothing_else(base: Base) -> None:
    base.write(14, "Note 14", "Clerk 14 must file form F14 in the morning.")
    assert set(base.derive().read) == {"docs/d14.md"}


def test_what_points_at_a_changed_document_is_read_too(base: Base) -> None:
    base.write(2, TITLES[1], "A first paragraph.", SENTENCES[1], SENTENCES[12])
    assert set(base.derive().read) == {"docs/d1.md", "docs/d2.md"}


@pytest.mark.parametrize("again", [False, True])
def test_what_states_the_same_fact_is_not_read(base: Base, again: bool) -> None:
    if again:  # several documents state it already
        base.write(15, "Note 15", SENTENCES[1])
        base.derive()
    base.write(15, "Note 15", SENTENCES[1].replace(".", " if the site is closed."))
    derived = base.derive()
    assert set(derived.read) == {"docs/d15.md"}
    assert "if the site is closed" in {row.properties.get("condition") for row in nodes(derived)}


def test_a_merge_reads_the_document_whose_name_is_another_entity_now(base: Base) -> None:
    kept, other = sorted((name_id(f"Clerk {number}"), number) for number in (12, 13))
    base.record.add_decision("merge", {"names": [kept[0], other[0]]}, actor="somebody")
    assert set(base.derive().read) == {f"docs/d{other[1]}.md"}


def test_a_new_document_is_the_only_one_that_is_read(base: Base) -> None:
    base.write(20, "Note 20", "Clerk 20 must file form F20.")
    assert set(base.derive().read) == {"docs/d20.md"}


def test_a_title_that_others_already_use_reads_those(base: Base) -> None:
    base.write(4, "Form F13", "It has three pages.")
    assert set(base.derive().read) == {"docs/d4.md", "docs/d13.md"}


def test_a_name_that_others_write_otherwise_renames_the_facts_that_several_state(
    base: Base,
) -> None:
    for number in (21, 22):
        base.write(number, "Pumps", "The pump operator must file forms.")
    base.derive()
    base.write(23, "Note 23", "The Pump Operator rests. The Pump Operator eats. Ask Pump Operator.")
    renamed = base.derive()
    assert set(renamed.read) == {"docs/d23.md"}
    names = {row.properties["name"] for row in nodes(renamed)}
    assert "The Pump Operator must file forms (under “Pumps”)" in names


def test_a_word_that_others_write_small_is_no_title_any_more(base: Base) -> None:
    base.write(21, "Waiver", "It is granted in writing.")
    base.write(22, "Note 22", "Waiver applies here.")
    with_title = base.derive()
    base.write(14, "Note 14", "Clerk 14 must file a waiver.")
    without = base.derive()
    assert without.counts["references"] == with_title.counts["references"] - 1
    assert set(without.read) == {"docs/d14.md", "docs/d22.md"}


def test_a_title_that_a_document_takes_is_found_where_it_stood_all_the_time(base: Base) -> None:
    base.write(14, "Note 14", "Clerk 14 must follow the Drainage handbook.")
    without = base.derive()
    base.write(2, "POL-2 Drainage handbook", SENTENCES[1], SENTENCES[12])
    with_title = base.derive()
    assert "docs/d14.md" in with_title.read
    assert with_title.counts["references"] == without.counts["references"] + 1


def test_an_alias_that_is_written_otherwise_somewhere_is_told(base: Base) -> None:
    for number in (21, 22):
        base.write(
            number,
            f"Note {number}",
            "The Leak Detector rests. Ask a Leak Detector. Leak detectors are cheap.",
        )
    base.derive()
    base.write(23, "Note 23", "Buy LEAK detectors.")
    told = [row for row in nodes(base.derive()) if row.label == "Entity"]
    assert ["LEAK detectors"] in [row.properties["aliases"] for row in told]


def test_a_store_that_holds_other_rows_gets_them(base: Base) -> None:
    lost = "n/Document/docs/d15.md"
    base.held = {key: value for key, value in base.held.items() if key != lost}
    again = base.derive()
    assert [row_key(row) for row in again.rows] == [lost]
    assert set(again.read) == {"docs/d15.md"}


def test_an_empty_store_gets_everything_without_extraction(base: Base) -> None:
    base.held = {}
    assert len(base.derive().rows) == len(base.held)


def test_deriving_extracts_nothing(base: Base) -> None:
    """What the extract stage did not leave in the record is missed, not made on the way."""
    with sqlite3.connect(base.record.path) as record:
        record.execute("DELETE FROM extractions")
    base.write(14, "Note 14", "Clerk 14 must file form F14 in the morning.")
    base.read()
    derivation = Derivation(base.context, base.memo())
    with pytest.raises(NotExtracted):
        derivation.derive(base.held)


def test_another_code_or_setting_begins_anew(base: Base) -> None:
    assert len(base.derive(base.memo("made by that")).read) == 14
    assert not base.derive(base.memo("made by that")).read
    assert len(base.derive(base.memo()).read) == 14


@pytest.mark.parametrize("damage", ["cut", "nonsense", "gone"])
def test_a_damaged_file_is_begun_anew(base: Base, damage: str) -> None:
    path = base.folder / "derived.sqlite"
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[: len(data) // 2] if damage == "cut" else b"nonsense" * 2_000)
    base.derive()
    assert not base.derive().read


def test_an_item_that_is_not_what_was_kept_is_not_believed(base: Base) -> None:
    """A bit that flipped on the disk in the hash of a row, and a store that holds the row so."""
    path = base.folder / "derived.sqlite"
    key = "n/Document/docs/d15.md"
    value = base.held[key]
    data = path.read_bytes()
    assert data.count(value.encode()) >= 1
    other = f"{int(value[0], 16) ^ 1:x}{value[1:]}"
    path.write_bytes(data.replace(value.encode(), other.encode()))
    base.held = {**base.held, key: other}
    assert set(base.derive().read) == {"docs/d15.md"}
    assert base.held[key] == value


def test_nothing_of_a_removed_document_is_kept(base: Base) -> None:
    path = base.folder / "derived.sqlite"
    assert b"Clerk 17" in path.read_bytes()
    base.remove(17)
    base.derive()
    assert b"Clerk 17" not in path.read_bytes()
    assert b"d17.md" not in path.read_bytes()
