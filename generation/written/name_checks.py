"""Names and identifiers of a written sentence: each must stand in what it cites."""

from __future__ import annotations

import re

from generation.question.named_things import identifiers_in, names_in
from generation.written.clause_reading import content_tokens, held
from generation.written.operator_checks import Fault
from graph.number_words import NUMBER_WORDS
from graph.tokens import STOP_WORDS

_SINGULAR_NAME = re.compile(
    r"^(?P<name>[A-Z][\w-]*[^s\W])\s+(?:must|may|shall|can|is|was|has|will)\b"
)


def name_fault(text: str, said: str) -> Fault | None:
    """The first name, identifier or capitalised word of `text` that does not stand in `said`."""
    folded = " ".join(said.casefold().split())
    for code in identifiers_in(text):
        if code.casefold() not in folded:
            return f"“{code}” does not stand in what is cited", False
    words = set(re.findall(r"[\w&]+", folded))
    for name in _names(text, said):
        parts = [part for part in re.findall(r"[\w&]+", name.casefold()) if len(part) > 1]
        parts = [p for p in parts if p not in STOP_WORDS and not p.isdecimal()]
        parts = [p for p in parts if p not in NUMBER_WORDS and p != "hundred"]
        if is_short_for(name, said) or is_short_for(name, said, back=True):
            continue
        for part in parts:
            if not words & {part, part.removesuffix("s"), f"{part}s"}:
                return f"the name “{name}” does not stand in what is cited", False
    return None


_COUNTED = re.compile(r"[a-z]+ \d+$")  # "analysed 101": its number is compared as one


def is_short_for(name: str, said: str, *, back: bool = False) -> bool:
    """Whether `name` is the initials of words of `said` that follow each other ("NYHA"); `back`:
    whether its own initials stand in `said` ("U.S." for "United States")."""
    if back:
        initials = "".join(word[0] for word in re.findall(r"\w+", name))
        shortened = {found.replace(".", "") for found in re.findall(r"\b[A-Z][A-Z.]+", said)}
        return len(initials) > 1 and initials in shortened
    letters = name.replace(".", "")
    if not (letters.isupper() and letters.isalpha() and len(letters) > 2):
        return False
    firsts = "".join(word[0] for word in re.findall(r"\w+", said))
    return letters in firsts.upper() and letters.casefold() in firsts.casefold()


def _names(text: str, said: str) -> list[str]:
    """The names of `text`; the capital of a first word says nothing, unless that word stands alone
    before a modal ("Velorix must") and is no relative of a word of `said`."""
    first = re.match(r"\W*([\w-]+)", text)
    opening = first[1] if first else ""
    found = [name for name in names_in(f"x {text}") if name != opening or not name.isalpha()]
    found = [name for name in found if not _COUNTED.match(name)]
    alone = _SINGULAR_NAME.match(text)
    stems = frozenset(token.stem for token in content_tokens(said))
    if alone and any(not held(token.stem, stems) for token in content_tokens(alone["name"])):
        found.append(alone["name"])
    return found
