"""Numbers with their nouns, for people: "1 document", "2,003 entities"."""

from __future__ import annotations


def counted(number: int, nouns: str) -> str:
    """`number` with `nouns` (a plural of English, "weak facts"), which loses its ending at one."""
    if number != 1:
        return f"{number:,} {nouns}"
    return f"1 {nouns[:-3]}y" if nouns.endswith("ies") else f"1 {nouns.removesuffix('s')}"
