"""Mentions cut out of what they stand in: half the name of an author in a list, a name with the
label of the next field of a form, an abbreviation before a number, a word that is stressed."""

from __future__ import annotations

import re

from graph.model import Mention

_AUTHOR = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?, [A-Z][\w.’'\- ]{0,24};")
_GIVEN_AFTER = re.compile(r", [A-Z][\w.’'\- ]{0,24}(?:;|\s*\n|\Z)")
_LIST_BEFORE = re.compile(r"[;:]\s{0,2}\Z")
_SURNAME_BEFORE = re.compile(r"[;:]\s{0,2}[A-Z][\w’'\- ]{1,24}, \Z")
_ENDS_AUTHOR = re.compile(r"\s?;|\s*(?:\n|\Z)")
_NEAR = 160  # characters
_AUTHORS = 2
"""So many authors near by make a list."""

_LABELLED = re.compile(
    r"\S (?:Address|Attention|Attn|By|Comments|Date|E-?mail|Facsimile|Fax|Name|Phone|Signed|Tel"
    r"|Telephone|Title)\Z"
)
# "Art. 4", "Ord. No. 12", "110 Stat. 2419"
_ABBREVIATED = re.compile(
    r"(?:Arts?|Chs?|Cl|Figs?|Ord|Paras?|Pt|Regs?|Sch|Sects?|Secs?|Stat|Vol)\Z"
)
_NUMBERED = re.compile(r"\s?\.\s?(?:Nos?\b|\d)")
_CITED = re.compile(r" et al\.?\Z")
_STRESSED = frozenset("ALL ALWAYS AND DO MAY MUST NEVER NO NOT ONLY OR SHALL SHOULD WILL".split())
_COLON = re.compile(r"\s?:")


def is_cut(text: str, mention: Mention) -> bool:
    """Whether a mention in `text` is a piece of an entry in a list or a form."""
    stop = mention.span.end
    if _LABELLED.search(mention.surface) and _COLON.match(text, stop):
        return True
    if _ABBREVIATED.match(mention.surface) and _NUMBERED.match(text, stop):
        return True
    if _CITED.search(mention.surface) or mention.surface in _STRESSED:
        return True
    return _half_an_author(text, mention)


def _half_an_author(text: str, mention: Mention) -> bool:
    """ "Ostrey" or "Nel J." of "Ostrey, Nel J.; Pike, Aron; …"."""
    first, stop = mention.span.start, mention.span.end
    if not mention.surface[0].isupper() or mention.surface.count(" ") > 1:
        return False
    before, after = text[max(0, first - _NEAR) : first], text[stop : stop + _NEAR]
    surname = _LIST_BEFORE.search(before[-3:]) and _GIVEN_AFTER.match(after)
    given = _ENDS_AUTHOR.match(after) and _SURNAME_BEFORE.search(before[-30:])
    if not surname and not given:
        return False
    return len(_AUTHOR.findall(f"{before}{mention.surface}{after}")) >= _AUTHORS
