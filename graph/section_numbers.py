"""Numbers of sections as documents write them where one begins: "§ 12", "Article 7", "3.2", "B.4",
"Schedule 2", "Part III"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

SAME_KIND, HEADING, LINE, OTHER_KIND = 3, 2, 1, 0
"""How well a place fits a number, best first: it names the kind that was asked for ("Article"), a
heading begins with the bare number, a paragraph does, or it names another kind."""

_KINDS = {
    "§": "section", "sec": "section", "section": "section", "art": "article",
    "article": "article", "para": "paragraph", "par": "paragraph", "paragraph": "paragraph",
    "rule": "rule", "clause": "clause", "chapter": "chapter", "part": "part", "annex": "annex",
    "annexe": "annex", "appendix": "appendix", "schedule": "schedule", "exhibit": "exhibit",
    "attachment": "attachment", "regulation": "regulation", "reg": "regulation", "step": "step",
    "item": "item", "point": "point",
}  # fmt: skip
_ALIKE = frozenset(("section", "article", "paragraph", "rule", "clause", "regulation"))
"""Kinds of which one may stand for another: "rule 4" for § 4."""
_NAMED = frozenset(("annex", "appendix", "schedule", "exhibit", "attachment"))
"""Kinds that a document always names: "2." alone is no schedule."""
_SHORT = re.compile(r"[A-Z]|[IVXLC]+")


@dataclass(frozen=True, slots=True)
class SectionNumber:
    """A section as a question names it: `kind` as written (empty where only a number is), `number`
    of the section and index words of the `document` that is named with it."""

    kind: str
    number: str
    document: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether the number is a letter or a Roman one, which many words begin with."""
        return _SHORT.fullmatch(self.number) is not None

    def fit(self, line: str, *, heading: bool) -> int | None:
        """How well `line` begins this section, None where it does not. A number with a point or a
        letter is no number of a list item: bare, it says as much as with its kind."""
        match = _beginning(self.number).match(line)
        if match is None:
            return None
        asked = kind_of(self.kind)
        written = match.group("kind") or ""
        if written:
            return self._fit_of_kind(asked, kind_of(written))
        if asked in _NAMED:
            return None
        if self.is_short:
            return HEADING if heading else None
        if "." in self.number or self.number[0].isalpha():
            return SAME_KIND
        return HEADING if heading else LINE

    def _fit_of_kind(self, asked: str, written: str) -> int | None:
        if not asked or asked == written:
            return SAME_KIND
        alike = asked in _ALIKE and (written in _ALIKE or written not in _KINDS.values())
        return OTHER_KIND if alike and not self.is_short else None


def kind_of(written: str) -> str:
    """The kind of section that a word names ("Art." is "article"); the word itself where it names
    none that is known."""
    bare = written.casefold().rstrip(". ")
    if bare.startswith("§"):
        return "section"
    return _KINDS.get(bare) or _KINDS.get(bare.removesuffix("s")) or bare


@lru_cache(maxsize=256)
def _beginning(number: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<kind>§+|[A-Za-z]{{2,}}\.|[A-Za-z]{{2,}}(?=\s))\s*)?{re.escape(number)}"
        r"(?![.-]?\d)[.:)]?(?=\s|$|\()"
    )


def bare_line(line: str) -> str:
    """A line without the marks of lists and headings at its beginning."""
    return line.strip().lstrip("-•*# ")
