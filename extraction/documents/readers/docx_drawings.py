"""What is anchored in a paragraph of a Word file and stands outside its text: text boxes, charts,
diagrams (SmartArt), WordArt; and what of it cannot be read, by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from extraction.documents.readers.docx_package import whole_number
from extraction.documents.readers.docx_runs import DROPPED, chosen
from extraction.documents.readers.table_grid import GridCell
from extraction.documents.readers.text_builder import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART_EX = "/chartex}chart"
_NOT_ENTERED = DROPPED - {_W + "p", _W + "txbxContent"}
_MAX_POINTS = 20_000  # of one chart
_EXACT = 15  # digits that a stored number has
_EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
_DATE_FORMAT = re.compile(r"[ymd]", re.I)
_QUOTED = re.compile(r'"[^"]{0,200}"|\[[^\]]{0,200}\]|\\.')


@dataclass(frozen=True, slots=True)
class Anchored:
    """`kind`: ``box`` (element is its content), ``chart`` and ``diagram`` (name is the relationship
    of their part), ``words`` (name is the text), or what is not read: ``images``,
    ``embedded-files``, ``charts`` (name says which)."""

    kind: str
    name: str = ""
    element: Any = None


def anchored(paragraph: Any) -> Iterator[Anchored]:
    """All that is anchored in a paragraph, in its order; of several renderings of one thing only
    the first. Paragraphs inside text boxes are not entered."""
    for child in paragraph:
        tag = child.tag
        if not isinstance(tag, str) or tag in _NOT_ENTERED or tag == _MC + "Fallback":
            continue
        if tag == _MC + "AlternateContent":
            yield from anchored(chosen(child))
        elif tag == _W + "txbxContent":
            yield Anchored("box", element=child)
        elif tag == _A + "p":
            yield Anchored("words", drawn_text(child))
        elif found := _leaf(child, tag):
            yield found
            yield from anchored(child)
        elif len(child):
            yield from anchored(child)


def _leaf(element: Any, tag: str) -> Anchored | None:
    if tag == _C + "chart":
        return Anchored("chart", element.get(_R + "id", ""))
    if tag.endswith(_CHART_EX):
        return Anchored("charts", "a chart of a newer kind")
    if tag == _DGM + "relIds":
        return Anchored("diagram", element.get(_R + "dm", ""))
    if tag == _VML + "textpath":
        return Anchored("words", element.get("string", ""))
    if tag == _OFFICE + "OLEObject":
        return Anchored("embedded-files", element.get("ProgID") or "an object")
    if tag == _W + "control":
        return Anchored("embedded-files", f"control {element.get(_W + 'name') or ''}".strip())
    if tag == _PIC + "pic" or (tag == _VML + "imagedata" and not _icon(element)):
        return Anchored("images", _picture_name(element, tag))
    return None


def _icon(element: Any) -> bool:
    """The picture that stands for an embedded object is no picture of its own."""
    return any(above.tag == _W + "object" for above in element.iterancestors())


def _picture_name(element: Any, tag: str) -> str:
    """What the file calls a picture: its description, else its name."""
    if tag == _VML + "imagedata":
        return element.get(_OFFICE + "title") or "a picture"
    for above in element.iterancestors(_WP + "inline", _WP + "anchor"):
        properties = above.find(_WP + "docPr")
        if properties is not None:
            return properties.get("descr") or properties.get("name") or "a picture"
    return "a picture"


def drawn_text(element: Any) -> str:
    """The words of DrawingML text below `element`, its paragraphs a blank apart."""
    parts: list[str] = []
    for inner in element.iter(_A + "t", _A + "br", _A + "p"):
        parts.append((inner.text or "") if inner.tag == _A + "t" else " ")
    return one_line("".join(parts))


def diagram_items(data: Any) -> list[tuple[int, str]]:
    """(depth from 1, text) of the points of a SmartArt diagram, parents before their children."""
    texts: dict[str, str] = {}
    tops: list[str] = []
    for point in data.iter(_DGM + "pt"):
        kind = point.get("type", "node")
        identity = point.get("modelId", "")
        if kind in ("node", "asst"):
            body = point.find(_DGM + "t")
            texts[identity] = drawn_text(body) if body is not None else ""
        elif kind == "doc":
            tops.append(identity)
    below: dict[str, list[tuple[int, str]]] = {}
    for link in data.iter(_DGM + "cxn"):
        if link.get("type", "parOf") == "parOf":
            place = (whole_number(link.get("srcOrd")) or 0, link.get("destId", ""))
            below.setdefault(link.get("srcId", ""), []).append(place)
    return _in_tree_order(texts, tops, below)


def _in_tree_order(
    texts: dict[str, str], tops: list[str], below: dict[str, list[tuple[int, str]]]
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    waiting = [(0, top) for top in reversed(tops)]
    while waiting:
        depth, identity = waiting.pop()
        if identity in seen:
            continue
        seen.add(identity)
        if texts.get(identity):
            found.append((depth, texts[identity]))
        waiting += [(depth + 1, child) for _, child in sorted(below.get(identity, []))[::-1]]
    return found + [(1, text) for identity, text in texts.items() if text and identity not in seen]


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` and the titles of its axes, and its numbers as a table: heads first, then a row for
    each category."""

    title: str
    rows: list[list[GridCell]]


def chart_table(root: Any) -> Chart:
    """A chart as the table that it shows."""
    chart = root.find(_C + "chart")
    title = _title(chart) if chart is not None else ""
    axes = {
        tag: _title(axis) for tag in ("catAx", "dateAx", "valAx") for axis in root.iter(_C + tag)
    }
    first = axes.get("catAx") or axes.get("dateAx") or ""
    heads = [first]
    columns: list[dict[int, str]] = []
    names: dict[int, str] = {}
    points = 0
    for series in root.iter(_C + "ser"):
        heads.append(_series_name(series) or axes.get("valAx", ""))
        categories = _points(series.find(_C + "cat"), series.find(_C + "xVal"))
        values = _points(series.find(_C + "val"), series.find(_C + "yVal"))
        names = {**categories, **names}
        columns.append(values)
        points += len(values)
        if points > _MAX_POINTS:
            break
    numbers = sorted({number for column in columns for number in column} | set(names))
    rows = [[GridCell(head, head=True) for head in heads]]
    for number in numbers[:_MAX_POINTS]:
        cells = [names.get(number, ""), *(column.get(number, "") for column in columns)]
        rows.append([GridCell(text) for text in cells])
    axis = axes.get("valAx", "")
    shown = f"{title} ({axis})" if title and axis and axis not in heads else title or axis
    return Chart(shown, rows if len(rows) > 1 else [])


def _title(element: Any) -> str:
    title = element.find(_C + "title")
    if title is None:
        return ""
    return drawn_text(title) or one_line(" ".join(v.text or "" for v in title.iter(_C + "v")))


def _series_name(series: Any) -> str:
    name = series.find(_C + "tx")
    if name is None:
        return ""
    return one_line(" ".join(v.text or "" for v in name.iter(_C + "v")))


def _points(*sources: Any) -> dict[int, str]:
    """Number of the point: what it shows. Levels of a category are joined, the outermost first."""
    found: dict[int, str] = {}
    source = next((one for one in sources if one is not None), None)
    if source is None:
        return found
    code = next((c.text or "" for c in source.iter(_C + "formatCode")), "")
    for point in source.iter(_C + "pt"):
        at, shown = whole_number(point.get("idx")), point.find(_C + "v")
        if at is not None and shown is not None and len(found) < _MAX_POINTS:
            text = _formatted(one_line(shown.text or ""), point.get("formatCode") or code)
            found[at] = f"{text} {found[at]}" if at in found else text
    return found


def _formatted(text: str, code: str) -> str:
    """A stored number as its format shows it, where the format changes its meaning: per cent and
    dates."""
    plain = _QUOTED.sub("", code)
    try:
        number = float(text)
    except ValueError:
        return text
    if len(text) > _EXACT:
        text = f"{number:.{_EXACT}g}"  # 4.4, where 4.4000000000000004 is stored
    if "%" in plain:
        return f"{number * 100:.10g}%"
    if plain.lower() != "general" and _DATE_FORMAT.search(plain) and 0 < number < 2_958_466:
        return (_EPOCH + timedelta(days=int(number))).isoformat()
    return text
