"""Automatic numbers of a Word file: counted as Word counts, and what they look like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from extraction.documents.readers.docx_package import value
from extraction.documents.readers.docx_styles import is_on
from extraction.documents.readers.text_builder import letters, roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ANY = 99
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_PADDED = re.compile(r"0*1(?=,)")  # "001, 002, 003, ..."


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    hidden: bool = False
    restarts_below: int = _ANY  # an item of a level above this one begins the count again


@dataclass(slots=True)
class Numbering:
    """Counts automatic numbers as Word does and says what they look like."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # numId -> levels
    lists: dict[str, str] = field(default_factory=dict)  # numId -> which counters it shares
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Any) -> Numbering:
        made = cls()
        if root is None:
            return made
        abstract = {
            element.get(_W + "abstractNumId", ""): {
                _integer(level.get(_W + "ilvl"), 0): _level(level)
                for level in element.iter(_W + "lvl")
            }
            for element in root.iter(_W + "abstractNum")
        }
        linked = _linked(root)
        for element in root.iter(_W + "num"):
            identity = element.get(_W + "numId", "")
            shared = value(element, "abstractNumId")
            shared = linked.get(shared, shared)
            levels = dict(abstract.get(shared, {}))
            counted = shared
            for override in element.iter(_W + "lvlOverride"):
                number = _integer(override.get(_W + "ilvl"), 0)
                replaced = override.find(_W + "lvl")
                level = _level(replaced) if replaced is not None else levels.get(number, _Level())
                start = value(override, "startOverride")
                if start:
                    counted = f"num {identity}"  # a list of its own
                    level = replace(level, start=_integer(start, 1))
                levels[number] = level
            made.levels[identity] = levels
            made.lists[identity] = counted
        return made

    def label(self, identity: str, depth: int) -> str | None:
        """The visible number of the next item, ``""`` for a bullet, None where `identity` names
        no list. Counts it."""
        levels = self.levels.get(identity)
        if levels is None:
            return None
        counters = self.counters.setdefault(self.lists[identity], {})
        level = levels.get(depth, _Level())
        counters[depth] = counters.get(depth, level.start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            if depth < levels.get(deeper, _Level()).restarts_below:
                del counters[deeper]
        if level.format in ("bullet", "none") or level.hidden:
            return ""
        shown = level.text
        for place in range(depth + 1):
            if f"%{place + 1}" in shown:
                at = levels.get(place, _Level())
                number = counters.setdefault(place, at.start)
                format = "decimal" if level.legal and at.format != "none" else at.format
                shown = shown.replace(f"%{place + 1}", _number(format, number))
        return shown.strip()


def _linked(root: Any) -> dict[str, str]:
    """Lists that are formed by a list style, and the list that holds this style's levels."""
    lists = list(root.iter(_W + "abstractNum"))
    holders = {value(one, "styleLink"): one.get(_W + "abstractNumId", "") for one in lists}
    return {
        one.get(_W + "abstractNumId", ""): holders[link]
        for one in lists
        if (link := value(one, "numStyleLink")) and link in holders
    }


def _level(element: Any) -> _Level:
    format = next(element.iter(_W + "numFmt"), None)  # in a newer file, one of two renderings
    restart = value(element, "lvlRestart")
    shown = "decimal"
    if format is not None:
        shown = format.get(_W + "format") or format.get(_W + "val") or shown
    return _Level(
        shown,
        value(element, "lvlText"),
        _integer(value(element, "start"), 0),  # as the standard says
        is_on(element.find(_W + "isLgl")),
        is_on(element.find(f"{_W}rPr/{_W}vanish")),
        _integer(restart, _ANY),
    )


def _number(format: str, number: int) -> str:
    """`number` in one of Word's formats; in digits where the format is not known here."""
    match format:
        case "none" | "bullet":
            return ""
        case "ordinal":
            return f"{number}{_ORDINALS.get(number % 10 * (number % 100 // 10 != 1), 'th')}"
        case "numberInDash":
            return f"- {number} -"
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 0 < number <= 20:
            return chr(0x245F + number)
        case "decimalZero":
            return f"{number:02d}"
        case "lowerLetter":
            return letters(number)
        case "upperLetter":
            return letters(number).upper()
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
    return f"{number:0{len(found.group())}d}" if (found := _PADDED.match(format)) else str(number)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
