"""The prompt for a comparison: the sentences that speak to each side, numbered through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generation.written.prompt import INSTRUCTIONS, NumberedSentence, Prompt

COMPARING = f"""\
{INSTRUCTIONS}
- The question compares. Say of each side by itself what the sentences say of it, one or two \
sentences for each side. Say that something is the same, longer, higher or different only where \
a numbered sentence says so."""


def comparison_prompt(question: str, sides: Sequence[Prompt]) -> Prompt:
    """One prompt of those for each side; a sentence that several have is given once."""
    found: dict[tuple[str, int, int], NumberedSentence] = {}
    for side in sides:
        for one in side.sentences:
            own = one.citations[0]
            key = (own.version, own.start, own.end)
            if key not in found or one.rank < found[key].rank:
                found[key] = one
    numbered = tuple(replace(one, number=n) for n, one in enumerate(found.values(), 1))
    return Prompt(
        question,
        numbered,
        left_out=sum(side.left_out for side in sides),
        set_aside=max(side.set_aside for side in sides),
        instructions=COMPARING,
    )
