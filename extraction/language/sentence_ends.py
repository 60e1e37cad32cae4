"""Full stops that end an abbreviation and no sentence: "the Ferry Act, S.O. 2001, c. 25"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# dotted capitals ("S.O.") and what is counted ("c.", "Art."), before a number or a small letter
_WITHIN = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]\.){2,}|(?<=c\. )[A-Z]\.|(?:cc?|ch|cap|cl|ss?|secs?|arts?|par(?:a|as|s)?"
    r"|regs?|sched|vols?|pp?|pts?|figs?|tit)\.|(?:Ch|Cap|Cl|Secs?|Arts?|Paras?|Regs?|Sched|Vols?|Pts?|Figs?|Nos?)\.)"
    r"(?P<blanks>\s+)(?=[(\[]?(?:§|\d|[a-z]|[IVXLC]+\b|[A-Z]\.\s?\d))"
    r"|(?<![\w.])nos?\.(?P<more>\s+)(?=\d)"
)


def blanks_within(text: str) -> list[Span]:
    """The blanks behind full stops of `text` that end an abbreviation while the sentence goes
    on."""
    found = (
        match.span("blanks" if match["blanks"] else "more") for match in _WITHIN.finditer(text)
    )
    return [Span(*blanks) for blanks in found]


def read_whole(language: Language, text: str) -> Doc:
    """The tokens of `text`, none of which begins a sentence behind such a stop."""
    doc = language.make_doc(text)
    inside = {blanks.end for blanks in blanks_within(text)}
    for token in doc if inside else ():
        if token.idx in inside:
            token.is_sent_start = False
    return doc
