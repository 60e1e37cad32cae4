"""What an answer may quote: sentences, list items and table rows of the context, each with the
structure around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from generation.evidence.answer_forms import has_form
from generation.evidence.answer_spans import AnswerSpan, answer_spans, nothing_due
from generation.evidence.captions import caption, tells_mark
from generation.evidence.cell_values import cell_values
from generation.evidence.label_lines import label_line
from generation.evidence.noise import (
    is_capital_heading,
    is_headline_case,
    is_marked,
    is_noise,
)
from generation.evidence.question_lines import asks, bare_question, question_over
from generation.evidence.short_forms import expanded
from generation.question.analysis import Question
from generation.question.named_things import exactly, identifiers_in, names_held, shape
from graph.model import Block, Document, Passage, Sentence, Span
from graph.outline import Outline, is_enumerator
from graph.tokens import words

_PRONOUN = re.compile(
    r"(?:\(\w{1,3}\) |\d+(?:\.\d+)* )?(?:It|They|This|These|Those|Such|He|She|Both|Its|Their)\b"
)

# "It was agreed that …", "It is safer not to …": "it" stands for what follows, not for a thing.
_FOR_WHAT_FOLLOWS = re.compile(
    r"(?:\(\w{1,3}\) |\d+(?:\.\d+)* )?It (?:is|was|has been|had been|will be|would be)"
    r"(?: (?:also|not|further|often|usually|generally|therefore))?(?:"
    r" (?:agreed|decided|resolved|noted|reported|proposed|recommended|considered|expected|hoped|"
    r"confirmed|suggested|estimated|believed|thought|felt|known|said|clear|likely|possible|"
    r"important|essential|vital) that\b|"
    r" (?:(?:un|im)?(?:safe|important|necessary|possible|usual|wise|lawful|common)|safer|safest|"
    r"easy|easier|difficult|hard|harder|advisable|essential|vital|sensible|good|better|best|"
    r"forbidden|prohibited|permitted|allowed|illegal|an offence|the (?:duty|responsibility) of"
    r"(?: \w+){1,4})(?: for(?: \w+){1,3})? (?:not )?to\b)"
)


@dataclass(slots=True)
class Unit:
    """One quotable piece. `cosine` compares it with the question (0 where unknown); `inner` and
    `outer` are its own index words and those of what stands above it, `above`; `found` the spans
    (document offsets) that have the form asked for; `fits`: it has the form of an answer at all;
    `names`: names of the question that stand in it or above it; `before`: the sentence that its
    first pronoun points back to; `bridge`: what its score owes to `via`, the unit that names what
    this one is about; `on_path`: it states a fact of a passage's path; `codes`: the question's
    identifiers that stand in it or above it; `other_code`: another one of the same shape stands in
    it, and none of the question's in it or above it; `answers`: the checker's probability that it
    answers the question (None where it was not read)."""

    passage: Passage
    sentence: Sentence
    cosine: float
    text: str
    kind: str
    block: int | None
    inner: frozenset[str]
    outer: frozenset[str]
    above: str
    found: tuple[AnswerSpan, ...]
    fits: bool
    names: frozenset[str]
    before: Span | None = None
    coverage: float = 0.0
    score: float = 0.0
    bridge: float = 0.0
    via: Unit | None = field(default=None, repr=False)
    on_path: bool = False
    codes: frozenset[str] = frozenset()
    other_code: bool = False
    answers: float | None = None
    key: tuple[str, int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.key = (self.sentence.version, self.span.start, self.span.end)

    @property
    def span(self) -> Span:
        return self.sentence.span


def make_unit(
    passage: Passage,
    sentence: Sentence,
    previous: Sentence | None,
    cosine: float,
    question: Question,
    outline: Outline,
    forms: Mapping[str, frozenset[str]],
) -> Unit | None:
    document = passage.document
    span = sentence.span
    if not 0 <= span.start < span.end <= len(document.text):
        return None
    text = document.text[span.start : span.end]
    if _only_identifies(text, question):
        return None
    index = outline.block_at(span.start)
    if is_enumerator(text):
        return None
    told = sentence.children or tells_mark(question.asked, text)
    if is_noise(text) and not (told or _is_short_answer(text, outline, index)):
        return None
    block: Block | None = outline.blocks[index] if index is not None else None
    shifted = (
        AnswerSpan(item.kind, item.span.shift(span.start), item.text, item.unit)
        for item in answer_spans(question.expected, text)
    )
    free = (
        replace(item, span=item.span.shift(span.start))
        for item in (nothing_due(question.asked, text) if question.expected == "amount" else ())
    )
    cells = cell_values(question, document.text, block) if block is not None else ()
    found = tuple(
        item
        for item in (*shifted, *cells, *free)
        if not _echoes(item.text, question)
        and _in_unit(item, question)
        and not (
            question.excluded
            and item.kind in ("duration", "deadline")
            and item.text.casefold().startswith(question.excluded + " ")
        )
    )
    if index is not None and asked_by_heading(question, outline, index):
        cosine = 1.0
    above = _above(document, sentence, outline, index)
    if index is not None and question.identifiers and label_line(text) is not None:
        above = "\n".join((above, *_of_same_form(index, outline, question)))
    before = _antecedent(sentence, previous, text, block)
    if before is not None:
        above += "\n" + document.text[before.start : before.end]
    inner = expanded(words(text), forms)
    outer = expanded(words(above), forms)
    place = f"{text}\n{above}\n{document.id}"
    codes = frozenset(code for code in question.identifiers if exactly(code).search(place))
    # sections refer to one another: a sentence that names another one is no stranger
    shapes = {shape(code) for code in question.identifiers if not code[0].isdigit()}
    others = bool(shapes) and any(shape(code) in shapes for code in identifiers_in(text))
    return Unit(
        passage=passage,
        sentence=sentence,
        cosine=float(cosine),
        text=text,
        kind=block.kind if block else "paragraph",
        block=index,
        inner=inner,
        outer=outer,
        above=above,
        found=found,
        fits=bool(found) or has_form(question, sentence, text, forms),
        before=before,
        names=names_held(question.names, f"{text}\n{above}", inner | outer),
        codes=codes,
        other_code=others and not codes,
    )


def _in_unit(item: AnswerSpan, question: Question) -> bool:
    """ "How many hours" wants hours."""
    return not question.units or bool(question.units & set(words(item.unit)))


def _antecedent(
    sentence: Sentence, previous: Sentence | None, text: str, block: Block | None
) -> Span | None:
    """The sentence before one that begins with a pronoun, or a marked heading before it, in the
    same block."""
    if previous is None or block is None:
        return None
    told = _PRONOUN.match(text) is None or _FOR_WHAT_FOLLOWS.match(text) is not None
    if told and not is_marked(previous.text.strip()):
        return None
    same = previous.version == sentence.version and block.span.contains(previous.span)
    return previous.span if same and previous.span.end <= sentence.span.start else None


def asked_by_heading(question: Question, outline: Outline, index: int) -> bool:
    """Whether block `index` is the first below a heading or line that asks this very question."""
    said = set(words(_question_above(outline, index)))
    return bool(said) and set(question.words) <= said <= set(words(question.text))


def _question_above(outline: Outline, index: int) -> str:
    """The heading or line right above block `index` where it is a question, else nothing."""
    if index == 0:
        return ""
    above = outline.quote(outline.blocks[index - 1].span).rstrip()
    if outline.blocks[index - 1].kind == "heading":
        return above if above.endswith("?") else ""
    return bare_question(above) if asks(above) else ""


def _is_short_answer(text: str, outline: Outline, index: int | None) -> bool:
    """Whether `text` is a short line that says something all the same, as the answer to the
    question in its heading: "For eleven years." """
    ends = text.rstrip().endswith(".")
    return ends and index is not None and _question_above(outline, index) != ""


def _echoes(text: str, question: Question) -> bool:
    """A span that only repeats the question answers nothing."""
    said = set(words(text))  # none in "at once"
    return bool(said) and said <= set(words(question.text))


def _only_identifies(text: str, question: Question) -> bool:
    """Whether `text` is a line of a form that holds an identifier of the question and no more,
    where something is asked about that thing."""
    line = label_line(text) if question.identifiers and question.relation else None
    return line is not None and text[line.value.start : line.value.end] in question.identifiers


def _of_same_form(index: int, outline: Outline, question: Question) -> Iterator[str]:
    """The lines of the form of block `index` that hold an identifier of the question: they say of
    which thing all its lines speak."""
    codes = [exactly(code) for code in question.identifiers]
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(outline.blocks) and outline.blocks[at].kind != "heading":
            line = outline.quote(outline.blocks[at].span)
            if label_line(line) is None:
                break
            if any(code.search(line) for code in codes):
                yield line
            at += step


def _title_lines(outline: Outline) -> list[str]:
    """The lines at the top of a document that are set as titles."""
    lines = (outline.quote(block.span) for block in outline.blocks)
    return list(takewhile(lambda line: is_capital_heading(line) or is_headline_case(line), lines))


def _above(document: Document, sentence: Sentence, outline: Outline, index: int | None) -> str:
    """Title, headings, lead-ins and column heads over a sentence."""
    parts = [document.name.replace("_", " ")]
    if index is not None:
        parts += outline.heading_path(index)
        for ancestor in outline.ancestors(index):
            parts.append(outline.quote(outline.blocks[ancestor].span)[-300:])
        asked = question_over(outline, index, sentence.span.start)
        parts += [asked] if asked else []
        if outline.blocks[index].kind != "table_row":
            parts.append(caption(outline.quote(outline.blocks[index].span)))
        if label_line(document.text[sentence.span.start : sentence.span.end]) is not None:
            parts += _title_lines(outline)
        heads = (head for cell in outline.blocks[index].cells for head in cell.heads)
        parts += [outline.quote(head) for head in dict.fromkeys(heads)]
    elif sentence.lead_in is not None:
        parts.append(document.text[sentence.lead_in.start : sentence.lead_in.end])
    return "\n".join(parts)
