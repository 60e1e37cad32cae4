"""The parts of a Word file that its text depends on: where they are, styles and numbering.

Reads the ZIP package with lxml, so that every part (footnotes, text boxes, revisions) is seen as it
stands. No external entity is followed, and a package that unpacks to more than 500 MB is refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

from extraction.documents.readers.text_builder import letters, roman
from graph.errors import ReadError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAX_UNPACKED = 500_000_000


class Package:
    """An opened ``.docx``. Raises `ReadError` for what is none."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise ReadError(
                f"{name} is encrypted or an old .doc file: save it as .docx without a password."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            unpacked = sum(entry.file_size for entry in self._zip.infolist())
        except (zipfile.BadZipFile, ValueError, OSError):
            raise _broken(name) from None
        if unpacked > _MAX_UNPACKED:
            raise ReadError(f"{name} unpacks to more than 500 MB: split it or remove its pictures.")
        self._names = {entry.lower(): entry for entry in self._zip.namelist()}
        self.main = self._main_part()
        self.body = self.part(self.main)
        if self.body is None or self.body.find(_W + "body") is None:
            raise _broken(name)
        self._targets = self._relationships(self.main)

    def part(self, path: str) -> Any:
        """The root element of a part, None where the package has none of that name."""
        from lxml import etree

        stored = self._names.get(path.lstrip("/").lower())
        if stored is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False
        )
        try:
            data = self._zip.read(stored).replace(_STRICT, _TRANSITIONAL)
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
            raise _broken(self.name) from error
        except Exception as error:  # zlib.error and friends: the archive is damaged
            raise _broken(self.name) from error

    def related(self, kind: str) -> Any:
        """The part of the main part's relationship of `kind` (``styles``, ``footnotes`` …)."""
        for target_kind, target in self._targets.values():
            if target_kind == kind:
                return self.part(target)
        return None

    def by_id(self, identity: str | None) -> Any:
        """The part that relationship `identity` of the main part leads to."""
        found = self._targets.get(identity or "")
        return self.part(found[1]) if found else None

    def _main_part(self) -> str:
        for kind, target in self._relationships("").values():
            if kind == "officeDocument":
                return target
        return "word/document.xml"

    def _relationships(self, path: str) -> dict[str, tuple[str, str]]:
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", file + ".rels"))
        if root is None:
            return {}
        found = {}
        for item in root.iter(_RELATIONSHIP):
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "")
            if not target.startswith("/"):
                target = posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (item.get("Type", "").rsplit("/", 1)[-1], target)
        return found


def _broken(name: str) -> ReadError:
    return ReadError(
        f"{name} is no readable Word file: open it in Word and save it again as .docx."
    )


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    numbering: tuple[str, int] | None  # (numId, level)


class Styles:
    """What paragraph styles say about structure, inherited along ``basedOn``."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        for element in root.iter(_W + "style") if root is not None else ():
            if element.get(_W + "type") != "paragraph":
                continue
            identity = element.get(_W + "styleId", "")
            if element.get(_W + "default") in ("1", "true", "on"):
                self.default = identity
            properties = element.find(_W + "pPr")
            self._styles[identity] = _Style(
                value(element, "name").lower(),
                value(element, "basedOn") or None,
                outline_level(properties),
                numbering_of(properties),
            )

    def name(self, identity: str | None) -> str:
        """The built-in or given name, lower case; ``heading 1`` in every language of Word."""
        style = self._styles.get(identity or self.default or "")
        return style.name if style else (identity or "").lower()

    def outline(self, identity: str | None) -> int | None:
        """The heading level 1 to 9 of a style, None for body text."""
        for style in self._chain(identity):
            if style.outline is not None:
                return style.outline if style.outline <= 9 else None
            if style.name.startswith("heading ") and style.name[8:].isdigit():
                return int(style.name[8:])
        return None

    def numbering(self, identity: str | None) -> tuple[str, int] | None:
        """(numId, level) that a style brings with it."""
        for style in self._chain(identity):
            if style.numbering is not None:
                return style.numbering
        return None

    def _chain(self, identity: str | None) -> list[_Style]:
        found: list[_Style] = []
        seen: set[str] = set()
        while identity and identity in self._styles and identity not in seen:
            seen.add(identity)
            found.append(self._styles[identity])
            identity = self._styles[identity].based_on
        return found


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False


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
        for element in root.iter(_W + "num"):
            identity = element.get(_W + "numId", "")
            shared = value(element, "abstractNumId")
            levels = dict(abstract.get(shared, {}))
            counted = shared
            for override in element.iter(_W + "lvlOverride"):
                number = _integer(override.get(_W + "ilvl"), 0)
                replaced = override.find(_W + "lvl")
                level = _level(replaced) if replaced is not None else levels.get(number, _Level())
                start = value(override, "startOverride")
                if start:
                    counted = f"num {identity}"  # a list of its own
                    level = _Level(level.format, level.text, _integer(start, 1), level.legal)
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
            del counters[deeper]
        if level.format in ("bullet", "none"):
            return ""
        shown = level.text
        for place in range(depth + 1):
            if f"%{place + 1}" in shown:
                at = levels.get(place, _Level())
                number = counters.setdefault(place, at.start)
                digits = _number("decimal" if level.legal else at.format, number)
                if digits is None:
                    return ""
                shown = shown.replace(f"%{place + 1}", digits)
        return shown.strip()


def _level(element: Any) -> _Level:
    return _Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText"),
        _integer(value(element, "start"), 1),
        element.find(_W + "isLgl") is not None,
    )


def _number(format: str, number: int) -> str | None:
    """`number` in one of Word's formats; None for one that is not known here."""
    match format:
        case "decimal":
            return str(number)
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
    return None


def value(element: Any, child: str) -> str:
    """The ``w:val`` of a child element, ``""`` where there is none."""
    found = element.find(_W + child) if element is not None else None
    return found.get(_W + "val", "") if found is not None else ""


def outline_level(properties: Any) -> int | None:
    """Heading level from 1; Word counts from 0 and uses 9 for body text (here 10)."""
    text = value(properties, "outlineLvl")
    return _integer(text, 9) + 1 if text else None


def numbering_of(properties: Any) -> tuple[str, int] | None:
    """(numId, level) of paragraph properties; numId ``0`` switches numbering off."""
    found = properties.find(_W + "numPr") if properties is not None else None
    if found is None or not value(found, "numId"):
        return None
    return value(found, "numId"), min(_integer(value(found, "ilvl"), 0), 8)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
