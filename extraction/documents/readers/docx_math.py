"""Equations of Word (OMML) as one line of text: ``x = (−b ± √(b² − 4ac))/(2a)``.

What stands above or below is kept apart from what it belongs to: a power is raised or follows
``^``, an index is lowered or follows ``_``, a fraction has a ``/`` and brackets where it needs
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from extraction.documents.readers.raised import lowered, superscript

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VAL = _M + "val"
_PROPERTIES = "Pr"


def linear(element: Any) -> str:
    """The text of an equation or of any part of one."""
    return "".join(_one(child) for child in element)


def _one(element: Any) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag.endswith(_PROPERTIES):
        return ""
    if tag == _M + "t" or tag.endswith("}t"):
        return element.text or ""
    made = _FORMS.get(tag.removeprefix(_M))
    return made(element) if made else linear(element)


def _part(element: Any, name: str) -> str:
    found = element.find(_M + name)
    return linear(found).strip() if found is not None else ""


def _property(element: Any, name: str, default: str) -> str:
    for properties in element:
        if isinstance(properties.tag, str) and properties.tag.endswith(_PROPERTIES):
            found = properties.find(_M + name)
            if found is not None:
                return str(found.get(_VAL, ""))
    return default


def _grouped(text: str) -> str:
    """`text` in brackets, where it is more than one name or number."""
    plain = text.replace(".", "").replace(",", "")
    return text if plain.isalnum() or _bracketed(text) else f"({text})"


def _bracketed(text: str) -> bool:
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and place < len(text) - 1:
            return False
    return True


def _power(text: str) -> str:
    return superscript(text) if text else ""


def _index(text: str) -> str:
    return f"_({text})" if " " in text else lowered("", text)


def _fraction(element: Any) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _scripts(element: Any) -> str:
    base = _part(element, "e")
    return f"{base}{_index(_part(element, 'sub'))}{_power(_part(element, 'sup'))}"


def _pre_scripts(element: Any) -> str:
    return f"{_index(_part(element, 'sub'))}{_power(_part(element, 'sup'))}{_part(element, 'e')}"


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return f"{_power(degree)}√({_part(element, 'e')})"


def _operator(element: Any) -> str:
    sign = _property(element, "chr", "∫")
    limits = _index(_part(element, "sub")) + _power(_part(element, "sup"))
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited(element: Any) -> str:
    separator = _property(element, "sepChr", "|")
    inner = separator.join(linear(part) for part in element.iterchildren(_M + "e"))
    return f"{_property(element, 'begChr', '(')}{inner}{_property(element, 'endChr', ')')}"


def _function(element: Any) -> str:
    name, argument = _part(element, "fName"), _part(element, "e")
    return f"{name} {argument}"


def _lower(element: Any) -> str:
    return f"{_part(element, 'e')}{_index(_part(element, 'lim'))}"


def _upper(element: Any) -> str:
    return f"{_part(element, 'e')}{_power(_part(element, 'lim'))}"


def _accent(element: Any) -> str:
    return f"{_part(element, 'e')}{_property(element, 'chr', chr(0x302))}"


def _bar(element: Any) -> str:
    return f"{_part(element, 'e')}\u0305"


def _rows(element: Any) -> str:
    return "; ".join(linear(part) for part in element.iterchildren(_M + "e"))


def _matrix(element: Any) -> str:
    rows = (
        ", ".join(linear(cell) for cell in row.iterchildren(_M + "e"))
        for row in element.iterchildren(_M + "mr")
    )
    return f"[{'; '.join(rows)}]"


_FORMS: dict[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _scripts,
    "sSub": _scripts,
    "sSubSup": _scripts,
    "sPre": _pre_scripts,
    "rad": _root,
    "nary": _operator,
    "d": _delimited,
    "func": _function,
    "limLow": _lower,
    "limUpp": _upper,
    "acc": _accent,
    "bar": _bar,
    "eqArr": _rows,
    "m": _matrix,
}
