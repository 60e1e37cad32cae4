"""An embedder, an extractor, a generator of one's own: given as object, by dotted path, with
arguments; never by the settings file."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from extraction.cached_stages import DECIDE
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.checking import Quote, Relevance, Support
from graph.errors import GroundgraphError, SettingsError, StoreError
from graph.model import Context, DraftSentence, Extraction, Segment
from graph.protocols import Vectors
from groundgraph import Component, KnowledgeBase
from retrieval.fact_reader import load_fact_reader

QUESTION = "When must the Site Lead report a leak?"
MODULE = """
class Letters:
    max_tokens = 512

    def __init__(self, dimension=16, name="letters"):
        from {here} import Letters as Real
        self.real = Real(dimension, name)
        self.dimension = dimension
        self.fingerprint = self.real.fingerprint

    def count_tokens(self, texts):
        return self.real.count_tokens(texts)

    def embed(self, texts, *, query):
        return self.real.embed(texts, query=query)

class Nameless(Letters):
    def __init__(self):
        super().__init__()
        self.fingerprint = ""

CONSTANT = 3
"""


class Letters:
    """An embedder that counts words by a hash."""

    max_tokens = 512

    def __init__(self, dimension: int = 16, name: str = "letters") -> None:
        self.dimension = dimension
        self.fingerprint = f"{name}-1/{dimension}"

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        found = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                found[row, hashlib.sha256(word.encode()).digest()[0] % self.dimension] += 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


class Silent:
    """An extractor that finds nothing."""

    fingerprint = "silent-1"

    def extract(self, segments: Iterable[Segment]) -> Iterator[Extraction]:
        for _ in segments:
            yield Extraction((), (), ())


class Parrot:
    """A generator that says something that no document does."""

    fingerprint = "parrot-1"

    def generate(self, context: Context) -> Iterator[DraftSentence]:
        yield from ()


class LikesFans:
    """A checker that ranks what speaks of fans first; keeps what it read."""

    fingerprint = "fans-1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        self.read += sorted(quote.text for quote in quotes)[::-1]
        return [Relevance(9.0 * ("fan" in quote.text), 0.5) for quote in quotes]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        return [Support(1.0, 0.0, 0.0) for _ in quotes]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    text = "# Leaks\n\nThe Site Lead must report a leak within 2 days.\n"
    (tmp_path / "docs" / "leaks.md").write_text(text, encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def own_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = Path(__file__).parent
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.syspath_prepend(str(tmp_path))
    name = f"own_models_{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:8]}"
    (tmp_path / f"{name}.py").write_text(MODULE.replace("{here}", Path(__file__).stem))
    return name


def test_an_object_is_taken_and_its_fingerprint_kept(docs: Path, tmp_path: Path) -> None:
    embedder = Letters()
    with KnowledgeBase(tmp_path / "kb", embedder=embedder) as kb:
        kb.build(docs)
        answer = kb.ask(QUESTION)
        assert answer.manifest["embedder"] == embedder.fingerprint
        assert answer.state == "answered"
        assert kb.record.runs()[-1].fingerprints["embedder"] == embedder.fingerprint
    assert 'embedder = "code:letters-1/16"' in (tmp_path / "kb" / "groundgraph.toml").read_text()


def test_without_the_object_the_base_is_read_but_not_asked(docs: Path, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb", embedder=Letters()) as kb:
        kb.build(docs)
    with KnowledgeBase(tmp_path / "kb") as kb:
        assert kb.cypher("MATCH (d:Document) RETURN d.id AS id") == [{"id": "docs/leaks.md"}]
        for call in (lambda: kb.ask(QUESTION), lambda: kb.build(docs)):
            with pytest.raises(SettingsError, match="letters-1/16, was given in code"):
                call()
    with KnowledgeBase(tmp_path / "kb", embedder=Letters(dimension=8)) as kb:
        with pytest.raises(StoreError, match="embedder"):
            kb.ask(QUESTION)
        kb.build(docs)
        assert kb.ask(QUESTION).state == "answered"


def test_a_dotted_path_and_arguments(docs: Path, tmp_path: Path, own_module: str) -> None:
    for path in (f"{own_module}:Letters", f"{own_module}.Letters"):
        with KnowledgeBase(tmp_path / "kb", embedder=path) as kb:
            assert kb.embedder.fingerprint == "letters-1/16"
    asked = Component(f"{own_module}:Letters", dimension=8, name="own")
    with KnowledgeBase(tmp_path / "kb", embedder=asked) as kb:
        kb.build(docs)
        assert kb.embedder.fingerprint == "own-1/8" and kb.ask(QUESTION).state == "answered"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no_such_module:Letters", "cannot be imported"),
        ("{own}:Nothing", "cannot be imported"),
        ("{own}:Nameless", "has no fingerprint"),
        ("{own}:CONSTANT", "is no embedder: it has no dimension"),
    ],
)
def test_what_is_wrong_with_a_path_is_said(
    tmp_path: Path, own_module: str, name: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message):
        KnowledgeBase(tmp_path / "kb", embedder=name.replace("{own}", own_module))
    with pytest.raises(SettingsError, match="cannot be made"):
        KnowledgeBase(tmp_path / "kb", embedder=Component(f"{own_module}:Letters", colour=1))


def test_a_named_embedder_takes_its_own_arguments(tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb", embedder=Component("minilm", threads=1)) as kb:
        assert kb.settings.embedder == "minilm" and kb.embedder.threads == 1  # type: ignore[attr-defined]
    with pytest.raises(SettingsError, match="no setting 'colour'"):
        KnowledgeBase(tmp_path / "kb", embedder=Component("minilm", colour=1))


@pytest.mark.parametrize("place", ["file", "environment"])
def test_neither_file_nor_environment_names_code(
    docs: Path, tmp_path: Path, own_module: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kb").mkdir()
    for kind in ("embedder", "extractor"):
        if place == "file":
            line = f'{kind} = "{own_module}:Letters"\n'
            (tmp_path / "kb" / "groundgraph.toml").write_text(line)
        else:
            monkeypatch.setenv(f"GROUNDGRAPH_{kind.upper()}", f"{own_module}:Letters")
        message = f"no {kind} '{own_module}:Letters'"
        with KnowledgeBase(tmp_path / "kb") as kb, pytest.raises(GroundgraphError, match=message):
            getattr(kb, kind)
        assert own_module not in sys.modules


def test_an_extractor_of_ones_own(docs: Path, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb", extractor=Silent()) as kb:
        kb.build(docs)
        assert kb.stats()["facts"] == 0
        assert kb.record.runs()[-1].fingerprints["extractor"] == "silent-1"
    with KnowledgeBase(tmp_path / "kb") as kb, pytest.raises(SettingsError, match="silent-1, was"):
        kb.build(docs)
    with KnowledgeBase(tmp_path / "kb", extractor="spacy") as kb:
        kb.build(docs)
        assert kb.stats()["facts"] == 1
        rules = SpacyExtractor(load_profile("general")).fingerprint
        reader = load_fact_reader()
        assert reader is not None
        decided = f"{reader.fingerprint}:{DECIDE.fingerprint}"
        assert kb.extractor.fingerprint == f"{rules}:{decided}"
    with KnowledgeBase(tmp_path / "kb", fact_reader="none") as kb:
        assert kb.extractor.fingerprint == rules
    with pytest.raises(SettingsError, match="there is no extractor 'other'"):
        KnowledgeBase(tmp_path / "kb", extractor="other").build(docs)


def test_a_generator_of_ones_own(docs: Path, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb", generator=Parrot()) as kb:
        kb.build(docs)
        answer = kb.ask(QUESTION)
        assert answer.manifest["generator"] == "parrot-1" and answer.sentences == ()
    with KnowledgeBase(tmp_path / "kb", generator="quoting") as kb:
        assert kb.ask(QUESTION).state == "answered"
    with pytest.raises(SettingsError, match="there is no generator 'other'"):
        KnowledgeBase(tmp_path / "kb", generator="other")
    with pytest.raises(SettingsError, match="is no generator: it has no generate"):
        KnowledgeBase(tmp_path / "kb", generator=SimpleNamespace(fingerprint="x"))  # type: ignore[arg-type]


def test_a_checker_of_ones_own_reads_and_is_named_in_the_manifest(
    docs: Path, tmp_path: Path
) -> None:
    text = "# Leaks\n\nThe Site Lead must report a leak.\n\nThe Site Lead must report a fan.\n"
    (docs / "leaks.md").write_text(text, encoding="utf-8")
    with KnowledgeBase(tmp_path / "kb", checker="none") as kb:
        kb.build(docs)
        plain = kb.ask("What must the Site Lead report?")
        assert kb.checker is None and plain.manifest["checker"] == ""
    asked = LikesFans()
    with KnowledgeBase(tmp_path / "kb", checker=asked) as kb:
        found = kb.ask("What must the Site Lead report?")
        assert found.manifest["checker"] == "fans-1"
        assert kb.search("What must the Site Lead report?").passages == plain.passages
        assert asked.read == [
            "The Site Lead must report a leak.",
            "The Site Lead must report a fan.",
        ]
    with pytest.raises(SettingsError, match=r"no checker.*no support"):
        KnowledgeBase(tmp_path / "kb", checker=SimpleNamespace(fingerprint="x", relevance=None))
