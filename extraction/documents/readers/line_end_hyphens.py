"""Words of plain text that were divided at a line end are made whole: ``bear-⏎ings of`` becomes
``bearings⏎of``, so that a word is found, named and quoted by its whole form."""

from __future__ import annotations

import re

from extraction.documents.readers.pdf_hyphens import LineEnds

_DIVIDED = re.compile(
    r"(?P<above>[^\s]{1,80}[-\u2010\u00ad])(?P<end>\r\n?|\n)(?P<indent>[ \t]*(?:>[ \t]?)*)"
    r"(?P<below>\w{1,60})(?P<after>[^\s\w]{0,3}(?=\s|\Z))?(?P<gap>[ \t]*)"
)


def without_divided_words(text: str) -> str:
    """`text` with every divided word whole and the line end behind it. Changes nothing else."""
    if not _DIVIDED.search(text):
        return text
    ends = LineEnds(text.splitlines())
    return _DIVIDED.sub(lambda match: _whole(match, ends), text)


def _whole(match: re.Match[str], ends: LineEnds) -> str:
    above, below, after = match["above"], match["below"], match["after"]
    if not above[-2:-1].isalnum() or not below[0].islower():  # "10-12"
        return match.group()
    decided = ends.join(above, below)
    if not decided:
        return match.group()
    word = (above[:-1] if decided == "drop" else above) + below + (after or "")
    if after is None:  # "it'll", "well-known": the word goes on
        return match.group() if decided == "keep" else word
    goes_on = match.string[match.end() : match.end() + 1] not in ("\n", "\r", "")
    return word + (match["end"] + match["indent"] if goes_on else "")
