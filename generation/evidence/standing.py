"""Documents that say, or of which another says, that they no longer hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.model import Document

_HEAD = 800  # characters at the beginning where a document speaks of itself
_GONE = r"(?:withdrawn|superseded|repealed|revoked|cancelled|obsolete|rescinded|no longer in force)"
_ITSELF = re.compile(
    rf"\bstatus\s*:\s*{_GONE}|\b(?:this|the present) [\w ]{{0,30}}(?:is|was|has been) {_GONE}",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\bversion (?P<old>\d+(?:\.\d+)*)\b", re.IGNORECASE)
_REPLACES = re.compile(r"\breplaces? (?:the )?version (?P<old>\d+(?:\.\d+)*)", re.IGNORECASE)


def retired(documents: Iterable[Document]) -> frozenset[str]:
    """Versions among `documents` that say of themselves that they no longer hold, or whose own
    number another document of the same name replaces."""
    listed = list(documents)
    found = {d.version for d in listed if _ITSELF.search(d.text[:_HEAD])}
    for newer in listed:
        for old in _replaced_by(newer):
            found |= {
                d.version
                for d in listed
                if d is not newer and _own(d) == old and _title(d) == _title(newer)
            }
    return frozenset(found)


def _replaced_by(document: Document) -> set[str]:
    stated = {one.value for one in document.stated if one.kind == "replaces"}
    return stated | {m.group("old") for m in _REPLACES.finditer(document.text[:_HEAD])}


def _own(document: Document) -> str:
    named = _VERSION.search(document.name)
    return document.own_version or (named.group("old") if named else "")


def _title(document: Document) -> str:
    return _VERSION.sub("", document.name).casefold().strip(" ,.-")
