"""Numbers of sections as documents write them where one begins: "§ 12", "Article 7", "3.2"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

SAME_KIND, HEADING, LINE, OTHER_KIND = 3, 2, 1, 0
"""How well a place fits a number, best first: it names the kind that was asked for ("Article"), a
heading begins with the bare number, a paragraph does, or it names another kind."""


@dataclass(frozen=True, slots=True)
class SectionNumber:
    """A section as a question names it: `kind` as written (empty where only a number is), `number`
    of the section and index words of the `document` that is named with it."""

    kind: str
    number: str
    document: tuple[str, ...] = ()

    def fit(self, line: str, *, heading: bool) -> int | None:
        """How well `line` begins this section, None where it does not. A number with a point is no
        number of a list item: bare, it says as much as with its kind."""
        match = _beginning(self.number).match(line)
        if match is None:
            return None
        kind = match.group("kind") or ""
        if kind:
            return SAME_KIND if not self.kind or _short(kind) == _short(self.kind) else OTHER_KIND
        if "." in self.number:
            return SAME_KIND
        return HEADING if heading else LINE


def _short(kind: str) -> str:
    return "sec" if kind.startswith("§") else kind.casefold()[:3]


@lru_cache(maxsize=256)
def _beginning(number: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<kind>§+|[A-Za-z]+\.?)?\s*{re.escape(number)}(?![.-]?\d)[.:)]?(?=\s|$|\()"
    )


def bare_line(line: str) -> str:
    """A line without the marks of lists and headings at its beginning."""
    return line.strip().lstrip("-•*# ")
