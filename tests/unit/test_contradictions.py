"""Contradictions over 40 seeded pairs of each kind, as the extractor reads them: real ones are
found, what can hold side by side is not shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

import queries
from extraction.documents.segments import segments
from extraction.facts import build_facts, merge_facts, participants, relations_of, statements
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.identity import name_id, normalise_surface
from graph.model import Block, Document, Entity, Fact, Mention, Span
from graph.projection.projected_facts import facts as fact_rows
from graph.protocols import Delta, EdgeRow, NodeRow
from graph.stores.embedded import EmbeddedStore

PAIRS = 40
_WHO = """porter clerk warden pilot miller tenant landlord broker seller teller guard cook nurse
driver engineer inspector treasurer librarian gardener surveyor auditor bursar curator captain
carpenter plumber baker farmer fisher printer tailor teacher trainer welder roofer painter glazier
jeweller tanner ferryman""".split()
_WHAT = """ledger gate boiler register key barge ladder crane lantern badge permit manual invoice
sample locker valve pump wagon tower kiln""".split()
_DO = "check clean close count inspect label lock measure open paint repair seal sign test".split()
_FEW = "two three four five six seven eight nine ten eleven twelve".split()

Pair = tuple[str, str]


def _denied(who: str, do: str, what: str, dice: random.Random) -> Pair:
    modal = dice.choice(("must", "should", "must"))
    return f"The {who} {modal} {do} the {what}.", f"The {who} {modal} not {do} the {what}."


def _allowed(who: str, do: str, what: str, dice: random.Random) -> Pair:
    return f"The {who} may {do} the {what}.", f"The {who} must not {do} the {what}."


def _other_figure(who: str, do: str, what: str, dice: random.Random) -> Pair:
    one, other = dice.sample(range(2, 60), 2)
    said = f"The {who} must {do} the {what} within"
    return f"{said} {one} days.", f"{said} {other} days."


def _same_figure(who: str, do: str, what: str, dice: random.Random) -> Pair:
    at = dice.randrange(len(_FEW))
    said = f"The {who} must {do} the {what} within"
    return f"{said} {_FEW[at]} days.", f"{said} {at + 2} days."


def _incidents(who: str, do: str, what: str, dice: random.Random) -> Pair:
    one, other = dice.sample(range(2, 60), 2)
    if dice.random() < 0.5:
        return f"The {who} sold {one} barrels.", f"The {who} sold {other} barrels."
    return f"The {who} sold the {what}.", f"The {who} did not sell the {what}."


def _exception(who: str, do: str, what: str, dice: random.Random) -> Pair:
    rule = f"The {who} must not {do} the {what}."
    when = dice.choice(("if the warden agrees", "if it rains", "when the bell rings"))
    return rule, f"The {who} may {do} the {what} {when}."


def _conditions(who: str, do: str, what: str, dice: random.Random) -> Pair:
    one, other = dice.sample(("if it rains", "if the bell rings", "if the lamp fails"), 2)
    said = f"The {who} must {do} the {what} within"
    return f"{said} 5 days {one}.", f"{said} 9 days {other}."


def _pointing(who: str, do: str, what: str, dice: random.Random) -> Pair:
    one, other = dice.sample(range(2, 60), 2)
    said = f"The {who} must {do} each {what} of this chapter within"
    return f"{said} {one} days.", f"{said} {other} days."


MAKERS: dict[str, tuple[Callable[[str, str, str, random.Random], Pair], bool]] = {
    "denied": (_denied, True),
    "allowed and forbidden": (_allowed, True),
    "other figure": (_other_figure, True),
    "the same figure": (_same_figure, False),
    "two incidents": (_incidents, False),
    "a rule and its exception": (_exception, False),
    "two conditions": (_conditions, False),
    "this chapter": (_pointing, False),
}


def pairs(kind: str) -> list[Pair]:
    make, _ = MAKERS[kind]
    dice = random.Random(kind)
    return [make(who, dice.choice(_DO), dice.choice(_WHAT), dice) for who in _WHO[:PAIRS]]


def document(key: str, sentences: list[str]) -> Document:
    text = "\n\n".join(sentences)
    blocks, at = [], 0
    for sentence in sentences:
        blocks.append(Block("paragraph", Span(at, at + len(sentence))))
        at += len(sentence) + 2
    return Document(key, f"{key}@1", "0" * 64, key, key, ".md", text, tuple(blocks))


def facts_of(one: Document, extractor: SpacyExtractor) -> tuple[list[Fact], dict[str, Entity]]:
    """Entities are what their surfaces normalise to."""
    found, entities = [], {}
    pieces = segments(one.text, one.blocks)
    for segment, extraction in zip(pieces, extractor.extract(pieces), strict=True):
        relations = relations_of(segment.start, extraction)
        mentions = [
            Mention(m.span.shift(segment.start), m.surface, m.kind, m.rule)
            for m in extraction.mentions
        ]
        mentions += participants(relations, mentions, one.text)
        name_at = {m.span: name_id(m.surface) for m in mentions}
        for m in mentions:
            id = name_id(m.surface)
            entities[id] = Entity(id, normalise_surface(m.surface), "Term")
        alike = {id: id for id in name_at.values()}
        at = {m.span: m for m in mentions}
        found += build_facts(one, relations, name_at, alike, mention_at=at, extractor="x", run="r")
    return found, entities


@pytest.fixture(scope="module")
def extractor() -> SpacyExtractor:
    return SpacyExtractor(load_profile("general"))


@pytest.fixture(scope="module")
def shown(
    extractor: SpacyExtractor, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, bool], list[dict[str, object]]]]:
    """(kind, in two documents) -> the rows that the query gives for its pairs."""

    def run(kind: str, apart: bool) -> list[dict[str, object]]:
        first, second = ([pair[side] for pair in pairs(kind)] for side in (0, 1))
        texts = {"a.md": first, "b.md": second} if apart else {"a.md": [*first, *second]}
        stated, entities, nodes, edges = [], {}, [], []
        for key, sentences in texts.items():
            one = document(key, sentences)
            found, named = facts_of(one, extractor)
            stated += statements(found, one.text)
            entities |= named
            nodes += [NodeRow("Document", key, {"name": key}), NodeRow("Chunk", key, {"name": key})]
            edges.append(EdgeRow("PART_OF", f"p{key}", "Chunk", key, "Document", key, {}))
        nodes += [NodeRow("Entity", id, {"name": e.name}) for id, e in entities.items()]
        facts = merge_facts(stated, entities)
        for row in fact_rows(facts):
            (nodes if isinstance(row, NodeRow) else edges).append(row)  # type: ignore[arg-type]
        for number, (fact, place) in enumerate((f, e) for f in facts for e in f.evidence):
            said = {"start": place.statement.start, "quote": place.quote}
            edges.append(
                EdgeRow(
                    "SUPPORTED_BY", f"s{number}", "Fact", fact.id, "Chunk", place.document, said
                )
            )
        folder = tmp_path_factory.mktemp("store")
        with_ids = [EdgeRow(e.type, e.id, e.source_label, e.source, e.target_label, e.target,
                            {**e.properties, "id": e.id}) for e in edges]  # fmt: skip
        store = EmbeddedStore(folder, dimension=2, embedder_fingerprint="none")
        store.apply(Delta(nodes, with_ids, [], [], [], [], {}, "h", 1))
        rows = store.read(queries.load("contradictions").cypher, {"status": "shown"})
        store.close()
        return rows

    yield run


@pytest.mark.parametrize("apart", [False, True], ids=["one document", "two documents"])
@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_contradictions(
    shown: Callable[[str, bool], list[dict[str, object]]], kind: str, apart: bool
) -> None:
    rows = shown(kind, apart)
    found = {frozenset((str(row["quote"]), str(row["denied_with"]))) for row in rows}
    expected = {frozenset(pair) for pair in pairs(kind)} if MAKERS[kind][1] else set()
    assert found == expected
