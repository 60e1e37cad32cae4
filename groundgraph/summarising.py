"""Summaries: which document or section a question means, and its card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model import Answer, Context, StageDone
from groundgraph.asking import Asking, Found, tell_all

if TYPE_CHECKING:
    from generation.summary.named_document import TitledDocument
    from generation.summary.summary_card import Summarised
    from generation.summary.summary_question import SummaryAsked
    from generation.written import Prompt

WORDS = 5 / 3
"""Of the words of a card, what a summary gets."""


def summarised(question: str, asking: Asking) -> Found | None:
    """The summary that `question` asks for; None where it asks for none, or where nothing in the
    scope is what it names."""
    from generation.summary.summary_question import summary_asked

    asked = summary_asked(question)
    if asked is None:
        return None
    documents, target = _meant(asked, asking)
    if not documents:
        return None
    if len(documents) > 1:
        return _undecided(question, documents, asking)
    return _summary(question, documents[0].key, target, asking)


def _meant(asked: SummaryAsked, asking: Asking) -> tuple[Sequence[TitledDocument], Summarised]:
    """The documents that `asked` may mean, and what of them."""
    from generation.summary.named_document import TitledDocument, documents_named
    from generation.summary.summary_card import Summarised

    listed = asking.base.read(lambda found: found.titles(asking.scope))
    titled = [TitledDocument(key, name) for key, name in listed]
    if asked.place is not None:
        section = asked.place.section
        able = asking.base.read(lambda found: found.in_section(section, asking.scope))
        return [one for one in titled if one.key in able], Summarised(place=asked.place)
    if not asked.heading:
        named = documents_named(asked.document, titled, plainly=asked.plainly)
        if named or not asked.plainly:
            return named, Summarised()
    heading = asked.heading or asked.document
    within = titled
    if asked.heading and asked.document:
        within = list(documents_named(asked.document, titled, plainly=True))
    able = _headed(heading, asking)
    return [one for one in within if one.key in able], Summarised(heading=heading)


def _headed(heading: str, asking: Asking) -> list[str]:
    """The documents with a section under that heading."""
    from generation.summary.summary_card import is_headed

    found = asking.base.read(lambda one: one.headings(asking.scope))
    return [key for key, title in found if is_headed(title, heading)]


def _summary(question: str, key: str, target: Summarised, asking: Asking) -> Found:
    from generation.summary.summary_card import summary_card
    from generation.summary.summary_prompt import summary_prompt

    context = asking.base.read(lambda found: found.whole(question, key, asking.scope))
    names = dict(asking.base.read(lambda found: found.titles(asking.scope)))
    standing = asking.standing(names)
    card = summary_card(context, target, standing, budget=int(asking.words * WORDS))
    if asking.listener is not None:
        asking.listener(StageDone("context", len(context.passages)))
    tell_all(card, asking.listener)

    def prompt(tokens: int) -> Prompt:
        return summary_prompt(context, target, tokens=tokens)

    return Found(card, context.generation, prompt)


def _undecided(question: str, documents: Sequence[TitledDocument], asking: Asking) -> Found:
    """A card that quotes nothing and names the documents that may be meant."""
    from generation.summary.summary_card import undecided_card
    from generation.written import Prompt

    context: Context = asking.base.read(lambda found: found.passages(question, (), asking.scope))
    card: Answer = undecided_card(context, {one.key: one.name for one in documents})
    return Found(card, context.generation, lambda _tokens: Prompt(question, ()))
