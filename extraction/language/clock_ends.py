"""Sentences that end with a time of day: "Guests must leave by 6 p.m. | Visitors must sign …". The
model takes such a one for one with the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.statement_codes import without_spans

# words with which a time may stand before its clause ("At 6 p.m. Dr Lind closes …")
_BEFORE_CLAUSE = (
    r"(?:at|by|from|until|till|before|after|on|between|around|since|in|if|when|every|each|it is)\b"
)
_INSIDE = r"(?:[^.!?;:\n]|(?<=\d)[.:](?=\d))"
# "6 p.m. Monday", "6 p.m. Eastern time", "6 p.m. Oslo time"
_OF_THE_TIME = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr|March|April|May|June|July|August"
    r"|Septem|Octo|Novem|Decem)|(?:Eastern|Central|Western|Pacific|Mountain|Atlantic|Greenwich"
    r"|Local|Summer|Standard|British)\b|[A-Z]\w{0,20} time\b"
)
_BEGINS = r"[A-Z][a-z]{0,20} [a-z]|(?:The|An?|This|Each|Every|All|No|Any|It|They|We|You) "
_CLOCK_AT_END = re.compile(
    rf"(?:\A|(?<=[.!?;:] ))(?!(?i:{_BEFORE_CLAUSE})){_INSIDE}{{8,400}}?"
    rf"\b\d{{1,2}}(?:[.:]\d\d)? ?[ap](?P<stop>\.)m\. (?={_BEGINS})(?!{_OF_THE_TIME})"
)


def with_clocks_at_ends(text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
    """`text` with "pm." for a "p.m." that ends a sentence, and where each character stands."""
    if ".m. " not in text:
        return text, positions
    return without_spans(text, positions, [m.span("stop") for m in _CLOCK_AT_END.finditer(text)])
