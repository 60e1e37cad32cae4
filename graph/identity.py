"""Content ids: the same content has the same id on every machine, in any order, for ever.

An id is a short prefix that says what it names, ``_``, and the first 20 hex digits of SHA-256
over the parts joined by U+001F. 80 bits: a collision among 10^9 ids has probability below 10^-6.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from graph.compatible import fold_compatible

SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: object) -> str:
    """The id of `parts` (each taken as ``str``); `None` and ``""`` differ."""
    text = SEPARATOR.join("\x00" if part is None else str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def text_hash(text: str) -> str:
    """SHA-256 of a text, 64 hex digits; the key of extraction and vector caches."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def version_id(document: str, sha256: str) -> str:
    """A version of a document: its key and the bytes it was read from."""
    return f"{document}@{sha256[:16]}"


def chunk_id(version: str, start: int, end: int) -> str:
    """A chunk: a version and its offsets."""
    return content_id("c", version, start, end)


@lru_cache(maxsize=1 << 17)
def normalise_surface(surface: str) -> str:
    """One normalised surface form: NFKC, case-folded, runs of blanks made one, possessive and
    outer punctuation and a leading article removed. Never empty unless `surface` is."""
    text = fold_compatible(surface).replace("\u2019", "'")
    text = " ".join(text.split()).strip("\"'“”‘’.,;:()[] ")
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article) and len(text) > len(article):
            text = text[len(article) :]
            break
    if text.lower().endswith("'s"):
        text = text[:-2]
    return text.casefold() or surface.casefold().strip()


def name_id(surface: str, document: str | None = None) -> str:
    """A Name: one normalised surface, plus the document where its scope is one document."""
    return content_id("n", normalise_surface(surface), document)


@lru_cache(maxsize=1 << 18)
def plain_name(surface: str) -> str:
    """`name_id` without a document, remembered."""
    return name_id(surface)


def entity_id(names: list[str] | tuple[str, ...]) -> str:
    """An entity: the id of its smallest Name (same digits, prefix ``e_``)."""
    return "e_" + min(names).split("_", 1)[1]


def fact_id(
    subject: str,
    predicate: str,
    obj: str | None,
    value: str | None,
    modality: str,
    polarity: str,
    bounds: Sequence[str] = (),
) -> str:
    """A fact: subject, predicate, object (entity id or literal value), modality, polarity, and what
    bounds it, in a fixed order."""
    return content_id("f", subject, predicate, obj, value, modality, polarity, *bounds)


def claim_id(*parts: object) -> str:
    """What a fact and all that could contradict it have in common."""
    return content_id("k", *parts)
