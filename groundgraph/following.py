"""Questions that go on from a recorded one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import NotFound
from graph.model import FollowUp

if TYPE_CHECKING:
    from graph.record import Record

NEWEST = "last"
"""Stands for the newest recorded answer."""


def follow_up_on(typed: str, former: str, after: str = "") -> FollowUp:
    """`typed` as a whole question, asked after the question `former`, whose answer is `after`.
    Raises `ModelError` where the language model that reads both is missing."""
    from generation.question.follow_ups import follow_up
    from graph.english_parser import load_language

    return follow_up(typed, former, load_language(), after)


def former_question(record: Record, after: str) -> tuple[str, str]:
    """Id and question of the recorded answer `after`, or of the newest (`NEWEST`). Raises
    `NotFound`."""
    if after == NEWEST:
        newest = record.answers(1)
        if not newest:
            raise NotFound("no question was recorded yet. Ask one without --after.")
        return newest[0].id, newest[0].question
    kept = record.answer(after)
    return kept.id, kept.question
