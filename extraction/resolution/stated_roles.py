"""What a document says that a person of full name is: "Thomas Reed is a pilot of the west
harbour". Documents that give one name roles which one person hardly has speak of two people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from extraction.language.person_names import person_name
from extraction.language.role_nouns import OFFICES, ROLES
from graph.identity import normalise_surface
from graph.model import Mention

_LEADS = re.compile(
    r"\s*(?:,|,? (?:who )?(?:is|was|works as|worked as|serves as|served as))\s"
    r"(?:employed as )?(?:an? |the |our |its )?(?P<words>[\w'’ -]{3,60})"
)
_ENDS_ROLE = frozenset(
    "of at in for with by to on from and or not who that which when since".split()
)
_WORD_BEFORE = re.compile(r"(?P<role>[A-Za-z]+)\s\Z")


def stated_roles(text: str, mentions: Sequence[Mention]) -> dict[str, frozenset[str]]:
    """Surface of a full name -> the roles (in the singular, lower-case) that `text` gives it."""
    found: dict[str, set[str]] = defaultdict(set)
    people = {normalise_surface(m.surface) for m in mentions if m.kind == "Person"}
    for mention in mentions:
        normal = normalise_surface(mention.surface)
        parts = person_name(normal) if normal in people else None
        if parts is not None and parts.spelled_out:
            found[mention.surface] |= _roles_at(text, mention.span.start, mention.span.end)
    return {surface: frozenset(roles) for surface, roles in found.items() if roles}


def _roles_at(text: str, start: int, end: int) -> set[str]:
    """The role before a name ("the pilot Ada Reed") and the one said behind it."""
    roles = set()
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    if before and before["role"].lower() in ROLES:
        roles.add(before["role"].lower())
    lead = _LEADS.match(text, end)
    if lead is not None:
        roles.add(_last_role(lead["words"].lower().split()))
    return roles - {""}


def _last_role(words: Sequence[str]) -> str:
    """The head of a phrase of roles ("chief engineer" is an engineer); empty where it has none."""
    role = ""
    for word in words[:6]:
        if word in _ENDS_ROLE:
            break
        role = word if word in ROLES else role
    return role


def conflict(roles: Iterable[str]) -> bool:
    """Whether one person hardly has all of these roles: they differ, and not all are offices, of
    which one person may hold several."""
    distinct = set(roles)
    return len(distinct) > 1 and not distinct <= OFFICES
