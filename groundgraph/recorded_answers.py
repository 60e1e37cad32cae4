"""What stands on a card beside what was found: what may be missing from it, how it was made, and
its place in the record."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.identity import text_hash
from graph.model import Answer, FollowUp, Scope
from groundgraph import answers as answer_data

if TYPE_CHECKING:
    from graph.record import Record
    from groundgraph.asking import Asking, Found
    from groundgraph.open_base import OpenBase
    from groundgraph.settings import Settings


def with_what_is_missing(card: Answer, base: OpenBase, scope: Scope) -> Answer:
    """`card` with what it cannot know: which of its documents are replaced, and what was not
    read."""
    from groundgraph.not_read import not_read

    further = (*_replaced(card, base, scope), *not_read(base.record, card, scope))
    return replace(card, missing=(*card.missing, *further))


def _replaced(card: Answer, base: OpenBase, scope: Scope) -> list[str]:
    from groundgraph.replacements import replaced_lines

    told = card.form in ("summary", "themes")  # above it, or below the theme
    if told or not any(sentence.role == "superseded" for sentence in card.sentences):
        return []
    said = base.replacements(scope)
    names = base.record.remarks([one.newer for one in said if one.newer])
    return replaced_lines(card, said, lambda key: names[key][0] if key in names else None)


def manifest_of(
    found: Found, asking: Asking, settings: Settings, embedder: str
) -> dict[str, object]:
    """What an answer was made from, and by what; `embedder` is a fingerprint."""
    scope, checker = asking.scope, asking.checker
    return {
        "k": asking.k,
        "documents": None if scope.documents is None else sorted(scope.documents),
        **({} if scope.where is None else {"where": dict(scope.where)}),
        "generation": found.generation,
        "settings": text_hash(settings.what_answers_depend_on),
        "embedder": embedder,
        "checker": "" if checker is None else checker.fingerprint,
        "passages": [p.chunk.id for p in found.card.passages],
    }


def recorded(
    card: Answer, record: Record, question: str, follows: FollowUp | None, seconds: float
) -> Answer:
    """`card` with the time that it took in all and the id that `record` keeps it under; where that
    is only read, it is not kept and has none."""
    # Not a hash of the question: an erased question must stay erased.
    identifier = "" if record.read_only else f"a_{secrets.token_hex(10)}"
    spent = {**card.milliseconds, "total": seconds * 1000}
    card = replace(
        card,
        id=identifier,
        follows=follows,
        milliseconds={stage: round(value, 1) for stage, value in spent.items()},
    )
    if identifier:
        data = answer_data.answer_data(card)
        record.put_answer(
            identifier, question, answer_data.dumps(data), answer_data.dumps(data["manifest"])
        )
    return card
