"""The values that the parts of groundgraph hand to each other: frozen, slotted, no behaviour
beyond what follows from their own fields.

Offsets are half-open, count Unicode code points, and, unless a field says otherwise, are positions
in the stored text of one document version: ``version.text[span.start:span.end]`` is the quote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from graph.document_fields import Where, wanted
from graph.errors import SettingsError

Scalar = str | int | float | bool | None
Field = Scalar | tuple[Scalar, ...]
"""A field of a document: one value, or a flat list of values of one type."""

BlockKind = Literal[
    "heading", "paragraph", "list_item", "table_row", "table_head", "code", "header", "footnote"
]
Modality = Literal["none", "must", "may", "should", "can", "will"]
Polarity = Literal["positive", "negative"]
Status = Literal["shown", "weak"]
AnswerState = Literal[
    "answered", "partly_answered", "disagree", "related", "not_found", "unsupported"
]

AnswerForm = Literal["comparison", "summary", "themes"]
"""A card that is laid out in parts: sides, sections, or themes."""

WrittenState = Literal["supported", "not_supported", "contradicted"]

QUALIFIERS = ("condition", "exception", "restriction", "override", "deadline", "frequency", "limit")
"""What bounds a statement: a statement without one of its own says something else."""

ROLES = ("recipient", "purpose", "manner", "source", "place", "time", "amount")
"""What else takes part in a statement, beside its subject and object."""


# --- positions -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points. Raises `ValueError` where it would end before it begins."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end at {self.end}, before it begins at {self.start}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A box on a PDF page, in points, origin top left; `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


# --- documents -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its own offsets and those of all heads above it, outermost first (none in a
    head row).

    `first`: for a cell that spans several rows, where it is first written. In its first row that
    is `span`; in the other rows the reader writes its words again, so that each row is whole.
    """

    span: Span
    heads: tuple[Span, ...] = ()
    first: Span | None = None

    @property
    def head(self) -> Span | None:
        """The innermost head, the one right above the cell."""
        return self.heads[-1] if self.heads else None


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit of a document's text. Blocks are in text order and do not overlap; what
    lies between them is white space or markup (``#``, ``|``) that belongs to nobody.

    `level`: heading level (1 to 6), or list depth (0 = not in a list, 1 = outermost item).
    `page`: page number counted from 1, or None where the format has no pages.
    `cells`: the cells of a table row, left to right.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    page: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about a document or build step: ``needs-ocr``,
    ``tracked-changes``, ``not-english``, ``skipped`` … `detail` is a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a `Reader` makes of one file: the text that every offset points into, and its
    structure. `name` is the document's own title where it has one."""

    text: str
    blocks: tuple[Block, ...]
    name: str | None = None
    metadata: Mapping[str, Field] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document before it is read: its key, its bytes and where they came from.

    `document` is the source key (relative, ``/``-separated, root folder's name in front, or
    ``FILE#row``). `uri` is the path as the user gave it. `row` is the row id of a JSONL corpus.
    """

    document: str
    data: bytes
    suffix: str
    uri: str
    row: str | None = None
    metadata: Mapping[str, Field] = field(default_factory=dict)
    name: str | None = None


StatedKind = Literal[
    "version", "replaces", "valid_from", "valid_to", "replaces-document", "replaced-by-document"
]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a document says of itself: its own version, the one it replaces, the first and the last
    day of its validity (ISO dates), and other documents that it replaces or that replace it, in its
    own words for them. `span`: where the value stands in its text, of a replacement the whole
    statement; None for a field that came with it. `since`: the day from which a replacement holds,
    where it says so."""

    kind: StatedKind
    value: str
    span: Span | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document, as the record keeps it (without the original bytes).

    `id` is the source key, `version` is key + hash of the bytes, `text_hash` names the reading:
    what a reader made of them (another reader may make another text of the same bytes).
    `valid_from` and `valid_to` are ISO dates (first and last day) or None; `added_seq` and
    `removed_seq` are ledger positions. `number` counts the imports: 1 for the first bytes that
    were read under this key.
    `uri` is the path where it was last found on this machine.
    """

    id: str
    version: str
    sha256: str
    name: str
    uri: str
    suffix: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Mapping[str, Field] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    language: str = "en"
    row: str | None = None
    number: int = 1
    valid_from: str | None = None
    valid_to: str | None = None
    added_seq: int = 0
    removed_seq: int | None = None
    text_hash: str = ""
    stated: tuple[Stated, ...] = ()

    @property
    def own_version(self) -> str | None:
        """The version that the document itself states."""
        return next((one.value for one in self.stated if one.kind == "version"), None)

    @property
    def edition(self) -> str:
        """For people: the version and dates that it states, else which import it is."""
        parts = [f"version {self.own_version}"] if self.own_version else []
        if self.valid_from:
            parts.append(f"valid from {self.valid_from}")
        if self.valid_to:
            parts.append(f"valid until {self.valid_to}")
        return ", ".join(parts) or f"import {self.number}"

    @property
    def source(self) -> str:
        """The name of the source it belongs to: the first part of its key."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: consecutive blocks (or sentences of one block) of one document version.

    ``text == document.text[start:end]``. `heading` is the path of headings above it, `prefix` what
    is put in front of the text when it is embedded (name and headings), `page` where it begins.
    """

    id: str
    document: str
    version: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit of extraction: whole blocks of one document, at most 20,000 characters, free of
    document context. `blocks` are spans within `text` (segment-relative) with their kinds."""

    text: str
    start: int
    blocks: tuple[Block, ...]


# --- what extraction reads -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LiteralValue:
    """A number, date, duration, amount or percentage with its normalised form: ISO 8601 date
    (``2024-03-01``), ISO 8601 duration (``P60D``, ``PT24H``), ``USD 250.00``, ``12 %``, ``12``;
    or ``text`` for words that name nothing by themselves."""

    kind: Literal["number", "date", "duration", "amount", "percent", "text"]
    value: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A surface that names something. `rule` says what found it (``ner``, ``defined-term``,
    ``heading``, ``noun-phrase``, ``identifier``, ``profile-term``); `document_scope` is True where
    the surface means something only inside its own document ("the Entity", a surname). `doubt` says
    what speaks against it as its sentence reads (``modifier``, ``complement`` …); mostly empty."""

    span: Span
    surface: str
    kind: str
    rule: str
    document_scope: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as read in one place. All spans are in the same coordinates as `statement`
    (segment-relative as extracted, document offsets once shifted).

    `subject` and `object` are whole noun phrases; `object` may be None for an intransitive
    predicate, and `value` holds its normalised form where it is a literal. `predicate` is the verb
    lemma, with preposition where one links the object ("report to"). `qualifiers` gives kinds of
    `QUALIFIERS` and `ROLES` with the spans of their whole clauses or phrases, several of a kind
    where there are several. `why_weak` is empty for a relation above the quality bar, else the
    reason it is kept and not shown. `extractor` is the fingerprint of what read it, where that is
    another than the extractor of the base.
    """

    statement: Span
    subject: Span
    predicate: str
    predicate_span: Span
    object: Span | None
    value: LiteralValue | None
    modality: Modality
    polarity: Polarity
    rule: str
    hedged: bool = False
    qualifiers: tuple[tuple[str, Span], ...] = ()
    why_weak: str = ""
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A language model's proposal that did not enter the base: why, what it said in one line, and
    the sentence that it quotes, where there is one."""

    reason: str
    proposal: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an `Extractor` finds in one segment; every span is relative to the segment's text.
    `terms` are definitions: (span of the term, span of its defining sentence). `failure` says why
    nothing could be read off this segment; mostly empty. `refused` are proposals of a reading
    model, where there is one."""

    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    terms: tuple[tuple[Span, Span], ...] = ()
    literals: tuple[tuple[Span, LiteralValue], ...] = ()
    failure: str = ""
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a document that points at another place. `target` is a document key, and
    `target_span` the paragraph meant in it; both None when it could not be resolved, and then
    `why` says what is missing. `rule`: ``section``, ``paragraph``, ``part``, ``article``,
    ``exhibit``, ``title``, ``defined-term`` … `pinpoint` is e.g. ``(b)(2)``."""

    id: str
    document: str
    version: str
    span: Span
    surface: str
    rule: str
    target: str | None = None
    target_version: str | None = None
    target_span: Span | None = None
    pinpoint: str = ""
    why: str = ""


# --- the resolved graph ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """One normalised surface (plus the document where its scope is one document)."""

    id: str
    name: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a Name belongs to an entity. `rule`: ``same-name``, ``acronym``, ``profile-alias``,
    ``short-form``, ``surname``, ``initials`` …; `score` is None unless the rule computes one."""

    name: str
    entity: str
    rule: str
    reason: str
    score: float | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A cluster of Names. `name` is its best surface, `aliases` the other surfaces, sorted."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    status: Status = "shown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact is stated: the statement's span and those of its parts, in one document
    version. `qualifiers` as in `Relation`; `rule` and `extractor` (a fingerprint) say what read
    it, `run` when."""

    document: str
    version: str
    statement: Span
    quote: str
    subject: Span
    predicate: Span
    object: Span | None
    qualifiers: tuple[tuple[str, Span], ...]
    rule: str
    extractor: str
    run: str
    status: Status = "shown"
    why_weak: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A resolved statement. `subject` and `object` are entity ids; exactly one of `object` and
    `value` is set, or neither for an intransitive predicate. `name` is a readable sentence.
    `qualifiers` are kinds of `QUALIFIERS` and `ROLES`, each with its words in all of the evidence,
    joined by ``"; "``. `figures` are its numbers in one form ("deadline P6D"). `former_id` is the
    id that it had before qualifiers entered ids; several facts may have had one. `under` are the
    headings that it stands under, where they alone tell what its subject is."""

    id: str
    claim_id: str
    name: str
    subject: str
    predicate: str
    object: str | None
    value: LiteralValue | None
    modality: Modality
    polarity: Polarity
    qualifiers: tuple[tuple[str, str], ...] = ()
    status: Status = "shown"
    evidence: tuple[Evidence, ...] = ()
    figures: str = ""
    former_id: str | None = None
    under: str = ""

    @property
    def condition(self) -> str:
        """When it holds; empty where always."""
        return self.qualifier("condition")

    @property
    def exception(self) -> str:
        """When it does not hold."""
        return self.qualifier("exception")

    @property
    def deadline(self) -> str:
        """By when it is to be done."""
        return self.qualifier("deadline")

    def qualifier(self, kind: str) -> str:
        """The words of one of `QUALIFIERS` or `ROLES`; empty where there are none."""
        return next((words for name, words in self.qualifiers if name == kind), "")


# --- asking ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, init=False)
class Scope:
    """What a reader may see; part of every cache key. None means no restriction.

    `documents`: document keys. `kinds`: entity kinds that names may be linked to and neighbours
    have; texts are not restricted by them. `labels`: access labels held. `valid_at`: ISO date at
    which it was true. `known_at`: ledger position at which it was known. `where`: fields that a
    document must have, ``Scope(where={"department": "Quality"})``, see `graph.document_fields`.
    The first three take any iterable. Raises `SettingsError` for a value of the wrong kind.
    What each field comes to is decided in `graph.scope_resolution`.
    """

    documents: frozenset[str] | None
    kinds: frozenset[str] | None
    labels: frozenset[str] | None
    valid_at: str | None
    known_at: int | None
    where: Where | None

    def __init__(
        self,
        documents: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        labels: Iterable[str] | None = None,
        valid_at: str | None = None,
        known_at: int | None = None,
        where: Mapping[str, object] | Iterable[tuple[str, object]] | None = None,
    ) -> None:
        values = {
            "documents": _set_of_texts("documents", documents),
            "kinds": _set_of_texts("kinds", kinds),
            "labels": _set_of_texts("labels", labels),
            "valid_at": _iso_date(valid_at),
            "known_at": _position(known_at),
            "where": wanted(where),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)


def _set_of_texts(name: str, values: Iterable[str] | None) -> frozenset[str] | None:
    if values is None:
        return None
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise SettingsError(f"Scope.{name} takes several texts: {name}=[{values!r}].")
    found = frozenset(values)
    if not all(isinstance(value, str) for value in found):
        raise SettingsError(f"Scope.{name} takes texts: {name}=['…'].")
    return found


def _iso_date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise SettingsError(
            f"Scope.valid_at is {value!r}; write a date as year-month-day: 2025-02-03."
        ) from None


def _position(value: int | None) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise SettingsError(f"Scope.known_at is {value!r}; give a ledger position, a whole number.")


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item as a retrieval unit. `lead_in` is the introducing block of a list
    item ("The notice must include:"), `children` the items below it."""

    chunk: str
    document: str
    version: str
    span: Span
    text: str
    lead_in: Span | None = None
    children: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: how (`via`: ``question``, ``reference``, ``name``, ``fact``, ``text``,
    ``vector``) and what was reached (`node`, an id; `name`, for people)."""

    via: str
    node: str
    name: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk in an answer's context. `scores` are its parts, rounded to 6 decimals ("dense",
    "sentence", "bm25", "name", "spread", "total"); `path` how it was reached; `sentences` its
    sentences with their own similarity in `sentence_scores` (same length); `facts` the shown facts
    it supports."""

    chunk: Chunk
    document: Document
    rank: int
    scores: Mapping[str, float]
    path: tuple[Step, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    sentence_scores: tuple[float, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name of the question and what it was linked to (`entity` None: not in these documents)."""

    surface: str
    entity: str | None
    name: str | None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """That one document stands in the place of another, as `document` states it in the words
    `quote` (`span` of its text; None for a field that came with it).

    `newer` and `former` are keys; `former`, or `newer` where the former one says it, is None where
    `named` is no document of the base or might be several (`why` says which). `since`: the first
    day on which the former holds no longer (ISO), None where nothing is said of it. `decision`: the
    id of the standing decision that rejects it.
    """

    id: str
    document: str
    named: str
    quote: str
    span: Span | None = None
    newer: str | None = None
    former: str | None = None
    since: str | None = None
    why: str = ""
    decision: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it says of a document of the base that it is replaced, and nobody rejects it."""
        return self.former is not None and self.decision is None

    def words(self, newer: str | None) -> str:
        """For people: ``replaced by Travel policy from 2025-03-01``; `newer` is that document's
        name."""
        since = f" from {self.since}" if self.since else ""
        return f"replaced by {newer or self.named}{since}"


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One place that states a fact. `subject` and `object` are entity ids (empty without one), the
    spans those of their words in the document; `figures` its numbers in one form ("time P60M");
    `qualifiers` as (kind, words); `shown`: it is above the quality bar; `within`: its names are of
    the kinds of the scope."""

    fact: str
    predicate: str
    modality: str
    polarity: str
    figures: str
    subject: str
    subject_kind: str
    object: str
    object_kind: str
    document: str
    version: str
    chunk: str
    statement: Span
    quote: str
    subject_span: Span
    predicate_span: Span
    object_span: Span | None
    qualifiers: tuple[tuple[str, Span, str], ...]
    shown: bool
    within: bool

    def words(self, span: Span | None) -> str:
        """The words of `span`, white space single; empty where it lies outside of the statement."""
        if span is None or not self.statement.contains(span):
            return ""
        start = self.statement.start
        return " ".join(self.quote[span.start - start : span.end - start].split())


@dataclass(frozen=True, slots=True)
class NearSentence:
    """A sentence that holds what is asked for beside another word of the question."""

    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """Every statement with one of the predicates that a question may mean, in order of document and
    place, and every sentence that may state another (`all_near`: none was left out). `passages`
    hold the statements."""

    facts: tuple[StatedFact, ...]
    near: tuple[NearSentence, ...]
    all_near: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a generator may use, each part with its provenance. `generation` is the hash of
    the store generation that was read; `documents_searched` counts what the scope let through;
    `replaced` are the stated replacements of documents among the passages; `stated` is what a
    question that counts or compares facts may mean (None where it is none)."""

    question: str
    passages: tuple[Passage, ...]
    links: tuple[LinkedName, ...]
    scope: Scope
    generation: str
    documents_searched: int
    superseded: int = 0
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    replaced: tuple[Replacement, ...] = ()
    stated: StatedFacts | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents of the passages, each once, in their order."""
        found = {passage.document.version: passage.document for passage in self.passages}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: ``document.text[start:end] == quote`` in that version, in the reading that
    `text_hash` names (empty in answers before that was kept: the one of that time)."""

    document: str
    version: str
    start: int
    end: int
    quote: str
    chunk: str
    row: str | None = None
    name: str = ""
    heading: tuple[str, ...] = ()
    page: int | None = None
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """What a `Generator` yields: words, and what they rest on. `role`: ``headline``,
    ``sentence``, ``lead_in``, ``item``, ``condition``, ``exception``, ``deadline``, ``conflict``,
    ``superseded``. A quoting generator's text is its citation's quote. `folded`: it is shown only
    when the card is unfolded."""

    text: str
    citations: tuple[Citation, ...]
    role: str = "sentence"
    facts: tuple[str, ...] = ()
    parent: int | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence that verified. `qualifiers`: (kind, citation) beside what they qualify."""

    text: str
    citations: tuple[Citation, ...]
    role: str = "sentence"
    facts: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, Citation], ...] = ()
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of a card that has several: a side of a comparison, a section of a summary, a theme.
    `state` is its own; `sentences` are places among the card's sentences, in order; `figure`: words
    of one of them that answer by themselves ("5 years"), empty where there are none; `notes` say
    what is missing or not shown."""

    name: str
    state: AnswerState
    sentences: tuple[int, ...]
    figure: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote, held to the sentences that it cites. `numbers` as
    the prompt numbers them; `citations` of those that exist; `reason` says in words why it is not
    ``supported``; `aligned`: it cited nothing, and `numbers` is what it is nearest to."""

    text: str
    state: WrittenState
    reason: str = ""
    numbers: tuple[int, ...] = ()
    citations: tuple[Citation, ...] = ()
    aligned: bool = False


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens that a language model read and wrote, as its server counts them; None: not said."""

    sent: int | None
    received: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model wrote beside the card. `where` is the server that it was sent to;
    `raw` its whole output; `given` the places of the sentences that it was given, by number;
    `problem` says why there is nothing, or not all of it; `notes` what a reader should know;
    `stopped`: a person ended it."""

    model: str
    where: str
    sentences: tuple[WrittenSentence, ...]
    raw: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()
    given: tuple[Citation, ...] = ()
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    milliseconds: float = 0.0
    stopped: bool = False

    @property
    def supported(self) -> tuple[WrittenSentence, ...]:
        return tuple(one for one in self.sentences if one.state == "supported")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that goes on from another one. `typed`: as it was typed; `question`: what is asked
    instead; `carried`: the words of the former question that it carries over, empty where it
    stands alone; `in_place_of`: the former words that its own stand in for; `after`: the id of the
    former answer."""

    typed: str
    question: str
    carried: str
    in_place_of: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class StageDone:
    """A stage of an answer is done. `stage`: ``embed``, ``link``, ``candidates``, ``spread``,
    ``context``, ``quote``, in this order. `count`: names of the question that are known, passages
    compared, passages lifted by references and facts, passages kept, quotes planned; None where
    there is nothing to count."""

    stage: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence of the card that has just verified. `index` is its place among the card's
    sentences, None for the headline; one that comes again has more citations than before."""

    sentence: AnswerSentence
    index: int | None


@dataclass(frozen=True, slots=True)
class WrittenSentenceDone:
    """A sentence of a language model that has just been checked; `index` is its place."""

    sentence: WrittenSentence
    index: int


AskEvent = StageDone | Verified | WrittenSentenceDone
"""What is told while a question is answered; the answer itself comes last and counts."""

Listener = Callable[[AskEvent], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """An evidence card. `headline` is None unless its check passed. `missing` says, for people,
    which link is missing; `refused` lists drafts that did not verify and why. `manifest` holds
    what is needed to replay: generation, settings hash, fingerprints, passages and scores.
    `written`: what a language model wrote beside it, which decides nothing; `follows`: where it
    answers a follow-up, what was typed and what was carried over; `parts`: those of a card that has
    a `form` of its own, and no headline; `notices`: what its reader must know first, as that the
    document it sums up was replaced; `more`: further sentences that verified, behind a fold (their
    `parent` counts among themselves)."""

    id: str
    question: str
    state: AnswerState
    headline: AnswerSentence | None
    sentences: tuple[AnswerSentence, ...]
    missing: tuple[str, ...]
    passages: tuple[Passage, ...]
    links: tuple[LinkedName, ...]
    facts: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    documents_searched: int
    superseded: int
    manifest: Mapping[str, object] = field(default_factory=dict)
    milliseconds: Mapping[str, float] = field(default_factory=dict)
    written: Written | None = None
    follows: FollowUp | None = None
    form: AnswerForm | None = None
    parts: tuple[AnswerPart, ...] = ()
    notices: tuple[str, ...] = ()
    more: tuple[AnswerSentence, ...] = ()
