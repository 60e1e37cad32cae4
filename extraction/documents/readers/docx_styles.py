"""Styles of a Word file: what they say about structure, and how the text that they form looks,
inherited along ``basedOn``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extraction.documents.readers.docx_package import value, whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ON = frozenset({"", "1", "true", "on"})
_TOGGLES = ("vanish", "specVanish", "strike", "dstrike", "b")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THEME = {"major": _A + "majorFont", "minor": _A + "minorFont"}


def is_on(switch: Any) -> bool:
    """Whether an on-off property is there and not switched off."""
    return switch is not None and switch.get(_W + "val", "") in _ON


def outline_level(properties: Any) -> int | None:
    """Heading level from 1; Word counts from 0 and uses 9 for body text (here 10)."""
    level = whole_number(value(properties, "outlineLvl"))
    return None if level is None else level + 1


def numbering_of(properties: Any) -> tuple[str, int] | None:
    """(numId, level) of paragraph properties; numId ``0`` switches numbering off."""
    found = properties.find(_W + "numPr") if properties is not None else None
    if found is None or not value(found, "numId"):
        return None
    return value(found, "numId"), min(whole_number(value(found, "ilvl")) or 0, 8)


@dataclass(slots=True)
class _Look:
    """What run properties say themselves; None where they say nothing."""

    toggles: dict[str, bool] = field(default_factory=dict)
    position: str | None = None  # superscript, subscript, baseline
    ascii: str | None = None  # font of ASCII characters
    other: str | None = None  # of others that are not East Asian

    @classmethod
    def of(cls, properties: Any, theme: Mapping[str, str]) -> _Look:
        made = cls()
        if properties is None:
            return made
        for name in _TOGGLES:
            switch = properties.find(_W + name)
            if switch is not None:
                made.toggles[name] = is_on(switch)
        made.position = value(properties, "vertAlign") or None
        fonts = properties.find(_W + "rFonts")
        if fonts is not None:
            made.ascii = _font(fonts, "ascii", theme)
            made.other = _font(fonts, "hAnsi", theme) or made.ascii
        return made


def _font(fonts: Any, use: str, theme: Mapping[str, str]) -> str | None:
    """The font for one use; one of the theme goes before one that is named."""
    themed = fonts.get(f"{_W}{use}Theme")
    return theme.get(themed[:5], "") if themed else fonts.get(_W + use) or None


def _theme_fonts(root: Any) -> dict[str, str]:
    """The Latin fonts of headings (``major``) and of text (``minor``)."""
    found = {}
    for key, tag in _THEME.items() if root is not None else ():
        latin = root.find(f".//{tag}/{_A}latin")
        found[key] = latin.get("typeface", "") if latin is not None else ""
    return found


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    numbering: tuple[str, int] | None  # (numId, level)
    look: _Look
    head_look: bool = False  # a table style that forms the first row in its own way


class Styles:
    """All styles of a file by their id. Paragraph, character and table styles share one space."""

    def __init__(self, root: Any, theme: Any = None) -> None:
        self._theme = _theme_fonts(theme)
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        self._everywhere = _Look()
        self._chains: dict[str | None, list[_Style]] = {}
        if root is None:
            return
        self._everywhere = _Look.of(
            root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"), self._theme
        )
        for element in root.iter(_W + "style"):
            identity = element.get(_W + "styleId", "")
            if element.get(_W + "type") == "paragraph" and element.get(_W + "default") in _ON - {
                ""
            }:
                self.default = identity
            properties = element.find(_W + "pPr")
            self._styles[identity] = _Style(
                value(element, "name").lower(),
                value(element, "basedOn") or None,
                outline_level(properties),
                numbering_of(properties),
                _Look.of(element.find(_W + "rPr"), self._theme),
                any(p.get(_W + "type") == "firstRow" for p in element.iter(_W + "tblStylePr")),
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
            if style.name.startswith("heading ") and (level := whole_number(style.name[8:])):
                return level
        return None

    def numbering(self, identity: str | None) -> tuple[str, int] | None:
        """(numId, level) that a style brings with it."""
        for style in self._chain(identity):
            if style.numbering is not None:
                return style.numbering
        return None

    def forms_heads(self, identity: str | None) -> bool:
        """Whether a table style gives the first row a look of its own."""
        return any(style.head_look for style in self._chain(identity))

    def is_on(self, toggle: str, properties: Any, paragraph: str | None) -> bool:
        """Whether a switch (``vanish``, ``strike`` …) is on for a run with `properties` in a
        paragraph of style `paragraph`. What stands at the run decides; else the switches of its
        character style and of the paragraph style undo each other, as in Word."""
        own = properties.find(_W + toggle) if properties is not None else None
        if own is not None:
            return is_on(own)
        if self._everywhere.toggles.get(toggle):
            return True
        by_run = self._toggle(toggle, value(properties, "rStyle") or None)
        return by_run != self._toggle(toggle, paragraph or self.default)

    def position(self, properties: Any, paragraph: str | None) -> str:
        """``superscript``, ``subscript`` or ``baseline``."""
        return self._first("position", properties, paragraph) or "baseline"

    def font(self, properties: Any, paragraph: str | None, *, ascii: bool) -> str | None:
        """The font of the ASCII characters of a run, or of its others."""
        return self._first("ascii" if ascii else "other", properties, paragraph)

    def _first(self, what: str, properties: Any, paragraph: str | None) -> str | None:
        looks = [_Look.of(properties, self._theme)]
        looks += [style.look for style in self._chain(value(properties, "rStyle") or None)]
        looks += [style.look for style in self._chain(paragraph or self.default)]
        looks.append(self._everywhere)
        return next((found for look in looks if (found := getattr(look, what))), None)

    def _toggle(self, toggle: str, identity: str | None) -> bool:
        for style in self._chain(identity):
            if toggle in style.look.toggles:
                return style.look.toggles[toggle]
        return False

    def _chain(self, identity: str | None) -> list[_Style]:
        """The style and those it is based on."""
        if identity not in self._chains:
            self._chains[identity] = self._based(identity)
        return self._chains[identity]

    def _based(self, identity: str | None) -> list[_Style]:
        found: list[_Style] = []
        seen: set[str] = set()
        while identity and identity in self._styles and identity not in seen:
            seen.add(identity)
            found.append(self._styles[identity])
            identity = self._styles[identity].based_on
        return found
