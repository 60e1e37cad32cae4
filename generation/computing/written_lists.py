"""Lists as they stand in documents: items under the line that introduces them, each with its place;
and why the items may not be all there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.kept_outlines import outline_of
from graph.model import Block, Document, Span
from graph.number_words import NUMBER_WORDS
from graph.outline import Outline, is_enumerator

_ENUMERATOR = re.compile(r"\(?(\d{1,3}|[a-z]|[ivxl]{1,5})[.):]+|\(?(\d{1,3}|[a-z]|[ivxl]{1,5})\)")
_TRAILING = re.compile(r"(?:[\s;,.]|[;,]\s*and)+\Z", re.IGNORECASE)
_OPEN_LEAD = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such as|among(?:st)?(?: others)?|e\.?\s?g\b|examples?|"
    r"for (?:example|instance)|inter alia|like|at least|not limited to|some|any|several|many|"
    r"most|main|mainly|chiefly|primarily|typical(?:ly)?|usual(?:ly)?|general(?:ly)?|normally|selected|important|key|"
    r"where (?:applicable|appropriate|relevant))\b",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r"\b(?:or|either|one of|unless|except|other than)\b", re.IGNORECASE)
_OPEN_ITEM = re.compile(
    r"(?:and )?(?:any|other|others|all other|some|several|various|further|additional|more)\b|"
    r".*(?:\betc\b\.?|\.\.\.|…|\band (?:\w+ )?(?:others|more|so on|so forth)\b|"
    r"\bcontinued\b|\bto be (?:added|confirmed|completed)\b|\bt\.?b\.?[acd]\b)",
    re.IGNORECASE | re.DOTALL,
)
_OR = re.compile(r"[;,]?\s*\bor\s*\Z", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:\d{1,3}|" + "|".join(NUMBER_WORDS) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item: its place without enumerator and closing mark, its words with single white space,
    and the `marker` that stands in front of it ("-", "2."), empty where there is none."""

    span: Span
    text: str
    marker: str


@dataclass(frozen=True, slots=True)
class WrittenList:
    """`items` in order below `lead`, the sentence (or heading) that introduces them; `headings`
    above, outermost first; `faults`: why they may not be all there are, for people."""

    document: Document
    lead: Span
    items: tuple[ListItem, ...]
    headings: tuple[str, ...]
    faults: tuple[str, ...]
    headed: bool

    @property
    def lead_text(self) -> str:
        """What introduces it, white space single."""
        return " ".join(self.document.text[self.lead.start : self.lead.end].split())

    @property
    def lead_claim(self) -> str:
        """The same without the words that leave open whether all are listed, or make alternatives
        of them; `faults` names these."""
        return _ALTERNATIVES.sub(" ", _OPEN_LEAD.sub(" ", self.lead_text))

    @property
    def place(self) -> Span:
        """From the first item to the end of the last."""
        return Span(self.items[0].span.start, self.items[-1].span.end)

    @property
    def numbered(self) -> bool:
        """Whether its items are counted off: 1, 2, 3."""
        return all(any(c.isdigit() for c in item.marker) for item in self.items)


def lists_of(document: Document) -> Iterator[WrittenList]:
    """All lists of `document` that a line or a heading introduces, in order."""
    if not any(block.kind == "list_item" for block in document.blocks):
        return
    outline = outline_of(document)
    for index, block in enumerate(outline.blocks):
        if block.kind == "heading":
            yield from _below_heading(document, outline, index)
        elif block.kind == "paragraph" and (children := _children(outline, index)):
            lead = outline.lead_in(outline.blocks[children[0]].span)
            if lead is not None:
                yield _list(document, outline, index, lead, children)


def _children(outline: Outline, index: int) -> list[int]:
    return [i for i in outline.children[index] if outline.blocks[i].kind == "list_item"]


def _below_heading(document: Document, outline: Outline, index: int) -> Iterator[WrittenList]:
    """The list right below a heading, where that is all of its section that is one."""
    run: list[int] = []
    for at in range(index + 1, len(outline.blocks)):
        block = outline.blocks[at]
        if block.kind != "list_item":
            break
        if outline.parent[at] is None:
            run.append(at)
    if run:
        yield _list(document, outline, index, outline.blocks[index].span, run, headed=True)


def _list(
    document: Document,
    outline: Outline,
    index: int,
    lead: Span,
    children: Sequence[int],
    *,
    headed: bool = False,
) -> WrittenList:
    items = tuple(_item(outline, outline.blocks[i]) for i in children)
    headings = outline.heading_path(index)
    text = " ".join(outline.quote(lead).split())
    faults = (
        *_lead_faults(text, len(items)),
        *_item_faults(items, outline, children),
        *_end_faults(outline, children, items),
    )
    return WrittenList(document, lead, items, headings, tuple(dict.fromkeys(faults)), headed)


def _item(outline: Outline, block: Block) -> ListItem:
    said = outline.quote(block.span)
    line = outline.text.rfind("\n", 0, block.span.start) + 1
    before = outline.text[line : block.span.start].split()
    found = _ENUMERATOR.match(said) if not before else None
    start = found.end() if found else 0
    start += len(said[start:]) - len(said[start:].lstrip())
    end = start + len(_TRAILING.sub("", said[start:]))
    span = Span(block.span.start + start, block.span.start + max(end, start))
    marker = found.group() if found else before[-1] if before else ""
    return ListItem(span, " ".join(outline.quote(span).split()), marker)


def _lead_faults(lead: str, count: int) -> Iterator[str]:
    if found := _OPEN_LEAD.search(lead):
        yield f"“{found.group()}” leaves open whether all are listed"
    if found := _ALTERNATIVES.search(lead):
        yield f"“{found.group()}” makes alternatives of them"
    for number in _NUMBER.findall(lead):
        said = NUMBER_WORDS.get(number.casefold(), number)
        if str(said) != str(count):
            yield f"the line above says {number}, and {count} are listed"


def _item_faults(
    items: Sequence[ListItem], outline: Outline, children: Sequence[int]
) -> Iterator[str]:
    if any(outline.children[i] for i in children):
        yield "an item holds a list of its own"
    for item, index in zip(items, children, strict=True):
        if is_enumerator(item.text):
            yield "an item is empty"
        if _OPEN_ITEM.match(item.text):
            yield f"“{item.text[:60]}” leaves open how many it stands for"
        if _OR.search(outline.quote(outline.blocks[index].span)):
            yield "the items are alternatives (“or”)"
    if len({item.text.casefold() for item in items}) < len(items):
        yield "an item stands there twice"


def _end_faults(
    outline: Outline, children: Sequence[int], items: Sequence[ListItem]
) -> Iterator[str]:
    blocks = outline.blocks
    after = max((children[-1], *outline.descendants(children[-1]))) + 1
    while after < len(blocks) and blocks[after].kind in ("header", "footnote"):
        after += 1
    following = blocks[after] if after < len(blocks) else None
    pages = {blocks[i].page for i in children}
    if len(pages) > 1 or (following is not None and following.page not in pages):
        yield "the list runs to the end of a page"
    if following is not None and _goes_on(outline, after):
        yield "more items stand below it"
    if not _in_turn([item.marker for item in items]):
        yield "its numbers do not follow one another"


def _goes_on(outline: Outline, index: int) -> bool:
    """Whether items go on at block `index`, behind a line that introduces none."""
    block = outline.blocks[index]
    if block.kind == "list_item":
        return True
    said = outline.quote(block.span).rstrip()
    return block.kind != "heading" and bool(_children(outline, index)) and not said.endswith(":")


def _in_turn(markers: Sequence[str]) -> bool:
    """Whether markers are all alike, or count 1, 2, 3 or a, b, c or i, ii, iii."""
    if len(set(markers)) == 1:
        return True
    found = [_ENUMERATOR.fullmatch(marker) for marker in markers]
    said = [match.group(1) or match.group(2) for match in found if match]
    if len(said) < len(markers):
        return False
    numbers = [str(n) for n in range(1, len(said) + 1)]
    letters = [chr(ord("a") + n) for n in range(len(said))]
    return said in (numbers, letters, [_roman(n) for n in range(1, len(said) + 1)])


def _roman(number: int) -> str:
    parts = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    said = ""
    for value, letters in parts:
        said += letters * (number // value)
        number %= value
    return said
