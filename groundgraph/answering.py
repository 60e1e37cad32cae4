"""From a question to its card, by the path that its form needs: a look-up, several of them side by
side, or a reading of whole documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import AskEvent, Context, Listener, StageDone
from groundgraph.asking import Asking, Found, tell_all

if TYPE_CHECKING:
    from generation.comparison.compared_sides import Side
    from generation.written import Prompt


def found_for(question: str, asking: Asking) -> Found:
    """The card for `question`. Raises as `KnowledgeBase.ask`."""
    whole = _of_whole_documents(question, asking)
    if whole is not None:
        return whole
    context = asking.retrieve(question)
    sides = _sides(question, context)
    return _compared(question, sides, asking) if sides else _looked_up(context, asking)


def prompt_for(question: str, asking: Asking, tokens: int) -> Prompt:
    """The prompt for `question`, of at most `tokens` tokens, without a card where none is needed
    for it. Raises as `KnowledgeBase.ask`."""
    from generation.written import prompt_of

    whole = _of_whole_documents(question, asking)
    if whole is not None:
        return whole.prompt(tokens)
    context = asking.retrieve(question)
    sides = _sides(question, context)
    if sides:
        return _compared(question, sides, asking).prompt(tokens)
    return prompt_of(context, tokens=tokens, checker=asking.checker)


def _of_whole_documents(question: str, asking: Asking) -> Found | None:
    """The themes or the summary that `question` asks for; None where it asks for neither."""
    from groundgraph.finding_themes import found_themes
    from groundgraph.summarising import summarised

    asking.base.require_askable(question, asking.scope, asking.k)
    return found_themes(question, asking) or summarised(question, asking)


def _looked_up(context: Context, asking: Asking) -> Found:
    from generation import answer
    from generation.written import prompt_of

    card = answer(
        context,
        words=asking.words,
        generator=asking.generator,
        checker=asking.checker,
        listener=asking.listener,
        today=asking.today,
        fold=asking.fold,
    )
    return Found(
        card,
        context.generation,
        lambda tokens: prompt_of(context, tokens=tokens, checker=asking.checker),
    )


def _sides(question: str, context: Context) -> tuple[Side, ...]:
    """What `question` compares; nothing where a table of `context` gives the difference, or would
    but for something that its card says."""
    from generation.comparison.compared_sides import compared_sides, compares
    from generation.computing.computed_answers import compute

    if not compares(question):
        return ()
    if compute(context) is not None:
        return ()
    from graph.english_parser import load_language

    return compared_sides(question, load_language())


def _compared(question: str, sides: Iterable[Side], asking: Asking) -> Found:
    """Each side asked by itself; what is shown is told once it is known."""
    from generation.comparison.comparison_card import comparison_card
    from generation.comparison.comparison_prompt import comparison_prompt

    sides = tuple(sides)
    alone = replace(asking, listener=_stages_only(asking.listener), fold=False)
    found = [_side(side, alone) for side in sides]
    card = comparison_card(question, sides, [one.card for one in found])
    tell_all(card, asking.listener)

    def prompt(tokens: int) -> Prompt:
        return comparison_prompt(question, [one.prompt(tokens // len(sides)) for one in found])

    return Found(card, found[0].generation, prompt)


def _side(side: Side, asking: Asking) -> Found:
    """What is found for one side; where its question has no answer, for what it means."""
    found = _looked_up(asking.retrieve(side.question), asking)
    if found.card.state == "answered" or not side.otherwise:
        return found
    meaning = _looked_up(asking.retrieve(side.otherwise), asking)
    return meaning if meaning.card.state == "answered" else found


def _stages_only(listener: Listener | None) -> Listener | None:
    if listener is None:
        return None
    tell = listener

    def stages(event: AskEvent) -> None:
        if isinstance(event, StageDone):
            tell(event)

    return stages
