"""Names and identifiers as a question or a sentence writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.tokens import STOP_WORDS, words

_IDENTIFIER = re.compile(
    r"\b(?=[\w.-]{0,60}\d)(?=[\w.-]{0,60}[A-Za-z])[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*\b"
)
_CODE = re.compile(
    r"\b[A-Z]+-\d+(?:-\d+)*(?![\w-])|\b\d{2,}\.\d+(?:\([A-Za-z0-9]{1,4}\))+"
    r"|\b\d{3,}\.\d{3,}(?![\w.])|\b(?:number|no\.) \d+(?![\w-])"
)
_CAPITAL_RUN = re.compile(
    r"\b[A-Z][\w'’-]*(?:(?:\s+(?:of|the|de|von|van)){0,2}\s+(?:[A-Z][\w'’-]*|\d+\b))*"
)
_NUMBERED = re.compile(
    r"\b(?P<what>[a-z]{3,}) (?:\d+(?:/\d+)*|[A-HJ-Z])(?![\w/-])(?! (?:per ?cent|%))"
    r"|\b(?:part|phase|type|class|annex|level|stage|schedule|grade) I(?![\w-])"
)  # elsewhere "I" is who asks
_NOT_NAMES = frozenset(
    "i we our he she it they a an the this that these those if in on at by for from to of and or "
    "what which who whom whose when where why how is are was were can may must do does did has "
    "have will should would could after before within under over until someone everyone members "
    "with without as counting someone's".split()
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """Words of letters and digits, section numbers and numbered things, in order."""
    found = dict.fromkeys(match.group() for match in _CODE.finditer(text))
    return tuple(found)


@lru_cache(maxsize=1024)
def shape(identifier: str) -> str:
    """What identifiers of one kind share: the letters, and the number of digits where it is above
    two (P-7 and P-12 are of one kind, a lot OB-2409 and a type OB-31 are not)."""
    base = identifier.split("(")[0]
    return re.sub(r"\d+", lambda m: "9" * max(2, len(m.group())), base.casefold())


@lru_cache(maxsize=1024)
def exactly(identifier: str) -> re.Pattern[str]:
    """Matches `identifier` as a whole, of a section number also without its paragraph."""
    base = identifier.split("(")[0] if identifier[0].isdigit() else identifier
    inner = r"\s+".join(re.escape(part) for part in base.split())
    return re.compile(rf"(?<![\w-])(?<!\d\.){inner}(?![\w-]|\.\d)", re.IGNORECASE)


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised names and identifiers of `text`, in order, without question words."""
    found: dict[str, None] = {}
    for match in _CAPITAL_RUN.finditer(text):
        parts = match.group().split()
        while parts and parts[0].casefold().removesuffix("'s") in _NOT_NAMES:
            parts.pop(0)
        if parts and not _opens_sentence(text, match, parts):
            found[" ".join(parts).removesuffix("'s").removesuffix("’s")] = None
    for match in _IDENTIFIER.finditer(text):
        if not any(match.group() in name for name in found):
            found[match.group()] = None
    for match in _NUMBERED.finditer(text):  # "level 3", "tier 1"; not "than 3", "in 2016"
        if (match["what"] or "") not in STOP_WORDS | _NOT_NAMES:
            found[match.group()] = None
    whole = [set(re.split(r"[\s-]", name)) for name in found]
    return tuple(
        name for name, parts in zip(found, whole, strict=True) if not any(parts < w for w in whole)
    )


@lru_cache(maxsize=1024)
def _surface(name: str) -> re.Pattern[str]:
    inner = r"[\s-]+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<!\w){inner}(?:['’]?s)?(?!\w)", re.IGNORECASE)


def names_held(names: tuple[str, ...], text: str, held: frozenset[str]) -> frozenset[str]:
    """Those of `names` that stand in `text` as written, or whose index words are all among `held`
    (short forms written out) where none of them is too common to be indexed ("Class A")."""
    return frozenset(
        name
        for name in names
        if _surface(name).search(text)
        or (len(words(name)) >= len(name.split()) > 0 and set(words(name)) <= held)
    )


def _opens_sentence(text: str, match: re.Match[str], parts: list[str]) -> bool:
    """One ordinary capitalised word at the start of a sentence is no name."""
    before = text[: match.start()].rstrip()
    first = not before or before[-1] in ".?!:"
    whole = len(parts) == len(match.group().split())
    return first and whole and len(parts) == 1 and not re.search(r"\d|[A-Z].*[A-Z]", parts[0])
