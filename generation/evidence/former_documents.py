"""What a card of whole documents says of those that no longer hold: by what they are replaced, from
when, and in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generation.evidence.standing import in_place, retired
from generation.question.periods import Period
from graph.model import AnswerSentence, Document, Replacement


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said of the replacement of documents, as of the day `today`; `names` are their titles
    by key."""

    today: date
    replaced: Sequence[Replacement] = ()
    names: Mapping[str, str] | None = None

    def replacement(self, key: str) -> Replacement | None:
        """The replacement of the document `key` that is in place; None where none is stated."""
        able = (one for one in self.replaced if one.holds and one.former == key)
        return next((one for one in able if in_place(one, self._at)), None)

    def is_superseded(self, document: Document) -> bool:
        """Whether it does not hold: another one says so, or its own words or dates."""
        return document.version in retired([document], self._at, self.replaced)

    def words(self, key: str) -> str:
        """For people: ``replaced by Travel policy from 2025-03-01: “This policy replaces …”``;
        empty where no replacement of it is in place."""
        one = self.replacement(key)
        if one is None:
            return ""
        newer = (self.names or {}).get(one.newer or "")
        return f"{one.words(newer)}: “{' '.join(one.quote.split())}”"

    def told(self, sentence: AnswerSentence, document: Document) -> AnswerSentence:
        """`sentence`, named superseded where its `document` is."""
        gone = sentence.role == "sentence" and self.is_superseded(document)
        return replace(sentence, role="superseded") if gone else sentence

    def kept(self, keys: Iterable[str]) -> list[dict[str, str | None]]:
        """For the manifest of a card: which of the documents `keys` are replaced, and by which, so
        that erasing either finds the card."""
        found = [(key, self.replacement(key)) for key in dict.fromkeys(keys)]
        return [
            {"document": key, "by": one.newer, "stated": one.id}
            for key, one in found
            if one is not None
        ]

    @property
    def _at(self) -> Period:
        return Period(self.today, self.today)


def card_notice(standing: Standing, document: Document) -> tuple[str, ...]:
    """What stands above a card of `document` alone, where it no longer holds."""
    words = standing.words(document.id)
    if words:
        return (f"{words[:1].upper()}{words[1:]}",)
    if standing.is_superseded(document):
        return ("No longer in force, by its own words or dates.",)
    return ()
