"""What the pages are made of, without a browser: layout, register, answers as text, one base for
many readers."""

from __future__ import annotations

import csv
import io
import threading
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import queries
from groundgraph import KnowledgeBase
from groundgraph.answer_text import answer_markdown
from groundgraph.shared_base import SharedBase
from groundgraph.views.auditing import place_of, result_of
from groundgraph.views.duties import Duty, DutyFilters, all_duties, chosen_duties, duties_csv
from groundgraph.views.entity_cards import find_entities
from groundgraph.views.exploring import EntityGraph, Filters, Neighbourhoods
from groundgraph.views.fact_lines import fact_lines, place_of_fact
from groundgraph.views.unread_duties import binds, unread_duties
from ui.graph_layout import LETTER, LONGEST, place, radius


def boxes(graph: EntityGraph) -> list[tuple[float, float, float, float]]:
    places = place(graph.nodes, graph.edges)
    found = []
    for node in graph.nodes:
        x, y, side = places[node.id]
        r = radius(node.facts)
        width = min(len(node.label), LONGEST) * LETTER
        left, right = (width, 0) if side == "left" else (0, width)
        found.append((x - r - left, y - 8, x + r + right, y + 8))
    return found


def test_labels_do_not_cover_each_other_and_places_are_repeatable(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        near = Neighbourhoods(base, Filters())
        first = find_entities(base, "Safety Officer")[0].id
        opened = [first, *(n.id for n in near.around([first]).nodes[1:3])]
        for graph in (near.overview(), near.around(opened[:1]), near.around(opened)):
            assert place(graph.nodes, graph.edges) == place(graph.nodes, graph.edges)
            found = boxes(graph)
            for i, a in enumerate(found):
                for b in found[i + 1 :]:
                    apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                    assert apart


def test_what_was_placed_stays_where_it_was(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        near = Neighbourhoods(base, Filters())
        first = find_entities(base, "Safety Officer")[0].id
        before = near.around([first])
        after = near.around([first, before.nodes[1].id])
    old = place(before.nodes, before.edges)
    new = place(after.nodes, after.edges)
    assert {key: new[key] for key in old} == old


def test_every_step_of_a_path_is_a_fact(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        near = Neighbourhoods(base, Filters())
        one = find_entities(base, "Safety Officer")[0].id
        other = find_entities(base, "Head of Quality")[0].id
        paths = near.paths(one, other)
        assert paths
        for path in paths:
            assert (path[0], path[-1], len(path)) == (one, other, len(paths[0]))
            assert len(set(path)) == len(path)
            for a, b in pairwise(path):
                assert near.between(a, b)


def test_duties_are_the_rows_of_the_shipped_query(built_examples: Path) -> None:
    query = queries.load("duties")
    with KnowledgeBase(built_examples) as base:
        rows = base.cypher(query.cypher, query.defaults)
        duties = all_duties(base)

    shipped = sorted((r["fact"], r["start"], r["quote"]) for r in rows)
    assert shipped == sorted((d.fact, d.start, d.quote) for d in duties)


def test_what_the_register_lacks_is_listed_beside_it(built_examples: Path) -> None:
    """Every sentence that binds stands in the register, or among those that were not read."""
    with KnowledgeBase(built_examples) as base:
        duties, lacking = all_duties(base), unread_duties(base)
        chunks = [str(row["id"]) for row in base.cypher("MATCH (c:Chunk) RETURN c.id AS id")]
        sentences = base.store.texts(chunks, kind="sentence")
        texts = {key: base.document(key).text for key in {row.document for row in sentences}}
        verbs = base.cypher(
            "MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk) WHERE s.status = 'shown' AND "
            "f.modality <> 'none' RETURN c.document AS d, s.start AS s, s.predicate_start AS v"
        )
    listed = {(row.document, row.start): row for row in lacking}
    assert listed and duties
    for row in lacking:
        assert texts[row.document][row.start : row.end] == row.quote
        assert binds(row.quote) and row.heading
    for one in sentences:
        read = any(
            row["d"] == one.document and one.start <= at < one.end
            for row in verbs
            for at in (row["s"], row["v"])
        )
        binding = binds(texts[one.document][one.start : one.end])
        assert ((one.document, one.start) in listed) == (binding and not read)
    held = list(csv.reader(io.StringIO(duties_csv(duties, lacking))))
    assert [row[1] for row in held].count("not read") == len(lacking)


def test_filters_that_only_a_read_duty_can_pass() -> None:
    assert not DutyFilters(what="alarm", document="d").of_read_only
    for filters in (DutyFilters(who="x"), DutyFilters(modalities=frozenset({"must"})),
                    DutyFilters(actors_only=True), DutyFilters(deadline_only=True)):  # fmt: skip
        assert filters.of_read_only


def test_what_binds() -> None:
    for words in ("Staff must go.", "No guest or porter may enter.", "It is required to be kept.",
                  "You may not smoke.", "He shouldn’t wait."):  # fmt: skip
        assert binds(words), words
    for words in ("In May we go.", "It may rain.", "Mustard is yellow."):
        assert not binds(words), words


def test_a_duty_is_found_by_its_headings(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        duties = all_duties(base)
    row = next(r for r in duties if r.heading and r.heading[-1] not in r.quote)
    assert row in chosen_duties(duties, DutyFilters(what=row.heading[-1].upper()))


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("contradictions", ["fact", "denying_fact"]),
        ("deadlines", ["fact"]),
        ("duties", ["fact"]),
        ("fact_sources", ["fact"]),
        ("negated_or_hedged", ["fact"]),
        ("single_source_facts", ["fact"]),
        ("weak_facts", ["fact"]),
    ],
)
def test_every_row_that_states_a_fact_leads_to_it(
    built_examples: Path, name: str, facts: list[str]
) -> None:
    query = queries.load(name)
    with KnowledgeBase(built_examples) as base:
        found = result_of(base, query.cypher, query.defaults)
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
        assert rows
        for row in rows:
            assert [found.links.get(row[column]) for column in facts] == ["fact"] * len(facts)
        assert place_of(base, "fact", rows[0][facts[-1]], None) is not None


def test_a_fact_leads_to_words_that_state_it(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        row = all_duties(base)[0]
        found = place_of_fact(base, row.fact)
        stored = fact_lines(base, [row.fact])[0].places[0]
        assert found == stored
        assert base.document(stored.document).text[stored.start :].startswith(stored.quote)
        assert place_of_fact(base, "f_gone") is None


def test_no_cell_of_the_csv_is_a_formula() -> None:
    texts: dict[str, Any] = dict.fromkeys((field.name for field in fields(Duty)), "")
    given = {"who": "=1+1", "heading": ("@a",), "start": 3, "end": 4, "quote": '-x, "y"\nz'}
    [_, cells] = csv.reader(io.StringIO(duties_csv([Duty(**texts | given)])))
    assert cells[0] == "'=1+1"
    assert cells[-2] == '\'-x, "y"\nz'
    assert "'@a" in cells


def test_document_markup_is_escaped_in_markdown() -> None:
    sentence = {"text": "[a](b) <i>", "citations": [], "qualifiers": []}
    answer = {
        "id": "a_1",
        "question": "# x",
        "state": "related",
        "headline": None,
        "sentences": [sentence],
        "missing": [],
        "documents_searched": 1,
        "superseded": 0,
        "manifest": {},
    }
    text = answer_markdown(answer)
    assert "\\[a\\](b) \\<i\\>" in text
    assert "# \\# x" in text


def test_readers_keep_their_generation_while_a_new_one_appears(
    untouched_examples: Path, tmp_path: Path
) -> None:
    import shutil

    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    more = tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text("The caterer must check the fridge every day.\n", "utf-8")
    shared = SharedBase(folder)
    counts: list[int] = []
    errors: list[Exception] = []
    stop = threading.Event()

    def read() -> None:
        try:
            while not stop.is_set():
                with shared.reading() as base:
                    one = base.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
                    two = base.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
                    assert one == two
                    counts.append(int(str(one)))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    with shared.reading() as early:
        before = early.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
        for thread in threads:
            thread.start()
        with KnowledgeBase(folder) as writer:
            writer.build(more)
        with shared.reading() as late:
            after = late.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"]
        stop.set()
        for thread in threads:
            thread.join()
        assert early.cypher("MATCH (d:Document) RETURN count(d) AS n")[0]["n"] == before
    assert errors == []
    assert (before, after) == (18, 19)
    assert set(counts) <= {18, 19}
