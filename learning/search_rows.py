"""What an embedder learns from and is measured on: passages of documents as they are embedded, and
questions with the passages that hold their answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from learning.training_rows import Group, Part, TrainingRows, part_of


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` as it is embedded, headings included; `sentences`: those of it that have vectors of
    their own."""

    document: str
    text: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """`gold`: the passages (indices) that hold the answer, `told`: the sentences that are it;
    `wrong`: passages that people said are no answer; `within`: it is asked within its document."""

    set: str
    document: str
    text: str
    gold: tuple[int, ...]
    told: tuple[str, ...] = ()
    wrong: tuple[int, ...] = ()
    within: bool = False


@dataclass(slots=True)
class SearchRows:
    passages: list[Passage] = field(default_factory=list)
    questions: list[SearchQuestion] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def documents(self) -> set[str]:
        """The documents that questions rest on."""
        return {question.document for question in self.questions}

    @property
    def hash(self) -> str:
        """SHA-256 of what they say, in their order."""
        told = repr((self.passages, self.questions)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(told).hexdigest()

    def among(self, kept: Callable[[str], bool]) -> SearchRows:
        """The passages of the documents that are `kept`, and the questions whose gold lies in
        them."""
        places = [at for at, one in enumerate(self.passages) if kept(one.document)]
        now = {at: number for number, at in enumerate(places)}
        questions = [
            _moved(question, now)
            for question in self.questions
            if all(at in now for at in question.gold)
        ]
        return SearchRows([self.passages[at] for at in places], questions)

    def part(self, *parts: Part) -> SearchRows:
        """The documents that fall into `parts`; a question over two parts belongs to none."""
        return self.among(lambda document: part_of(document) in parts)


def _moved(question: SearchQuestion, now: dict[int, int]) -> SearchQuestion:
    return SearchQuestion(
        question.set,
        question.document,
        question.text,
        tuple(now[at] for at in question.gold),
        question.told,
        tuple(now[at] for at in question.wrong if at in now),
        question.within,
    )


def searches(rows: TrainingRows) -> SearchRows:
    """The groups of `rows` that have gold, each sentence a passage below what stands above it."""
    made = SearchRows()
    known: dict[tuple[str, str, str], int] = {}
    for group in rows.groups:
        if group.gold:
            places = _places(group, made.passages, known)
            made.questions.append(
                SearchQuestion(
                    group.set,
                    group.document,
                    group.question,
                    tuple(dict.fromkeys(places[at] for at in group.gold)),
                    tuple(group.sentences[at].text for at in group.gold),
                    tuple(dict.fromkeys(places[at] for at in group.tempting)),
                )
            )
    return made


def _places(
    group: Group, passages: list[Passage], known: dict[tuple[str, str, str], int]
) -> Sequence[int]:
    """Where each sentence of `group` stands among `passages`, which grow by those that are new."""
    found = []
    for one in group.sentences:
        key = (group.document, one.above, one.text)
        if key not in known:
            known[key] = len(passages)
            text = f"{one.above}\n{one.text}" if one.above else one.text
            passages.append(Passage(group.document, text, (one.text,)))
        found.append(known[key])
    return found
