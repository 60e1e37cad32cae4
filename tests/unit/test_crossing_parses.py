"""Relations and names read off any tree: a parser's arcs may cross, and then a subtree reaches over
its head. No span ends before it begins, and none leaves its text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.language.entity_mentions import Namer
from extraction.language.list_items import ListReader
from extraction.language.nominals import nominal_relations
from extraction.language.parse import Parse
from extraction.language.relations import RelationReader
from extraction.language.spacy_model import load_verb_lemmas
from extraction.profile import load_profile
from graph.model import Block, Relation, Span

# tags: words and arcs that go with them
KINDS = (
    (
        "NN NNS NNP NNPS",
        "Consultant crime conduct debarment exclusion Records Office days Phase records II",
        "nsubj nsubjpass dobj pobj conj appos compound poss attr npadvmod nmod oprd",
    ),
    (
        "VB VBZ VBN VBD VBG",
        "keep keeps kept committed required represents warrants results ranged reported",
        "conj relcl acl advcl ccomp xcomp amod",
    ),
    ("MD VBZ", "must may can is has", "aux auxpass conj"),
    ("IN TO", "of for in within by to from under between if unless except", "prep agent mark"),
    ("DT PRP$ WP WDT RB", "the any no such that who only not its", "det neg poss mark advmod"),
    ("JJ CD", "responsible 30 available confidential", "amod nummod acomp conj attr"),
    (", : . -LRB- HYPH CC POS", ", : . ( - -- and or 's", "punct cc case preconj"),
)
LABELS = ("PERSON", "ORG", "DATE", "NORP", "LAW")


SEEDS = st.integers(0, 2**32)  # drawing each word and arc by itself takes a hundred times as long


def parse_from(seed: int, block: int = 0) -> Parse:
    """A parse of 2 to 24 words whose heads are any tree."""
    chance = random.Random(seed)
    count = chance.randint(2, 24)
    order = list(range(count))
    chance.shuffle(order)
    heads = [order[0]] * count
    for place, token in enumerate(order[1:], 1):
        heads[token] = order[chance.randrange(place)]
    chosen = chance.choices(KINDS, weights=(6, 4, 2, 3, 2, 1, 2), k=count)
    roles = dict(zip(order, (KINDS[1], KINDS[0], KINDS[0]), strict=False))  # verb, subject, object
    chosen = [roles.get(token, kind) for token, kind in enumerate(chosen)]
    tags, words, deps = ([chance.choice(one[n].split()) for one in chosen] for n in range(3))
    for token, arc in zip(order, ("ROOT", "nsubj", "dobj"), strict=False):
        deps[token] = arc
        heads[token] = order[0]
    begins = [sum(len(word) + 1 for word in words[:n]) for n in range(count)]
    first = chance.randrange(count)
    return Parse(
        words=words,
        lower=[word.lower() for word in words],
        tag=tags,
        dep=deps,
        head=heads,
        begin=begins,
        end=[begin + len(word) for begin, word in zip(begins, words, strict=True)],
        sentences=[(0, count)],
        entities=[(first, chance.randint(first + 1, count), chance.choice(LABELS))],
        block=block,
    )


@pytest.fixture(scope="module")
def readers() -> tuple[Namer, RelationReader, ListReader]:
    profile = load_profile("regulation")
    namer = Namer(profile)
    relations = RelationReader(profile, load_verb_lemmas(), namer.kind_of)
    return namer, relations, ListReader(relations, load_verb_lemmas(), profile.may_not)


@settings(max_examples=1_500, deadline=None)
@given(seed=SEEDS)
def test_every_span_lies_in_its_text(
    readers: tuple[Namer, RelationReader, ListReader], seed: int
) -> None:
    namer, relations, _ = readers
    parse = parse_from(seed)
    text = " ".join(parse.words)
    for mention in namer.in_parse(parse, text):
        assert mention.surface == text[mention.span.start : mention.span.end] != ""
    found = relations.read(parse, parse.sentences[0], text)
    found += nominal_relations(parse, parse.sentences[0], text)
    for relation in found:
        _check(relation, text)


@settings(max_examples=1_000, deadline=None)
@given(seed=SEEDS)
def test_every_span_of_a_list_lies_in_its_text(
    readers: tuple[Namer, RelationReader, ListReader], seed: int
) -> None:
    lists, lead, item = readers[2], parse_from(seed), parse_from(seed + 1, block=1)
    words = " ".join(lead.words) + ":"
    text = f"{words}\n{' '.join(item.words)}"
    item.begin = [at + len(words) + 1 for at in item.begin]
    item.end = [at + len(words) + 1 for at in item.end]
    blocks = (
        Block("paragraph", Span(0, len(words))),
        Block("list_item", Span(len(words) + 1, len(text)), 1),
    )
    for relation in lists.read(text, blocks, {0: lead, 1: item}).relations:
        _check(relation, text)


def _check(relation: Relation, text: str) -> None:
    spans = [relation.statement, relation.subject, relation.predicate_span, relation.object]
    for span in (*spans, *(span for _, span in relation.qualifiers)):
        assert span is None or 0 <= span.start < span.end <= len(text)
