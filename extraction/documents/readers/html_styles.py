"""What the style sheets inside a page of HTML say of its text: what they hide, strike out, raise or
set bold, written to the elements as if it stood there.

Selectors of tags, classes and identities count, one inside another too. Rules for a pointer, a
state, print or a width decide nothing. What is hidden until a control, a state or print shows it is
text: somebody gets to see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_NO_RULES = re.compile(r"@(?:-\w+-)?(?:keyframes|font-face|page|property)\b", re.I)
_PLAIN_GROUP = re.compile(r"@(?:layer\b[^,():]*|media\s+(?:only\s+)?(?:all|screen))\s*\Z", re.I)
_NAME = r"-?[^\W\d-][\w-]*"
_COMPOUND = re.compile(rf"(?P<tag>\*|{_NAME})?(?P<names>(?:[.#]{_NAME})*)\Z")
_NAMES = re.compile(rf"[.#]{_NAME}")
_TAG = re.compile(rf"{_NAME}")
_PROPERTY = re.compile(
    r"(?:\A|;)\s*(display|visibility|text-decoration(?:-line)?|vertical-align|font-weight|font-family)"
    r"\s*:\s*([^;!]{1,80})(!\s*important)?",
    re.I,
)
_MOST_RULES = 2_000  # of those that say something of text
_MOST_PARTS = 6  # of one selector
_MOST_NESTED = 20  # groups of rules
_MOST_ABOVE = 100  # elements around one that a selector is looked for in
_MOST_CHARS = 500  # of one selector, or of the head of a group
_CLASS_CHARS = 2_000
_MOST_WORK = 4_000_000  # rules held against elements
_NESTED_COST = 20  # of a rule with several parts, in rules with one
_SIGHT = ("display", "visibility")
_ALWAYS_SHOWN = frozenset({"html", "body", "main"})  # what a page hides until it is loaded
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "popovertarget", "href")
_QUOTED = re.compile(r"['\"]#?([\w-]{1,80})['\"]")
_OPENS = re.compile(r"accordion|collaps|toggle|expand|disclos|faq|question", re.I)
_Values = dict[str, tuple[str, bool]]  # property -> (value, important)


@dataclass(frozen=True, slots=True)
class _Part:
    """``li.gone#a``: what one element must be; `child`: the part before it is right above it."""

    tag: str
    names: frozenset[str]  # ".gone", "#a"
    child: bool

    def matches(self, element: Any) -> bool:
        if self.tag not in ("", "*", element.tag):
            return False
        return not self.names or self.names <= _names_of(element)


@dataclass(frozen=True, slots=True)
class _Rule:
    parts: tuple[_Part, ...]  # innermost first; none where the rule decides nothing
    subject: frozenset[str]  # tag, classes and identity of the innermost part
    values: _Values
    rank: tuple[int, int, int, int]  # how much it weighs, then where it stands

    def applies(self, element: Any) -> bool:
        """Whether an element is what the rule is for. Each run of parts right above one another is
        looked for as near as possible, which leaves most for the others."""
        place: Any = element
        at = 0
        for _ in range(_MOST_ABOVE):
            if place is None or at == len(self.parts):
                break
            found, above = self._run_at(place, at)
            if found == 0 and at == 0:
                return False
            at += found
            place = above if found else place.getparent()
        return 0 < at == len(self.parts)

    def _run_at(self, element: Any, at: int) -> tuple[int, Any]:
        """How many parts from `at` on match `element` and those right above it, as one run, and
        the element above them; 0 where they do not."""
        for count, part in enumerate(self.parts[at:], 1):
            if element is None or not part.matches(element):
                return 0, None
            element = element.getparent()
            if not part.child:
                return count, element
        return 0, None


_Found = dict[str, tuple[bool, _Rule]]  # property -> (whether the rule insists, the rule)


@dataclass(slots=True)
class _Sheets:
    by_key: dict[str, list[_Rule]] = field(default_factory=dict)
    showing: list[_Rule] = field(default_factory=list)
    count: int = 0
    work: int = 0
    _alike: dict[tuple[str | None, ...], _Found] = field(default_factory=dict)
    _others: dict[frozenset[str], list[_Rule]] = field(default_factory=dict)

    def read(self, text: str, plain: bool) -> None:
        for selectors, body, decides in _rules(_COMMENT.sub(" ", text), plain):
            values = _values(body)
            for selector in selectors.split(",") if values else ():
                if self.count < _MOST_RULES and len(selector) < _MOST_CHARS:
                    self.count += 1
                    self._add(selector.strip(), values, decides)

    def _add(self, text: str, values: _Values, decides: bool) -> None:
        parts = _parts(text) if decides else ()
        rule = _Rule(parts, _subject(text), values, (*_weight(parts), self.count))
        if parts:
            key = min(parts[0].names, default=parts[0].tag or "*")
            self.by_key.setdefault(key, []).append(rule)
        if any(name in values and not _is_hiding(name, values[name][0]) for name in _SIGHT):
            self.showing.append(rule)

    def of(self, element: Any) -> _Found:
        """For each property the rule that decides it for an element, and whether it insists."""
        like = (element.tag, element.get("class"), element.get("id"))
        if like in self._alike:
            return self._alike[like]
        found, alone = self._found(element)
        if alone:
            self._alike[like] = found
        return found

    def _found(self, element: Any) -> tuple[_Found, bool]:
        """What `of` says, and whether no rule looked at what is around the element."""
        found: _Found = {}
        alone = True
        for key in (element.tag, "*", *_names_of(element)):
            for rule in self.by_key.get(key, ()) if self.work < _MOST_WORK else ():
                self.work += 1 if len(rule.parts) == 1 else _NESTED_COST
                alone = alone and len(rule.parts) == 1
                if rule.applies(element):
                    for name, (_, important) in rule.values.items():
                        now = found.get(name)
                        if now is None or (now[0], now[1].rank) < (important, rule.rank):
                            found[name] = (important, rule)
        return found, alone

    def shows_later(self, hiding: _Rule, element: Any) -> bool:
        """Whether what `hiding` hides is shown by a rule of another state or medium."""
        if hiding.subject not in self._others:
            found = (rule for rule in self.showing if hiding.subject <= rule.subject)
            self._others[hiding.subject] = list(islice(found, 20))
        return any(not rule.applies(element) for rule in self._others[hiding.subject])


def inline_styles(root: Any) -> None:
    """Write to the elements of a page what its style sheets say of them, and take what hides from
    those that a control opens."""
    from lxml import etree

    sheets = _Sheets()
    for style in root.iter("style"):
        media = (style.get("media") or "all").strip().lower()
        if next(style.iterancestors("noscript", "svg"), None) is None:
            sheets.read(style.text or "", media in ("all", "screen"))
    opened: frozenset[str] | None = None
    for element in root.iter(etree.Element):
        found = sheets.of(element) if sheets.by_key else {}
        if found or element.get("style") or element.get("hidden") is not None:
            opened = _opened(root) if opened is None else opened
            _inline(element, found, sheets, opened)


def _inline(element: Any, found: _Found, sheets: _Sheets, opened: frozenset[str]) -> None:
    values = _values(element.get("style") or "")
    hiding = None
    for name, (important, rule) in found.items():
        if name not in values or (important and not values[name][1]):
            values[name] = rule.values[name]
            hiding = rule if _is_hiding(name, values[name][0]) else hiding
    hidden = any(_is_hiding(name, value) for name, (value, _) in values.items())
    if not hidden and element.get("hidden") is None:
        shown = False
    elif element.tag in _ALWAYS_SHOWN and hiding is not None:
        shown = True
    else:
        shown = element.get("id") in opened or _behind_control(element)
        shown = shown or (hiding is not None and sheets.shows_later(hiding, element))
    if shown:
        element.attrib.pop("hidden", None)
        values = {name: value for name, value in values.items() if name not in _SIGHT}
    if found or shown:
        element.set("style", ";".join(f"{name}:{value}" for name, (value, _) in values.items()))


def _rules(text: str, plain: bool) -> Iterator[tuple[str, str, bool]]:
    """(selectors, declarations, whether they decide) of each rule, those in groups included."""
    heads: list[str] = []
    at = 0
    for mark in re.finditer(r"[{}]|\Z", text):
        piece, at = text[at : mark.start()], mark.end()
        if mark.group() == "{":
            heads.append(piece.rsplit(";", 1)[-1].strip())
            if len(heads) > _MOST_NESTED:
                return
        elif heads:
            head = heads.pop()
            if not head.startswith("@") and not any(map(_NO_RULES.match, heads)):
                yield head, piece, plain and all(map(_is_plain, heads))


def _is_plain(head: str) -> bool:
    """Whether what stands in a group of rules holds for every screen."""
    return len(head) < _MOST_CHARS and _PLAIN_GROUP.match(head) is not None


def _values(declarations: str) -> _Values:
    values: _Values = {}
    for name, value, important in _PROPERTY.findall(declarations):
        values[name.lower().removesuffix("-line")] = (value.strip().lower(), bool(important))
    return values


def _is_hiding(name: str, value: str) -> bool:
    return (name, value) in (("display", "none"), ("visibility", "hidden"))


def _parts(selector: str) -> tuple[_Part, ...]:
    """The parts of a selector, innermost first; none where it is of another kind."""
    words = selector.replace(">", " > ").split()
    made: list[_Part] = []
    child = False
    for word in words:
        if word == ">":
            child = bool(made)
            continue
        match = _COMPOUND.match(word)
        if match is None or len(made) == _MOST_PARTS:
            return ()
        names = frozenset(_NAMES.findall(match["names"]))
        made.append(_Part((match["tag"] or "").lower(), names, child))
        child = False
    return tuple(reversed(made))


def _subject(selector: str) -> frozenset[str]:
    """Tag, classes and identity of the last part of any selector, without its states."""
    last = re.split(r"[\s>+~]+", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", selector))[-1]
    plain = re.sub(r"::?[\w-]+", "", last)
    tag = _TAG.match(plain)
    return frozenset(_NAMES.findall(plain)) | ({tag[0].lower()} if tag else frozenset())


def _weight(parts: tuple[_Part, ...]) -> tuple[int, int, int]:
    names = [name for part in parts for name in part.names]
    identities = sum(name.startswith("#") for name in names)
    return identities, len(names) - identities, sum(part.tag not in ("", "*") for part in parts)


def _names_of(element: Any) -> frozenset[str]:
    names = [f".{name}" for name in (element.get("class") or "")[:_CLASS_CHARS].split()]
    return frozenset([*names, f"#{element.get('id')}"] if element.get("id") else names)


def _opened(root: Any) -> frozenset[str]:
    """The identities of elements that a control of the page opens."""
    found: set[str] = set()
    for name in _TARGETS:
        for target in root.xpath(f"//@{name}"):
            if name != "href" or target.startswith("#"):
                found.update(part.lstrip("#") for part in target.split())
    for script in root.xpath("//@onclick"):
        found.update(_QUOTED.findall(script))
    return frozenset(found)


def _behind_control(element: Any) -> bool:
    """Whether an element stands right behind a control that opens and closes something."""
    before = element.getprevious()
    if before is None:
        return False
    return any(map(_is_control, islice(before.iter("button", "a", "div", "span", "h3"), 4)))


def _is_control(element: Any) -> bool:
    if element.get("aria-expanded") is not None:
        return True
    button = element.tag == "button" or element.get("role") == "button"
    said = f"{element.get('class') or ''} {element.get('onclick') or ''}"
    return (button or element.get("onclick") is not None) and _OPENS.search(said) is not None
