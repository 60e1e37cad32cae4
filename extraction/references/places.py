"""Addressable places of a document: numbered headings, labelled paragraphs, articles, exhibits,
tables, definitions. Enumerators may start a block or stand inside one ("…; or (3) Joint …")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.references.found_references import Place
from extraction.references.labels import PATH, follows, readings, split
from graph.model import Block, Document, Span

# "Article 17", "EXHIBIT B: Prices", "Table 3." at the start of a heading or a caption.
_WORDED = re.compile(
    r"(article|section|sec\.|§|part|subpart|chapter|annex|appendix|exhibit|schedule|attachment|"
    r"table|figure|step)\s*([0-9]+(?:\.[0-9]+)*[a-z]?|[IVXL]+|[A-Z])\b(?!\.[0-9])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=\.?\s))\.?(?=\s|$)")
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?(?=\s)")
_BRACKETED = re.compile(rf"({PATH})(?:\s?[-–—]\s?({PATH}))?(?=\s|$|[A-Z])")
_LOOSE = re.compile(r"(\d{1,2}|[a-z]|[ivx]{1,5})[.)](?=\s)")  # "1." and "a)"
_RUN_IN = re.compile(
    rf"(?:(?<=[.;:,\-–—]\s)|(?<=\sand\s)|(?<=\sor\s)|(?<=[a-z]\s)(?={PATH}\s[A-Z]))({PATH})(?=\s)"
)
_NOT_RUN_IN = re.compile(
    r"(?:\bparagraphs?|\bsections?|§|\)|\d|\bclauses?|\bitems?|\bpoints?),?\s*(?:and|or|through|to)?"
    r"\s*$",
    re.IGNORECASE,
)
_MARKER = re.compile(r"[#>\-*+•\s]*")
_TERM_ALONE = re.compile(r"([A-Z][^.:;\n]{1,60}):")  # "Marketing:", then "(1)"
_DEFINITION = re.compile(
    r"(?:[\"“]([^\"”\n]{2,80})[\"”](?:\s*+\([^)\n]{1,40}\))?(?:\s*+,)?\s++(?:shall\s+)?"
    r"(?:means?\b|includes?\b|has the meaning|have the meaning|refers? to\b|is defined|stands for)"
    r"|([A-Z][^.:;\"“\n]{1,80}?)(?:\s+(?:means?\b|has the (?:same )?meaning|stands for)"
    r"|\s+includes?:|:\s+\(1\)))"
)


def _is_first(label: str) -> bool:
    return any(place == 1 for _, place in readings(label))


@dataclass(slots=True)
class _Open:
    """A labelled paragraph that may still get children."""

    label: str
    path: tuple[str, ...]
    level: float
    start: int
    end: int
    container: int
    slot: int


def addressable(document: Document) -> tuple[Place, ...]:
    """Places in text order (by start, the enclosing one first)."""
    return _Walk(document).places()


def line_start(text: str, start: int) -> int:
    """Where the words of a block begin on its line, its own number included: readers leave list
    markers ("1.", "(a)") outside a block's span or inside it."""
    begin = text.rfind("\n", 0, start) + 1
    begin = _MARKER.match(text, begin, start).end()  # type: ignore[union-attr]
    lead = text[begin:start].strip()
    return begin if lead and re.fullmatch(rf"{PATH}|(\d+(\.\d+)*|\w{{1,4}})[.)]?", lead) else start


class _Walk:
    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.blocks = document.blocks or (Block("paragraph", Span(0, len(document.text))),)
        self.found: list[Place | None] = []
        self.stack: list[_Open] = []
        self.sections: list[tuple[int, int, str, str, int]] = []  # level, slot, kind, label, start
        self.definition: tuple[int, str, int, int] | None = None  # slot, term, start, end
        self.outside: list[_Open] = []  # labelled paragraphs around the open definition
        self.last_end = 0
        # A single top heading that opens the document is its title, not a place in it.
        tops = [b for b in self.blocks if b.kind == "heading" and b.level == 1]
        self.root_heading = (
            tops[0].span.start if len(tops) == 1 and tops[0] in self.blocks[:2] else -1
        )

    def places(self) -> tuple[Place, ...]:
        upcoming = [self._first_label(block) for block in self.blocks]
        for index, block in enumerate(self.blocks):
            start = line_start(self.text, block.span.start)
            if block.kind == "heading":
                self._heading(block.level, start, block.span.end)
            elif block.kind in ("paragraph", "list_item"):
                following = next((label for label in upcoming[index + 1 :][:1] if label), None)
                self._paragraph(block, start, following)
            elif block.kind in ("table_row", "table_head", "footnote", "code"):
                self._extend(block.level, block.span.end)
            self.last_end = max(self.last_end, block.span.end)
        self._close_sections(0)
        order = sorted(
            (i for i, place in enumerate(self.found) if place is not None),
            key=lambda i: (self._at(i).span.start, -self._at(i).span.end, i),
        )
        position = {old: new for new, old in enumerate(order)} | {-1: -1}
        return tuple(
            Place(p.kind, p.label, position[p.container], p.span)
            for p in (self._at(i) for i in order)
        )

    def _at(self, slot: int) -> Place:
        place = self.found[slot]
        assert place is not None
        return place

    def _first_label(self, block: Block) -> str | None:
        if block.kind not in ("paragraph", "list_item"):
            return None
        match = _BRACKETED.match(self.text, line_start(self.text, block.span.start), block.span.end)
        return split(match.group(1))[0] if match else None

    # --- headings -------------------------------------------------------------------------

    def _heading(self, level: int, start: int, end: int) -> None:
        self._close_sections(level)
        worded = _WORDED.match(self.text, start, end)
        numbered = _NUMBERED.match(self.text, start, end)
        if start <= self.root_heading:
            self._open_section(level, "", "", start)
        elif worded:
            word = worded.group(1).lower()
            kind = "number" if word in ("section", "sec.", "§") else word
            self._open_section(level, kind, worded.group(2), start)
        elif numbered:
            self._open_section(level, "number", numbered.group(1), start)
        else:
            self._open_section(level, "", "", start)

    def _open_section(self, level: int, kind: str, label: str, start: int) -> None:
        self.sections.append((level, len(self.found), kind, label, start))
        self.found.append(None)

    def _close_sections(self, level: int) -> None:
        """End labelled paragraphs and all sections that a heading of `level` ends."""
        self._close_definition()
        self._pop(0)
        while self.sections and self.sections[-1][0] >= level:
            _, slot, kind, label, start = self.sections.pop()
            if kind:
                span = Span(start, max(self.last_end, start + 1))
                self.found[slot] = Place(kind, label, self._section(), span)

    def _section(self) -> int:
        return next((slot for _, slot, kind, _, _ in reversed(self.sections) if kind), -1)

    def _container(self) -> int:
        return self.definition[0] if self.definition else self._section()

    def _open_definition(self, term: str, start: int, end: int) -> None:
        self._close_definition()
        self.outside, self.stack = self.stack, []
        term = " ".join(term.split()).casefold().split(" (")[0]  # "Device Agency (DSA)"
        self.definition = (len(self.found), term, start, end)
        self.found.append(None)

    def _close_definition(self) -> None:
        if self.definition:
            self._pop(0)
            slot, term, start, end = self.definition
            self.found[slot] = Place("definition", term, self._section(), Span(start, end))
            self.definition = None
            self.stack, self.outside = self.outside, []
            for item in self.stack:
                item.end = max(item.end, end)

    def _resumes(self, label: str, level: int) -> bool:
        """Whether "(e)" after a definition goes on with the list around it ("(a) Definitions")."""
        outer = next((item for item in reversed(self.outside) if item.level >= level), None)
        return outer is not None and any(
            style == other and place > before
            for style, place in readings(label)
            for other, before in readings(outer.label)
        )

    # --- paragraphs -----------------------------------------------------------------------

    def _paragraph(self, block: Block, start: int, following: str | None) -> None:
        text, end = self.text, block.span.end
        bracketed = _BRACKETED.match(text, start, end)
        decimal = _DECIMAL.match(text, start, end)
        defined = _DEFINITION.match(text, bracketed.end() + 1 if bracketed else start, end)
        worded = _WORDED.match(text, start, end)
        if worded and text[worded.end() : worded.end() + 1] in ".:" and block.level == 0:
            kind = worded.group(1).lower()
            self.found.append(Place(kind, worded.group(2), self._section(), Span(start, end)))
            self._extend(block.level, end)
            return
        if defined and not bracketed and block.level == 0:
            term = next(filter(None, defined.groups()))
            self._open_definition(term, start, end)
            self._run_in(block, defined.start() + len(term), following)
            return
        alone = _TERM_ALONE.fullmatch(text, start, end)
        if alone and block.level == 0 and following == "1" and self.definition:
            self._open_definition(alone.group(1), start, end)
            return
        if decimal:
            level = 98 + decimal.group(1).count(".")
            self._close_sections(level)
            self._open_section(level, "number", decimal.group(1), start)
            self._run_in(block, decimal.end(), following)
            return
        if bracketed:
            labels = split(bracketed.group(1))
            if self.definition and self._resumes(labels[0], block.level):
                self._close_definition()
            position = start
            for label in labels:
                self._label(label, float(block.level), position, end, following)
                position += len(label) + 2
            if bracketed.group(2):  # "(b)-(d) [Reserved]"
                self._label(split(bracketed.group(2))[-1], float(block.level), start, end, None)
            self._run_in(block, bracketed.end(), following)
            return
        loose = _LOOSE.match(text, start, end)
        if loose:
            title_like = end - start <= 80 and "\n" not in text[start:end] and text[end - 1] != "."
            if block.level == 0 and loose.group(1).isdigit() and title_like:
                self._close_sections(98)
                self._open_section(98, "number", loose.group(1), start)
                return
            self._label(loose.group(1), float(block.level), start, end, following)
            self._run_in(block, loose.end(), following)
            return
        self._extend(block.level, end)
        self._run_in(block, start, following)

    def _run_in(self, block: Block, start: int, following: str | None) -> None:
        """Enumerators inside a block, only where one continues a list or opens one."""
        text, end = self.text, block.span.end
        matches = [
            match
            for match in _RUN_IN.finditer(text, start, end)
            if not _NOT_RUN_IN.search(text, max(start, match.start() - 40), match.start())
        ]
        for number, match in enumerate(matches):
            labels = split(match.group(1))
            first = labels[0]
            later = [split(other.group(1))[0] for other in matches[number + 1 :]]
            continues = any(follows(first, item.label) for item in self.stack)
            goes_on = [*later, following] if following else later
            opens = _is_first(first) and any(
                follows(label, first) or (_is_first(label) and label != first) for label in goes_on
            )
            if not (continues or opens):
                continue
            position = match.start()
            for label in labels:
                self._label(
                    label, block.level + 0.5, position, end, goes_on[0] if goes_on else None
                )
                position += len(label) + 2

    def _label(self, label: str, level: float, start: int, end: int, following: str | None) -> None:
        """Put `label` on the stack as a sibling or as a child, and extend what holds it."""
        keep = self._parent_depth(label, level, following)
        while len(self.stack) > keep:
            self._finish(self.stack.pop(), start)
        path = (*(self.stack[-1].path if self.stack else ()), label)
        self.stack.append(_Open(label, path, level, start, end, self._container(), len(self.found)))
        self.found.append(None)
        for item in self.stack:
            item.end = max(item.end, end)
        if self.definition:
            slot, term, first, last = self.definition
            self.definition = (slot, term, first, max(last, end))

    def _parent_depth(self, label: str, level: float, following: str | None) -> int:
        """How many entries of the stack stay above `label`."""
        stack = self.stack
        depth = len(stack)
        while depth and stack[depth - 1].level > level:
            depth -= 1
        shallow = [d for d in range(depth - 1, -1, -1) if abs(stack[d].level - level) <= 0.5]
        first = _is_first(label)
        if first and following and label not in "aA1":
            for d in range(depth - 1, -1, -1):  # "(i)" after "(h)", and then "(j)"
                if (
                    follows(label, stack[d].label)
                    and follows(following, label)
                    and len(following) == 1
                ):
                    return d
        for d in shallow:
            if follows(label, stack[d].label):
                # "(i)" after "(h)(1)" at one level: letter or numeral? The next label decides.
                if first and d < depth - 1 and following not in ("j", "J", "1"):
                    continue
                if first and following in ("ii", "II"):
                    continue
                return d
        if not first:
            for d in range(depth - 1, -1, -1):
                if follows(label, stack[d].label):
                    return d
        styles = {style for style, _ in readings(label)}
        for d in shallow:
            if styles & {style for style, _ in readings(stack[d].label)} and (
                not first or (stack[d].level == level and d == depth - 1)
            ):
                return d
        return depth

    def _extend(self, level: int, end: int) -> None:
        """An unlabelled block belongs to the labelled paragraphs of smaller depth above it."""
        for item in self.stack:
            if item.level < level:
                item.end = max(item.end, end)
        if self.definition and level > 0:
            slot, term, first, _ = self.definition
            self.definition = (slot, term, first, end)

    def _pop(self, depth: int) -> None:
        while len(self.stack) > depth:
            self._finish(self.stack.pop(), None)

    def _finish(self, item: _Open, before: int | None) -> None:
        end = item.end if before is None or before < item.start else min(item.end, before)
        while end > item.start + 1 and self.text[end - 1].isspace():
            end -= 1
        self.found[item.slot] = Place(
            "paragraph", "".join(f"({p})" for p in item.path), item.container, Span(item.start, end)
        )
