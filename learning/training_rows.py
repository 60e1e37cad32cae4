"""Rows of training data: questions with the sentences of a passage, pairs of statement and quote,
and pairs of question and quote. Each belongs to a document, and a document to one part."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph.errors import SettingsError

Part = Literal["train", "tune", "test"]
PARTS: tuple[Part, ...] = ("train", "tune", "test")
_SEED = "gg-reader-1:"
_CLASSES = {"entailment": (0,), "contradiction": (1,), "neutral": (2,), "not_entailment": (1, 2)}
_ANSWERS = {"yes": True, "no": True, "true": True, "false": True}
LONGEST = 110  # words of a sentence, more than its tokens are cut to
WANTED = (
    "It needs question with sentences and gold, with passages, or with context and answers; "
    "or premise, hypothesis and label."
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the headings above it."""

    above: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A question, sentences of its document, and which of them (`gold`) answer it. `complete`: who
    judged it read all of them, so no other answers it, and `gold` may be empty; `tempting`: those
    that look as if they did."""

    set: str
    document: str
    question: str
    sentences: tuple[Sentence, ...]
    gold: tuple[int, ...]
    complete: bool = False
    tempting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SupportPair:
    """A statement beside a quote; `allowed`: the classes that are right (0 the quote supports it,
    1 contradicts it, 2 does not state it)."""

    set: str
    document: str
    kind: str
    statement: str
    quote: Sentence
    allowed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnswerPair:
    """A question beside a quote: does the quote answer it?"""

    set: str
    document: str
    kind: str
    question: str
    quote: Sentence
    answers: bool


@dataclass(slots=True)
class TrainingRows:
    """What is trained on, tuned or tested with."""

    groups: list[Group] = field(default_factory=list)
    support: list[SupportPair] = field(default_factory=list)
    answers: list[AnswerPair] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.groups) + len(self.support) + len(self.answers)

    def add(self, row: Group | SupportPair | AnswerPair) -> None:
        match row:
            case Group():
                self.groups.append(row)
            case SupportPair():
                self.support.append(row)
            case AnswerPair():
                self.answers.append(row)

    def extend(self, other: TrainingRows) -> None:
        self.groups += other.groups
        self.support += other.support
        self.answers += other.answers

    def all(self) -> Iterator[Group | SupportPair | AnswerPair]:
        yield from self.groups
        yield from self.support
        yield from self.answers


def part_of(document: str) -> Part:
    """Six of ten documents train, two tune and two test, by a hash of the name alone: no sentence
    of a document that is tested with has been trained on."""
    at = int(hashlib.sha256((_SEED + document).encode()).hexdigest(), 16) % 10
    return "train" if at < 6 else "tune" if at < 8 else "test"


def parted(rows: TrainingRows) -> dict[Part, TrainingRows]:
    """`rows` by the part of their document."""
    parts: dict[Part, TrainingRows] = {part: TrainingRows() for part in PARTS}
    for row in rows.all():
        parts[part_of(row.document)].add(row)
    return parts


def data_hash(rows: TrainingRows) -> str:
    """SHA-256 of what the rows say, in their order."""
    digest = hashlib.sha256()
    for row in rows.all():
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def read_rows(folder: Path, *, limit: int | None = None) -> TrainingRows:
    """The rows of every ``*.jsonl`` and ``*.jsonl.gz`` below `folder` (or of that one file), in the
    order of their names; of each file the first `limit`. A set is called like its folder. Raises
    `SettingsError`, naming the line."""
    files = [folder] if folder.is_file() else sorted(folder.rglob("*.jsonl*"))
    rows = TrainingRows()
    for path in files:
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            for row in _rows_of(path, limit):
                rows.add(row)
    if not len(rows):
        raise SettingsError(
            f"{folder} holds no rows. Name a folder with .jsonl or .jsonl.gz in it."
        )
    return rows


def _rows_of(path: Path, limit: int | None) -> Iterator[Group | SupportPair | AnswerPair]:
    passages: list[dict[str, Any]] = []
    name = path.parent.name
    for number, row in _lines(path, limit):
        try:
            if "passage" in row:
                passages.append(row)
            else:
                yield from _row(name, row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SettingsError(
                f"{path}, line {number}: no row to train on ({error!r}). {WANTED}"
            ) from error
    yield from _passage_groups(name, passages)


def _lines(path: Path, limit: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if limit is not None and number > limit:
                    return
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, ValueError, EOFError) as error:
        raise SettingsError(
            f"{path}, after line {number}: cannot be read as JSON lines ({error}). {WANTED}"
        ) from error


def _row(name: str, row: dict[str, Any]) -> Iterator[Group | SupportPair | AnswerPair]:
    if "premise" in row:
        yield _pair(name, row)
        return
    if "passages" in row:
        found = _of_passages(row["passages"])
    elif "sentences" in row:
        found = list(_of_sentences(row))
    else:
        found = _of_context(row)
    gold = tuple(at for at, (_, right) in enumerate(found) if right)
    complete = bool(row.get("complete"))
    if (gold or complete) and len(found) > 1:
        document = str(row.get("group") or row.get("title") or row["id"])
        sentences = tuple(one for one, _ in found)
        tempting = tuple(int(at) for at in row.get("tempting", ()))
        yield Group(name, document, str(row["question"]), sentences, gold, complete, tempting)


def _of_sentences(row: dict[str, Any]) -> Iterator[tuple[Sentence, bool]]:
    """`above` names what stands above each sentence; without it, the title does."""
    title = str(row.get("title") or row.get("group") or "").replace("_", " ")
    above = row.get("above") or [title] * len(row["sentences"])
    for at, (over, text) in enumerate(zip(above, row["sentences"], strict=True)):
        yield Sentence(str(over), tidy(text)), at in row["gold"]


def _of_passages(passages: Sequence[dict[str, Any]]) -> list[tuple[Sentence, bool]]:
    return [
        (Sentence(str(passage["title"]), tidy(text)), at in passage["gold"])
        for passage in passages
        for at, text in enumerate(passage["sentences"])
    ]


def _of_context(row: dict[str, Any]) -> list[tuple[Sentence, bool]]:
    from extraction.documents.boundaries import sentences

    text, starts = str(row["context"]), [int(answer["start"]) for answer in row["answers"]]
    return [
        (
            Sentence("", tidy(text[span.start : span.end])),
            any(span.start <= at < span.end for at in starts),
        )
        for span in sentences(text, 0, len(text))
    ]


def _pair(name: str, row: dict[str, Any]) -> SupportPair | AnswerPair:
    premise, said, label = tidy(row["premise"]), tidy(row["hypothesis"]), str(row["label"])
    document = str(row.get("group") or premise)
    if label in _ANSWERS:
        return AnswerPair(
            name, document, "yes-no", f"{said.rstrip('?')}?", Sentence("", premise), True
        )
    return SupportPair(name, document, "natural", said, Sentence("", premise), _CLASSES[label])


def _passage_groups(name: str, rows: Sequence[dict[str, Any]]) -> Iterator[Group]:
    """Questions about whole passages: the others under the same title, and the next rows' ones,
    do not answer them."""
    titled: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        titled.setdefault(str(row["title"]), []).append(at)
    for at, row in enumerate(rows):
        same = [one for one in titled[str(row["title"])] if rows[one]["passage"] != row["passage"]]
        near = [one % len(rows) for one in range(at + 1, at + 6)]
        others = [one for one in [*same[:8], *near] if rows[one]["passage"] != row["passage"]]
        found = [_passage(rows[one]) for one in [at, *dict.fromkeys(others)]]
        if len(found) > 1:
            yield Group(name, str(row["title"]), str(row["question"]), tuple(found), (0,))


def _passage(row: dict[str, Any]) -> Sentence:
    """The passage without a question that it begins with."""
    text = str(row["passage"])
    if text[:20].lower() == str(row["question"])[:20].lower():
        text = text.partition("?")[2].strip() or text
    return Sentence(str(row["title"]), tidy(text[:400]))


def tidy(text: str) -> str:
    """`text` in one line, tokens of a treebank written as people write, cut at `LONGEST` words."""
    for written, plain in (("``", '"'), ("''", '"'), ("-LRB-", "("), ("-RRB-", ")")):
        text = text.replace(written, plain)
    for mark in ",.;:!?)]%":
        text = text.replace(f" {mark}", mark)
    for ending in ("'s", "n't", "'re", "'ve", "'ll", "'d"):
        text = text.replace(f" {ending} ", f"{ending} ")
    return " ".join(text.replace("( ", "(").replace("[ ", "[").split()[:LONGEST])


def judged_group(
    name: str, document: str, question: str, text: str, spans: Iterable[tuple[int, int]]
) -> Group | None:
    """A question that people judged, with the sentences of its document: those that share half of
    themselves or half of a gold span with it are gold. None where no sentence is."""
    from extraction.documents.boundaries import sentences

    gold, places = list(spans), list(sentences(text, 0, len(text)))

    def right(start: int, end: int) -> bool:
        shared = [(min(end, b) - max(start, a), b - a) for a, b in gold]
        return any(common > 0 and 2 * common >= min(end - start, size) for common, size in shared)

    found = tuple(at for at, span in enumerate(places) if right(span.start, span.end))
    written = tuple(Sentence(name, tidy(text[span.start : span.end])) for span in places)
    if not found or len(written) < 2:
        return None
    return Group("judged", document, question, written, found)
