"""Formulas in MathML as one line of text: fractions, powers, roots and indices kept."""

from __future__ import annotations

import re
from typing import Any

from extraction.documents.readers.raised import lowered, superscript
from extraction.documents.readers.text_builder import one_line

_DEEPEST = 40  # below it, only the characters are read
_SIMPLE = re.compile(r"\w*\Z|\([^()]*\)\Z")
_SPACED = frozenset("=<>≤≥≈≠+−-×·→⇒∈±")


def linear_math(element: Any) -> str:
    """The formula `element` (``math``) in one line, e.g. ``(a + b)/(2c)``, ``x²``, ``√(2)``; its
    ``alttext`` or TeX annotation where it has no presentation of its own."""
    made = one_line(_linear(element, 0))
    if made:
        return made
    alttext = one_line(element.get("alttext") or "")
    if alttext:
        return alttext
    notes = (one_line("".join(note.itertext())) for note in element.iter("annotation"))
    return next((note for note in notes if note), "")


def _linear(element: Any, depth: int) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in ("annotation", "annotation-xml", ""):
        return ""
    if depth > _DEEPEST:
        return "".join(element.itertext())
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return _token(tag, one_line(element.text or ""))
    parts = [_linear(child, depth + 1) for child in children]
    return _joined(tag, parts, element)


def _token(tag: str, text: str) -> str:
    if tag == "mo" and text in _SPACED:
        return f" {text} "
    return f" {text} " if tag == "mtext" else text


def _joined(tag: str, parts: list[str], element: Any) -> str:
    parts = [part.strip() if tag not in ("mrow", "math", "mstyle") else part for part in parts]
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msup" and len(parts) == 2:
        return _grouped(parts[0]) + superscript(parts[1])
    if tag == "msub" and len(parts) == 2:
        return parts[0] + _index(parts[0], parts[1])
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _index(parts[0], parts[1]) + superscript(parts[2])
    if tag == "msqrt":
        return f"√({''.join(parts)})"
    if tag == "mroot" and len(parts) == 2:
        return f"{superscript(parts[1])}√({parts[0]})"
    if tag == "munder" and len(parts) == 2:
        return parts[0] + _index(parts[0], parts[1])
    if tag == "mover" and len(parts) == 2:
        return parts[0] + superscript(parts[1])
    if tag == "mfenced":
        opening, closing = element.get("open", "("), element.get("close", ")")
        return f"{opening}{', '.join(parts)}{closing}"
    if tag in ("mtr", "mlabeledtr"):
        return ", ".join(part for part in parts if part)
    if tag == "mtable":
        return "; ".join(part for part in parts if part)
    return "".join(parts)


def _index(base: str, index: str) -> str:
    made = lowered("", index)
    return made if made.strip() != index or not index else f"_({index})"


def _grouped(part: str) -> str:
    return part if _SIMPLE.match(part) else f"({part})"
