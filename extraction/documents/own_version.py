"""What a document says of its own version and validity: "Version 3, effective 3 February 2025",
"replaces version 2", "valid until 31 December 2026", front matter, a table of document control.

Only its beginning is read (title block, page headers, first page, front matter), and only what
stands there like a label: at the start of a line or sentence or after a separator, and with nothing
but another label behind it. "For software version 4.2" and "Effective 1 March, the fee rises" are
about something else. Where two statements differ, none is taken: silence is better than a wrong
date. Front matter is about the document alone and comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from graph.model import Block, Field, Span, Stated, StatedKind

_MOST_BLOCKS, _MOST_CHARACTERS, _MOST_HEADERS = 12, 2_000, 3
NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?(?!\w)(?!\.\d)"
CALLED = r"(?:version|revision|rev\.?|edition|issue)(?:[ ]{1,2}(?:no\.?|number))?"
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month[3:] else month for month in _MONTHS)
DATE = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?[ ](?:{_MONTH}|sept)\.?,?[ ]\d{{4}}"
    rf"|(?:{_MONTH}|sept)\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}})(?!\w)"
)
_BEFORE = r"(?:^|(?<=[\n|;·(\[])|(?<=[,.;:|·–—-][ ])|(?<=and[ ]))[ \t]*"
_AFTER = (
    r"(?=[ \t]*(?:$|\n|[.;|·)\]]|[,–—-][ ]?(?:replaces|supersedes|version|revision|rev\b|edition"
    r"|issue|effective|valid|in[ ]force|until|expires|approved|owner|author|page|dated"
    r"|(?-i:[A-Z\d]))"
    r"|and[ ](?:replaces|supersedes)|replaces|supersedes|effective|valid))"
)
_SINCE = (
    r"(?:(?:date[ ]of[ ]entry[ ]into[ ]force|effective[ ]date|valid[ ]from"
    r"|effective[ ](?:from|as[ ]of|on|since)|in[ ]force[ ](?:from|since|as[ ]of)"
    r"|(?:comes|enters|entered|entry)[ ]into[ ]force(?:[ ]on)?|effective)[ ]?:?)"
)
_UNTIL = (
    r"(?:(?:(?:valid|effective|in[ ]force)[ ](?:until|till|through|to)"
    r"|expir(?:es|y[ ]date)(?:[ ]on)?|until)[ ]?:?)"
)
_FLAGS = re.IGNORECASE | re.MULTILINE
_LABELS: tuple[tuple[StatedKind, re.Pattern[str]], ...] = (
    (
        "version",
        re.compile(
            rf"{_BEFORE}(?P<this>this[ ]is[ ])?{CALLED}[ ]?:?[ ]?(?P<value>{NUMBER})"
            rf"(?:{_AFTER}|(?=[ ]of[ ]this\b)|(?(this)(?=[ ]of[ ]the\b)|(?!)))",
            _FLAGS,
        ),
    ),
    (
        "replaces",
        re.compile(
            rf"\b(?:replaces|supersedes)[ ](?:the[ ])?{CALLED}[ ](?P<value>{NUMBER}){_AFTER}",
            _FLAGS,
        ),
    ),
    (
        "valid_from",
        re.compile(
            rf"{_BEFORE}{_SINCE}[ ]?(?P<value>{DATE})(?:{_AFTER}|(?=[ ](?:until|to|through)[ ]))",
            _FLAGS,
        ),
    ),
    (
        "valid_to",
        re.compile(rf"(?:{_BEFORE}|(?<=\d[ ])){_UNTIL}[ ]?(?P<value>{DATE}){_AFTER}", _FLAGS),
    ),
)
_CELLS: Mapping[str, StatedKind] = {
    **dict.fromkeys(("version", "revision", "rev", "rev.", "edition", "issue"), "version"),
    **dict.fromkeys(("version no", "version no.", "version number"), "version"),
    **dict.fromkeys(("revision no", "revision no.", "revision number"), "version"),
    **dict.fromkeys(("replaces", "supersedes", "replaces version"), "replaces"),
    **dict.fromkeys(("effective", "effective date", "effective from", "valid from"), "valid_from"),
    **dict.fromkeys(("in force from", "in force since", "date of entry into force"), "valid_from"),
    **dict.fromkeys(("valid until", "valid to", "expires", "expiry date"), "valid_to"),
}
_FRONT: Mapping[str, StatedKind] = {
    **dict.fromkeys(("version", "revision"), "version"),
    **dict.fromkeys(("replaces", "supersedes"), "replaces"),
    **dict.fromkeys(("effective", "effective_date", "effective_from", "valid_from"), "valid_from"),
    **dict.fromkeys(("valid_until", "valid_to", "expires", "expiry_date"), "valid_to"),
}
WITH_FIELDS = (".md", ".markdown", ".jsonl")  # others' fields are a word processor's, not stated


def own_version(
    text: str, blocks: Sequence[Block], fields: Mapping[str, Field], suffix: str
) -> tuple[Stated, ...]:
    """What a document states of itself, at most one of each kind, in the order of kinds. A span is
    that of the value; None for a field of a JSONL row."""
    own = _unanimous(_of_fields(text, blocks, fields) if suffix in WITH_FIELDS else ())
    found = {**_unanimous(_of_title_block(text, blocks)), **own}
    start, end = found.get("valid_from"), found.get("valid_to")
    if start is not None and end is not None and start.value > end.value:
        del found["valid_from"], found["valid_to"]
    former, version = found.get("replaces"), found.get("version")
    if former is not None and version is not None and former.value == version.value:
        del found["replaces"], found["version"]
    return tuple(found[kind] for kind in sorted(found))


def _unanimous(statements: Iterator[Stated] | tuple[Stated, ...]) -> dict[str, Stated]:
    """The first statement of each kind, where all of that kind say the same."""
    found: dict[str, Stated] = {}
    torn: set[str] = set()
    for one in statements:
        if found.setdefault(one.kind, one).value != one.value:
            torn.add(one.kind)
    return {kind: one for kind, one in found.items() if kind not in torn}


# --- front matter and rows -------------------------------------------------------------------


def _of_fields(text: str, blocks: Sequence[Block], fields: Mapping[str, Field]) -> Iterator[Stated]:
    front = blocks[0].span if blocks and blocks[0].kind == "code" else None
    for name, value in fields.items():
        kind = _FRONT.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
        if kind is None or isinstance(value, bool | tuple) or value is None:
            continue
        said = _value(kind, str(value).strip())
        if said is not None:
            yield Stated(kind, said, field_span(text, front, name))


def field_span(text: str, front: Span | None, name: str) -> Span | None:
    """Where the value of a field of front matter stands."""
    if front is None:
        return None
    pattern = re.compile(rf"^{re.escape(name)}[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
    match = pattern.search(text, front.start, front.end)
    return None if match is None else Span(*match.span("value"))


# --- the beginning of the text ---------------------------------------------------------------


def _of_title_block(text: str, blocks: Sequence[Block]) -> Iterator[Stated]:
    headers = [block for block in blocks[:200] if block.kind == "header"][:_MOST_HEADERS]
    beginning = list(title_block(blocks))
    for block in [*headers, *beginning]:
        if block.cells:
            yield from _of_row(text, block)
        elif block.kind != "heading" or block.level <= 1:
            yield from _of_words(text, block.span)
    yield from _of_columns(text, beginning)


def title_block(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of the title block: up to the second heading, and of the first page."""
    words = 0
    own = [block for block in blocks if block.kind not in ("code", "header", "footnote")]
    for index, block in enumerate(own[:_MOST_BLOCKS]):
        heading = block.kind == "heading"
        if (block.page or 1) > 1 or (heading and index and words):
            return
        words += not heading
        if block.span.end - own[0].span.start > _MOST_CHARACTERS:
            return
        yield block


def _of_words(text: str, span: Span) -> Iterator[Stated]:
    words = text[span.start : span.end]
    for kind, pattern in _LABELS:
        for match in pattern.finditer(words):
            said = _value(kind, match["value"])
            if said is not None:
                yield Stated(kind, said, Span(*match.span("value")).shift(span.start))


def _of_row(text: str, row: Block) -> Iterator[Stated]:
    """A row of two cells, what and which: ``Version | 3``."""
    if len(row.cells) == 2:
        yield from _of_cell(text, row.cells[0].span, row.cells[1].span)


def _of_columns(text: str, beginning: Sequence[Block]) -> Iterator[Stated]:
    """A table with a single row below its heads; with more it is a history."""
    rows = [block for block in beginning if any(cell.heads for cell in block.cells)]
    heads = {cell.heads for row in rows for cell in row.cells}
    if len(rows) == 1 and len(heads) > 2:
        for cell in rows[0].cells:
            if cell.head is not None:
                yield from _of_cell(text, cell.head, cell.span)


def _of_cell(text: str, what: Span, which: Span) -> Iterator[Stated]:
    label = " ".join(text[what.start : what.end].split()).rstrip(":").lower()
    kind = _CELLS.get(label)
    value = text[which.start : which.end]
    said = None if kind is None else _value(kind, value.strip())
    if kind is not None and said is not None:
        start = which.start + len(value) - len(value.lstrip())
        yield Stated(kind, said, Span(start, start + len(value.strip())))


# --- values ----------------------------------------------------------------------------------


def _value(kind: StatedKind, written: str) -> str | None:
    """A version's number as it is written, a date in ISO; None where it is neither."""
    if kind in ("valid_from", "valid_to"):
        return iso_date(written)
    match = re.fullmatch(rf"(?:{CALLED}[ ]?)?({NUMBER})", written, re.IGNORECASE)
    return None if match is None else match[1]


def iso_date(written: str) -> str | None:
    """A date that `DATE` matches, in ISO; None for a day that no calendar has."""
    if re.fullmatch(DATE, written, re.IGNORECASE) is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            return date.fromisoformat(written).isoformat()
        month = re.search(r"[A-Za-z]{3,}", written)
        year, day = re.search(r"\d{4}$", written), re.search(r"(?<!\d)\d{1,2}(?!\d)", written)
        if month is None or year is None or day is None:
            return None
        number = [m[:3] for m in _MONTHS].index(month[0][:3].lower()) + 1
        return date(int(year[0]), number, int(day[0])).isoformat()
    except ValueError:
        return None
