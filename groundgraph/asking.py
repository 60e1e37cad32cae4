"""What a question is asked of and with, and what is found for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.model import Answer, Context, Listener, Scope, Verified
from groundgraph.open_base import OpenBase

if TYPE_CHECKING:
    from generation.evidence.former_documents import Standing
    from generation.written import Prompt
    from graph.protocols import Checker, Generator


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is asked of, and with what. `words`: of a card, about; `today` decides what
    is in force (None: this day); `fold`: unlikely lines are folded."""

    base: OpenBase
    scope: Scope
    k: int
    words: int
    generator: Generator | None = None
    checker: Checker | None = None
    listener: Listener | None = None
    today: date | None = None
    fold: bool = True

    def retrieve(self, question: str) -> Context:
        """The passages for `question`, with the facts that it counts or compares."""
        found = self.base.retrieve(question, scope=self.scope, k=self.k, listener=self.listener)
        return self.base.with_stated_facts(found)

    def standing(self, names: Mapping[str, str]) -> Standing:
        """What is said of the replacement of documents in the scope; `names` are titles by key."""
        from generation.evidence.former_documents import Standing

        said = self.base.replacements(self.scope)
        return Standing(self.today or date.today(), said, names)


@dataclass(frozen=True, slots=True)
class Found:
    """A card, the hash of the `generation` that was read for it, and a prompt for a language model
    over what was found, of at most so many tokens."""

    card: Answer
    generation: str
    prompt: Callable[[int], Prompt]


def tell_all(card: Answer, listener: Listener | None) -> None:
    """Tell `listener` of the sentences of a card that was made as a whole."""
    if listener is None:
        return
    for place, sentence in enumerate(card.sentences):
        listener(Verified(sentence, place))
