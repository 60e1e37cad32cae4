"""The way from a question to a context, over the embedded store and the real embedder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graph.errors import NotFound, SettingsError
from graph.identity import chunk_id, content_id, entity_id, name_id, text_hash, version_id
from graph.model import (
    EVERYTHING,
    Block,
    Chunk,
    Context,
    Document,
    Entity,
    Evidence,
    Fact,
    LiteralValue,
    Mention,
    Merge,
    Name,
    Reference,
    Scope,
    Sentence,
    Span,
)
from graph.projection import ChunkIndex, Graph, delta, project, with_vectors
from graph.protocols import Embedder, Vectors
from graph.stores.embedded import EmbeddedStore
from retrieval import RetrievalSettings, Retriever
from retrieval.embedders import load_embedder

DOCUMENTS = {
    "docs/dial.md": ("Dial Wexford", ["Dial Wexford was a clockmaker. He lived in Port Saner."]),
    "docs/saner.md": (
        "Port Saner",
        ["Port Saner is a harbour town. Its mayor is Ada Quill.", "Herring is landed there."],
    ),
    "docs/quill.md": ("Ada Quill", ["Ada Quill studied music and was born in 1961."]),
    "docs/music.md": ("Music", ["Music is heard. The US museum of focus is busy."]),
    "docs/us.md": ("US", ["US trade rules are revised every year."]),
    "docs/pump.md": ("SOP-014 Pumps", ["A pump must be checked daily. Dial faults are reported."]),
    "docs/other.md": ("Other", ["Nothing of interest.", "A clock was once sold to Ada Quill."]),
}
REFERENCES = (
    ("docs/dial.md", "Port Saner", "docs/saner.md", None),
    ("docs/saner.md", "Ada Quill", "docs/quill.md", None),
    ("docs/other.md", "Ada Quill", "docs/quill.md", None),
    ("docs/pump.md", "Dial faults", "docs/saner.md", "Herring"),
)
NAMES = ("Dial Wexford", "Port Saner", "Ada Quill")


class Shelf:
    """Documents in memory, as the record hands them out."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    def document(self, key: str, version: str | None = None) -> Document:
        found = self._documents.get(key)
        if found is None or version not in (None, found.version):
            raise NotFound(f"no document {key}; give another key")
        return found

    def newest_readings(self, versions: Iterable[str]) -> dict[str, Document]:
        held = {document.version: document for document in self._documents.values()}
        return {version: held[version] for version in versions if version in held}

    def count_documents(self, scope: Scope) -> int:
        return sum(
            scope.documents is None or document in scope.documents for document in self._documents
        )

    def count_superseded(self, scope: Scope) -> int:
        return 0


@dataclass
class Base:
    store: EmbeddedStore
    shelf: Shelf
    embedder: Embedder

    def retriever(self, settings: RetrievalSettings | None = None) -> Retriever:
        return Retriever(self.store, self.embedder, self.shelf, settings)

    def ask(self, question: str, scope: Scope = EVERYTHING, k: int = 20) -> Context:
        return self.retriever().retrieve(question, scope=scope, k=k)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("minilm", threads=2)


@pytest.fixture(scope="module")
def base(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build(tmp_path_factory.mktemp("base"), embedder, list(DOCUMENTS))


def make_document(key: str) -> Document:
    name, paragraphs = DOCUMENTS[key]
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", Span(len(text), len(text) + len(paragraph))))
        text += paragraph + "\n\n"
    digest = text_hash(text)
    return Document(
        key, version_id(key, digest), digest, name, key, ".md", text, tuple(blocks)
    )  # fmt: skip


def build(folder: Path, embedder: Embedder, keys: Sequence[str]) -> Base:
    """A store of the documents `keys`, one chunk for each paragraph, by the real projection."""
    documents = {key: make_document(key) for key in keys}
    chunks = {key: ChunkIndex(list(_chunks(document))) for key, document in documents.items()}
    sentences = {key: list(_sentences(documents[key], chunks[key])) for key in keys}
    mentions = {key: list(_mentions(document)) for key, document in documents.items()}
    seen = sorted({name for found in mentions.values() for _, name in found})
    surfaces = {name_id(surface): surface for surface in NAMES}
    graph = Graph(
        documents=documents,
        chunks=chunks,
        sentences=sentences,
        chunk_texts={
            chunk.id: f"{chunk.prefix}\n{chunk.text}"
            for index in chunks.values()
            for chunk in index.chunks
        },
        mentions=mentions,
        names=[Name(name, surfaces[name].casefold()) for name in seen],
        merges=[Merge(name, entity_id([name]), "same-name", "the same name") for name in seen],
        entities={
            entity_id([name]): Entity(entity_id([name]), surfaces[name], "thing") for name in seen
        },
        entity_of={name: entity_id([name]) for name in seen},
        facts=list(_facts(documents)),
        references=list(_references(documents)),
        extractor="test",
    )
    rows = list(project(graph))
    change = delta(rows, {}, 1)
    texts = {row.vector_key: row.text for row in change.texts}
    ordered = sorted(texts)
    made = embedder.embed([texts[key] for key in ordered], query=False)
    vectors: dict[str, Vectors] = dict(zip(ordered, made, strict=True))
    store = EmbeddedStore(
        folder / "store",
        dimension=embedder.dimension,
        embedder_fingerprint=embedder.fingerprint,
    )
    store.apply(with_vectors(change, vectors))
    return Base(store, Shelf(documents.values()), embedder)


def _chunks(document: Document) -> Iterable[Chunk]:
    for ordinal, block in enumerate(document.blocks):
        start, end = block.span.start, block.span.end
        yield Chunk(
            chunk_id(document.version, start, end),
            document.id,
            document.version,
            ordinal,
            start,
            end,
            document.text[start:end],
            prefix=document.name,
        )


def _sentences(document: Document, index: ChunkIndex) -> Iterable[Sentence]:
    for match in re.finditer(r"[^.\s][^.]*\.", document.text):
        chunk = index.at(match.start())
        assert chunk is not None
        yield Sentence(chunk.id, document.id, document.version, Span(*match.span()), match.group())


def _mentions(document: Document) -> Iterable[tuple[Mention, str]]:
    for surface in NAMES:
        for match in re.finditer(surface, document.text):
            yield Mention(Span(*match.span()), surface, "thing", "ner"), name_id(surface)


def _references(documents: dict[str, Document]) -> Iterable[Reference]:
    for source, surface, target, place in REFERENCES:
        if source not in documents or target not in documents:
            continue
        start = documents[source].text.index(surface)
        at = None
        if place is not None:
            begin = documents[target].text.index(place)
            at = Span(begin, begin + len(place))
        for number in range(2):  # the same reference made twice is still one connection
            yield Reference(
                content_id("r", source, surface, target, number),
                source,
                documents[source].version,
                Span(start, start + len(surface)),
                surface,
                "title",
                target=target,
                target_version=documents[target].version,
                target_span=at,
            )


def _facts(documents: dict[str, Document]) -> Iterable[Fact]:
    document = documents.get("docs/quill.md")
    if document is None:
        return
    statement = document.text.strip()
    born = statement.index("born")
    evidence = Evidence(
        document.id,
        document.version,
        Span(0, len(statement)),
        statement,
        Span(0, 9),
        Span(born, born + 4),
        Span(born + 8, born + 12),
        (),
        "passive",
        "test",
        "run",
    )
    subject = entity_id([name_id("Ada Quill")])
    yield Fact(
        "f_1",
        "k_1",
        "Ada Quill was born in 1961",
        subject,
        "born in",
        None,
        LiteralValue("date", "1961"),
        "none",
        "positive",
        evidence=(evidence,),
    )


def order(context: Context) -> list[str]:
    return list(dict.fromkeys(passage.chunk.document for passage in context.passages))


QUESTION = "Who is the mayor of the town where Dial Wexford lived?"


# --- what a context holds ----------------------------------------------------------------------


def test_passages_quote_their_document(base: Base) -> None:
    context = base.ask(QUESTION)
    assert context.documents_searched == len(DOCUMENTS)
    assert context.generation == base.store.generation["content_hash"]
    assert [passage.rank for passage in context.passages] == list(
        range(1, len(context.passages) + 1)
    )
    for passage in context.passages:
        chunk, document = passage.chunk, passage.document
        assert document.version == chunk.version
        assert document.text[chunk.start : chunk.end] == chunk.text
        assert len(passage.sentences) == len(passage.sentence_scores) > 0
        for sentence in passage.sentences:
            assert document.text[sentence.span.start : sentence.span.end] == sentence.text
            assert chunk.start <= sentence.span.start < sentence.span.end <= chunk.end


def test_totals_follow_from_their_parts(base: Base) -> None:
    weights = RetrievalSettings()
    totals = []
    for passage in base.ask(QUESTION).passages:
        scores = passage.scores
        own = (
            weights.dense * scores["dense"]
            + weights.sentence * scores["sentence"]
            + weights.bm25 * scores["bm25"]
            + weights.name * scores["name"]
        )
        assert scores["total"] == pytest.approx(max(own, scores["spread"]), abs=1e-6)
        assert all(0.0 <= scores[part] <= 1.0 for part in ("dense", "sentence", "bm25", "name"))
        assert scores["sentence"] == max(passage.sentence_scores)
        totals.append((-scores["total"], passage.chunk.id))
    assert totals == sorted(totals)


def test_a_reference_lifts_what_it_leads_to(base: Base) -> None:
    context = base.ask(QUESTION)
    assert order(context)[:2] == ["docs/dial.md", "docs/saner.md"]
    first, second = context.passages[:2]
    assert [step.via for step in first.path] == ["name", "text"]
    assert first.path[0].name == "Dial Wexford"
    if second.scores["spread"] == second.scores["total"]:
        assert second.path[:2] == first.path
        assert second.path[2].via == "reference" and second.path[2].node == second.chunk.id
    alone = base.retriever(RetrievalSettings(spread=0.0)).retrieve(QUESTION)
    ranks = {p.chunk.id: p.rank for p in alone.passages}
    assert all(p.scores["spread"] == 0.0 for p in alone.passages)
    assert ranks[second.chunk.id] >= second.rank
    lifted = [p for p in context.passages if p.scores["spread"] > 0]
    assert {p.chunk.document for p in lifted} >= {"docs/saner.md", "docs/quill.md"}


def test_a_reference_counts_in_both_directions(base: Base) -> None:
    context = base.ask("When was Ada Quill born?")
    assert order(context)[0] == "docs/quill.md"
    lifted = {p.chunk.document for p in context.passages if p.scores["spread"] > 0}
    assert {"docs/saner.md", "docs/other.md"} <= lifted


def test_a_reference_to_a_place_lifts_that_place(base: Base) -> None:
    context = base.ask("Which dial faults must be reported for a pump?")
    assert order(context)[0] == "docs/pump.md"
    lifted = {p.chunk.text for p in context.passages if p.scores["spread"] > 0}
    assert "Herring is landed there." in lifted


def test_a_lift_counts_once_and_never_reaches_the_kept_ranks(base: Base) -> None:
    weights = RetrievalSettings(spread=50.0)
    plain = base.retriever(RetrievalSettings(spread=0.0)).retrieve(QUESTION)
    context = base.retriever(weights).retrieve(QUESTION)
    assert context.passages[0].chunk == plain.passages[0].chunk
    assert context.passages[1].scores["total"] <= context.passages[0].scores["total"]
    one_hop = base.ask(QUESTION)
    seeds = {p.chunk.document: p.scores for p in one_hop.passages}
    best = seeds["docs/dial.md"]["total"]
    saner = next(p for p in one_hop.passages if p.chunk.text.startswith("Port Saner"))
    likeness = max(saner.scores["dense"], saner.scores["sentence"])
    assert saner.scores["spread"] <= round(best * (0.5 + 0.5 * likeness), 6)


def test_facts_stand_with_their_passage(base: Base) -> None:
    context = base.ask("When was Ada Quill born?")
    (fact,) = context.passages[0].facts
    assert fact.name == "Ada Quill studied music and was born in 1961"  # words of the passage
    assert fact.value == LiteralValue("date", "1961")
    (evidence,) = fact.evidence
    text = context.passages[0].document.text
    assert text[evidence.statement.start : evidence.statement.end] == evidence.quote
    assert evidence.object is not None
    assert text[evidence.object.start : evidence.object.end] == "1961"
    assert all(not p.facts for p in context.passages[1:])


# --- names -------------------------------------------------------------------------------------


def test_names_are_linked_to_titles_and_entities(base: Base) -> None:
    context = base.ask("Did Dial Wexford meet Ada Quill or Zorblax?")
    links = {link.surface: link for link in context.links}
    assert list(links) == ["Dial Wexford", "Ada Quill", "Zorblax"]
    assert links["Ada Quill"].entity == entity_id([name_id("Ada Quill")])
    assert links["Ada Quill"].documents == ("docs/quill.md",)
    assert links["Zorblax"].entity is None


def test_a_number_names_its_document(base: Base) -> None:
    context = base.ask("What does SOP-014 say of daily checks?")
    assert [(link.surface, link.documents) for link in context.links] == [
        ("SOP-014", ("docs/pump.md",))
    ]
    assert context.passages[0].scores["name"] == 1.0


def test_a_name_need_not_be_capitalised(base: Base) -> None:
    assert base.ask("where is port saner?").links[0].documents
    assert base.ask("what is an other thing?").links == ()


def test_names_are_whole_words(base: Base) -> None:
    context = base.ask("Is music heard in a museum of focus?")
    assert [link.surface for link in context.links if link.documents == ("docs/us.md",)] == []
    by_document = {p.chunk.document: p for p in context.passages}
    assert by_document["docs/us.md"].scores["bm25"] == 0.0
    assert by_document["docs/us.md"].scores["name"] == 0.0
    named = base.ask("What are the US rules?")
    assert {p.chunk.document: p.scores["name"] for p in named.passages}["docs/us.md"] == 0.0
    # "US" is two letters: too short to name a document by itself, but a word like any other.
    assert order(named)[0] == "docs/us.md"


# --- nothing, words alone, scopes --------------------------------------------------------------


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_gives_an_empty_context(base: Base, question: str) -> None:
    context = base.ask(question)
    assert context.passages == () and context.links == ()


def test_an_empty_store_gives_an_empty_context(embedder: Embedder, tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "s", dimension=384, embedder_fingerprint="x")
    retriever = Retriever(store, embedder, Shelf([]))
    for context in (retriever.retrieve(QUESTION), retriever.search_text(QUESTION)):
        assert context.passages == () and context.documents_searched == 0


def test_an_empty_scope_gives_an_empty_context(base: Base) -> None:
    for scope in (Scope(documents=frozenset()), Scope(documents=frozenset({"docs/none.md"}))):
        context = base.ask(QUESTION, scope)
        assert context.passages == () and context.documents_searched == 0
        assert {link.entity for link in context.links} <= {None}


class Unusable:
    """An embedder that must not be asked."""

    fingerprint, dimension, max_tokens = "none", 384, 256

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        raise AssertionError("a search by words needs no model")

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        raise AssertionError("a search by words needs no model")


def test_a_search_by_words_needs_no_model(base: Base) -> None:
    retriever = Retriever(base.store, Unusable(), base.shelf)
    context = retriever.search_text("landing herring", k=3)
    assert context.passages[0].chunk.text == "Herring is landed there."
    assert [step.via for step in context.passages[0].path] == ["text"]
    assert all(passage.scores["bm25"] > 0 for passage in context.passages)
    assert context.passages[0].scores["total"] == context.passages[0].scores["bm25"]
    assert retriever.search_text("xyzzy").passages == ()


def comparable(context: Context) -> Context:
    """Without what says which store was read and how long it took."""
    return replace(context, generation="", milliseconds={}, scope=EVERYTHING)


@pytest.mark.parametrize(
    "keys",
    [
        ["docs/dial.md", "docs/saner.md"],
        ["docs/quill.md"],
        ["docs/dial.md", "docs/quill.md", "docs/music.md", "docs/other.md"],
    ],
)
def test_a_scope_gives_what_a_base_of_only_that_gives(
    base: Base, embedder: Embedder, tmp_path: Path, keys: list[str]
) -> None:
    small = build(tmp_path, embedder, keys)
    scope = Scope(documents=frozenset(keys))
    for question in (
        QUESTION,
        "When was Ada Quill born?",
        "Which pump is checked in Port Saner?",
        "music in the US",
    ):
        assert comparable(base.ask(question, scope)) == comparable(small.ask(question))
        words_in_scope = base.retriever().search_text(question, scope=scope)
        assert comparable(words_in_scope) == comparable(small.retriever().search_text(question))


def test_the_order_of_building_does_not_show(
    base: Base, embedder: Embedder, tmp_path: Path
) -> None:
    other = build(tmp_path, embedder, list(DOCUMENTS)[::-1])
    assert comparable(other.ask(QUESTION)) == comparable(base.ask(QUESTION))


def test_k_cuts_the_list_and_nothing_else(base: Base) -> None:
    every = base.ask(QUESTION)
    for k in (1, 3):
        assert base.ask(QUESTION, k=k).passages == every.passages[:k]
    assert base.ask(QUESTION, k=0).passages == ()


def test_the_past_of_the_ledger_is_not_searched(base: Base) -> None:
    with pytest.raises(SettingsError, match="leave known_at out"):
        base.ask(QUESTION, Scope(known_at=3))


def test_a_date_leaves_out_what_was_not_valid_then(
    embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dated(key: str) -> Document:
        return replace(made(key), valid_from="2024-01-01", valid_to="2024-12-31")

    made = make_document
    monkeypatch.setitem(globals(), "make_document", dated)
    small = build(tmp_path, embedder, ["docs/dial.md"])
    assert small.ask(QUESTION, Scope(valid_at="2024-06-30")).passages
    assert small.ask(QUESTION, Scope(valid_at="2024-01-01")).passages
    for day in ("2023-12-31", "2025-01-01"):
        assert not small.ask(QUESTION, Scope(valid_at=day)).passages
