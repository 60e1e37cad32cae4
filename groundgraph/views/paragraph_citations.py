"""Where a quote stands, as people cite it: the number of its section and the labels of its
paragraph, such as ``§ 164.404(a)(2)`` or ``5.1(b)``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph.errors import NotFound
from graph.outline import Outline
from groundgraph.answers import citations
from groundgraph.open_base import Readable

_KIND = (
    r"(?:§+|section|sec\.|article|art\.|paragraph|para\.|rule|regulation|clause|chapter|annex|part)"
)
_SECTION = re.compile(
    rf"(?P<kind>{_KIND}\s*)?(?P<number>\d+(?:[.-]\d+)*[A-Za-z]?)(?P<end>[.:)]?)(?=\s|$|\()",
    re.IGNORECASE,
)
_LABELS = re.compile(r"(?:\(\w{1,5}\)[\s-]*)+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def paragraph_citation(outline: Outline, offset: int) -> str:
    """The section and paragraph that hold `offset`; empty where neither has a number. A label
    without a section above it says too little and is left out too."""
    index = outline.block_at(offset)
    if index is None:
        return ""
    blocks = [*reversed(outline.ancestors(index)), index]
    labels: list[str] = []
    for block in blocks:
        own = _labels(outline, block)
        labels = own if own[: len(labels)] == labels else [*labels, *own]
    section = _section(outline, index, blocks)
    return section + "".join(f"({label})" for label in labels) if section else ""


def _words(outline: Outline, index: int) -> str:
    """A block with what stands before it on its line, list marks and marks of headings left out."""
    span = outline.blocks[index].span
    start = outline.text.rfind("\n", 0, span.start) + 1
    return outline.text[start : span.end].lstrip(" \t-•*#")


def _labels(outline: Outline, index: int) -> list[str]:
    """Labels at the beginning of a block."""
    if outline.blocks[index].kind == "heading":
        return []
    text = _words(outline, index)
    found = _LABELS.match(_without_number(text))
    return re.findall(r"\((\w{1,5})\)", found.group()) if found else []


def _without_number(text: str) -> str:
    match = _SECTION.match(text)
    return text[match.end() :].lstrip() if match else text


def _section(outline: Outline, index: int, blocks: list[int]) -> str:
    """The number of a paragraph ("6.1 If a patient …"), or else of the nearest heading with one."""
    for block in (*reversed(blocks), *reversed(outline.headings(index))):
        match = _SECTION.match(_words(outline, block))
        if match and _counts(match, heading=outline.blocks[block].kind == "heading"):
            return " ".join(f"{match['kind'] or ''}{match['number']}".split())
    return ""


def _counts(match: re.Match[str], *, heading: bool) -> bool:
    """Whether a number at the beginning is one of a section: no year, and in running text no amount
    ("6 months after …")."""
    number = match["number"]
    if match["kind"]:
        return True
    if _YEAR.fullmatch(number):
        return False
    return heading or "." in number


def answer_paragraphs(base: Readable, answer: Mapping[str, Any]) -> dict[str, str]:
    """``version:start`` of each citation of `answer` -> its paragraph, where it has one."""
    outlines: dict[tuple[str, str], Outline | None] = {}
    found = {}
    for citation in citations(answer):
        place = (citation["version"], citation.get("text_hash") or "")
        if place not in outlines:
            outlines[place] = _outline(base, citation["document"], *place)
        outline = outlines[place]
        said = paragraph_citation(outline, citation["start"]) if outline else ""
        if said:
            found[f"{citation['version']}:{citation['start']}"] = said
    return found


def _outline(base: Readable, key: str, version: str, text_hash: str) -> Outline | None:
    try:
        if text_hash:
            document = base.record.quoted(key, version, text_hash=text_hash, answered=0)
        else:
            document = base.record.document(key, version)
    except NotFound:
        return None
    return Outline(document.text, document.blocks)
