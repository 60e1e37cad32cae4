"""The reading model that the settings name: made of settings, record, checker and client, and what
it proposed, as people are shown it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.errors import SettingsError

if TYPE_CHECKING:
    from extraction.build_context import BuildContext
    from extraction.profile import Profile
    from extraction.proposals.reading_model import ReadingModel
    from graph.model import Document, Extraction
    from graph.protocols import LanguageModel
    from graph.record import Record
    from groundgraph.settings import Settings

BY_MODEL = "llm"
"""The extractor that reads with spaCy and beside it with a language model."""

_SILENCE = 180.0  # seconds; a small machine reads a passage for a minute before it writes
_LONGEST = 1800.0  # seconds of one reply


def reads_with_a_model(settings: Settings) -> bool:
    """Whether a language model reads the documents of a base with these settings."""
    return settings.extractor == BY_MODEL


def require_model(settings: Settings) -> None:
    """Raises `SettingsError` where the extractor ``llm`` lacks a model that it can read with."""
    if settings.extractor != BY_MODEL:
        return
    if settings.reading_model == "none":
        raise SettingsError(
            "which language model reads the documents? Name it: groundgraph build --extractor llm "
            "--llm ollama:NAME"
        )
    if settings.reading_model.startswith("transformers:"):
        raise SettingsError(
            f"{settings.reading_model} cannot read documents yet; serve the model (Ollama, vLLM, "
            "llama.cpp) and give its name with --llm-url."
        )


def reading_model_of(
    settings: Settings, profile: Profile, record: Record, *, allow_remote: bool = False
) -> ReadingModel | None:
    """The reading model; None where the settings name none. No server is asked. Raises
    `SettingsError` where its name is missing."""
    if settings.extractor != BY_MODEL:
        return None
    from extraction.proposals.model_extractor import ModelExtractor
    from extraction.proposals.reading_model import ReadingModel, asked_of, wholly_read
    from groundgraph.components import fact_gate_of
    from retrieval.trained_checker import load_checker

    require_model(settings)
    checker = load_checker("trained", threads=settings.threads)
    assert checker is not None
    asked = asked_of(settings.reading_model.removeprefix("ollama:"), profile)
    gate = fact_gate_of(settings, record.path.parent)
    extractor = ModelExtractor(
        profile, asked, lambda keys: record.replies(keys, asked), checker, gate
    )
    return ReadingModel(
        extractor,
        lambda: _opened(settings, allow_remote=allow_remote),
        settings.reading_budget,
        read=wholly_read(record, asked),
    )


def _opened(settings: Settings, *, allow_remote: bool) -> LanguageModel:
    """The client of the reading model. Raises `SettingsError` for any host but this machine without
    `allow_remote`, which no file of a base can give."""
    from extraction.proposals.reading_prompt import SCHEMA
    from generation.language_model import OpenAIModel, endpoint_of
    from graph.model_server.address import OLLAMA
    from groundgraph.model_keys import key_of

    url = OLLAMA if settings.reading_url == "ollama" else settings.reading_url
    endpoint = endpoint_of(settings.reading_model, url, allow_remote=True)
    if not allow_remote:
        _require_local(endpoint.host)
    endpoint = replace(
        endpoint,
        key=key_of(endpoint.host),
        allow_remote=allow_remote,
        answer_tokens=1500,
        timeout_s=_SILENCE,
        limit_s=_LONGEST,
    )
    model = OpenAIModel(endpoint)
    model.form = ("proposals", SCHEMA)
    return model


def _require_local(host: str) -> None:
    from graph.model_server.address import is_local

    if not is_local(host):
        raise SettingsError(
            f"{host} is not this machine: all passages of the documents that were not read yet "
            "would be sent there. Nothing was sent. Allow it with --allow-remote "
            "(allow_remote=True), or name a server on this machine."
        )


# --- what it proposed ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal that did not enter the base: where it was made, why it was refused, what it said,
    and the sentence that it quotes (empty where there is none)."""

    document: str
    reason: str
    proposal: str
    quote: str
    start: int | None

    @property
    def for_review(self) -> bool:
        """Whether nothing speaks against it but that the profile has no such predicate."""
        from extraction.proposals.refusals import FOR_REVIEW

        return self.reason == FOR_REVIEW


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the reading model proposed for the current documents: how many of its facts and names
    the base holds, what was refused, and which documents it has not read wholly."""

    model: str
    facts: int
    names: int
    refused: tuple[ProposalLine, ...]
    waiting: tuple[str, ...]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many were refused for each reason, the most frequent first."""
        found = Counter(one.reason for one in self.refused)
        return sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))


def _extracted(context: BuildContext) -> Iterator[tuple[Document, int, Extraction]]:
    """Each segment of the documents that the model has read: where it begins, what it gave."""
    from extraction.documents.segments import segment_key, segments_of

    model = context.reading_model
    assert model is not None
    for key, one in context.record.current().items():
        if one.content not in model.read:
            continue
        document = context.record.document(key)
        starts = [(segment_key(part), part.start) for part in segments_of(document)]
        found = context.record.extractions([k for k, _ in starts], model.extractor.fingerprint)
        for segment, start in starts:
            if segment in found:
                yield document, start, found[segment]


def proposals_of(context: BuildContext) -> Proposals:
    """What the reading model of `context` proposed. Raises `SettingsError` where it has none."""
    model = context.reading_model
    if model is None:
        raise SettingsError(
            "no language model reads the documents of this base. Let one: groundgraph build "
            "--extractor llm --llm ollama:NAME"
        )
    from extraction.proposals.proposed_names import RULE

    current = context.record.current()
    facts = names = 0
    refused: list[ProposalLine] = []
    for document, start, found in _extracted(context):
        facts += sum(bool(relation.extractor) for relation in found.relations)
        names += sum(mention.rule == RULE for mention in found.mentions)
        for one in found.refused:
            at = one.at.shift(start) if one.at is not None else None
            quote = document.text[at.start : at.end] if at is not None else ""
            refused.append(
                ProposalLine(document.id, one.reason, one.proposal, quote, at.start if at else None)
            )
    waiting = tuple(key for key, one in current.items() if one.content not in model.read)
    return Proposals(model.asked.rpartition(":")[0], facts, names, tuple(refused), waiting)
