"""What an answer may quote: sentences, list items and table rows of the context, each with the
structure around it and a score for the question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generation.cell_values import cell_values
from generation.forms import has_form
from generation.literals import Literal, literals
from generation.question import (
    Question,
    exactly,
    identifiers_in,
    names_held,
    names_in,
    shape,
)
from generation.short_forms import expanded, short_forms
from graph.model import Block, Context, Document, Passage, Sentence, Span
from graph.outline import Outline, is_enumerator, without_enumerator
from graph.tokens import words

# Weights of a unit's score, the same for every collection. Set by hand on the hipaa development
# questions and the example questions; see docs/decisions.md.
COVERAGE = 0.6
PASSAGE = 0.4
TYPE = 0.3
NAMES = 0.1
BRIDGE = 0.25
PATH = 0.8  # a fact that links the question to its answer outweighs mere likeness
EXACT = 0.5  # the identifier stands there, where little else is asked ("What is SOP-014?")
LEAD_IN = 0.01  # so that a lead-in goes before the item it was lifted by
ABOVE = 0.9  # what a question word is worth in a heading or lead-in instead of the unit itself


_PRONOUN = re.compile(
    r"(?:\(\w{1,3}\) |\d+(?:\.\d+)* )?(?:It|They|This|These|Those|Such|He|She|Both|Its|Their)\b"
)


@dataclass(slots=True)
class Unit:
    """One quotable piece. `cosine` compares it with the question (0 where unknown); `inner` and
    `outer` are its own index words and those of what stands above it; `found` the spans (document
    offsets) that have the form asked for; `fits`: it has the form of an answer at all; `names`:
    names of the question that stand in it or above it; `before`: the sentence that its first
    pronoun points back to; `bridge`: what its score owes to `via`, the
    unit that names what this one is about; `on_path`: it states a fact of a passage's path;
    `codes`: the question's identifiers that stand in it or above it; `other_code`: another one of
    the same shape stands in it, and none of the question's in it or above it."""

    passage: Passage
    sentence: Sentence
    cosine: float
    text: str
    kind: str
    block: int | None
    inner: frozenset[str]
    outer: frozenset[str]
    found: tuple[Literal, ...]
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

    @property
    def span(self) -> Span:
        return self.sentence.span

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.sentence.version, self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All units of a context, best first; `idf` of every word over them; `outlines` by version;
    `forms`: the short forms that the documents introduce."""

    question: Question
    units: tuple[Unit, ...]
    idf: Mapping[str, float]
    outlines: Mapping[str, Outline]
    forms: Mapping[str, frozenset[str]]

    @property
    def answerable(self) -> bool:
        """False where the question holds no words, or an identifier that stands nowhere."""
        if not self.question.words and not self.question.names:
            return False
        held = frozenset().union(*(unit.codes for unit in self.units))
        return all(code in held for code in self.question.identifiers)

    def weight(self, kept: Iterable[str]) -> float:
        """Share of the question's words, weighted by rarity, that `kept` holds (0 to 1)."""
        return self._share(self.question.words, kept)

    def relation(self, kept: Iterable[str]) -> float:
        """As `weight`, over the words that are no part of the question's names: what is asked of
        them. 1 where there are none."""
        relation = self.question.relation
        return self._share(relation, kept) if relation else 1.0

    def _share(self, wanted: Sequence[str], kept: Iterable[str]) -> float:
        total = sum(self.idf[word] for word in wanted)
        held = set(kept)
        return sum(self.idf[word] for word in wanted if word in held) / total if total else 0.0


def gather(context: Context, question: Question) -> Evidence:
    """The units of `context`, scored. Passages that share a sentence give it once, with the better
    cosine."""
    outlines: dict[str, Outline] = {}
    documents = {passage.document.version: passage.document for passage in context.passages}
    forms = short_forms(document.text for document in documents.values())
    units: dict[tuple[str, int, int], Unit] = {}
    for passage in context.passages:
        document = passage.document
        if document.version not in outlines:
            outlines[document.version] = Outline(document.text, document.blocks)
        outline = outlines[document.version]
        scores = passage.sentence_scores or (0.0,) * len(passage.sentences)
        previous: Sentence | None = None
        for sentence, cosine in zip(passage.sentences, scores, strict=True):
            unit = _unit(passage, sentence, previous, cosine, question, outline, forms)
            previous = sentence
            if unit is None:
                continue
            known = units.get(unit.key)
            if known is None or known.cosine < unit.cosine:
                units[unit.key] = unit
    listed = list(units.values())
    if any(unit.codes for unit in listed):
        listed = [unit for unit in listed if not unit.other_code]
    idf = _idf(listed, question)
    evidence = Evidence(question, (), idf, outlines, forms)
    top = max((p.scores.get("total", 0.0) for p in context.passages), default=0.0)
    for unit in listed:
        unit.coverage = evidence.weight(unit.inner)
        above = evidence.weight(unit.inner | unit.outer) - unit.coverage
        total = unit.passage.scores.get("total", 0.0)
        unit.score = (
            unit.cosine
            + COVERAGE * (unit.coverage + ABOVE * above)
            + (PASSAGE * max(total, 0.0) / top if top > 0 else 0.0)
            + (NAMES * len(unit.names) / len(question.names) if question.names else 0.0)
            + (_form_worth(question) if unit.fits else 0.0)
            + (EXACT if unit.codes and len(question.relation) < 2 else 0.0)
        )
    _add_bridges(listed, question)
    _add_paths(listed, context)
    _lift_lead_ins(listed, question)
    for unit in listed:
        unit.score = round(unit.score, 6)
    listed.sort(key=lambda u: (-u.score, u.passage.rank, u.key))
    return Evidence(question, tuple(listed), idf, outlines, forms)


def _form_worth(question: Question) -> float:
    """A list that was asked for outweighs sentences that only name its subject."""
    return 2 * TYPE if question.expected == "list" else TYPE


def _unit(
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
    if is_enumerator(text) or (is_noise(text) and not sentence.children):
        return None
    index = outline.block_at(span.start)
    block: Block | None = outline.blocks[index] if index is not None else None
    shifted = (
        Literal(item.kind, item.span.shift(span.start), item.text, item.unit)
        for item in literals(question.expected, text)
    )
    cells = cell_values(question, document.text, block) if block is not None else ()
    found = tuple(
        item
        for item in (*shifted, *cells)
        if not _echoes(item.text, question) and _in_unit(item, question)
    )
    if index is not None and asked_by_heading(question, outline, index):
        cosine = 1.0
    above = _above(document, sentence, outline, index)
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
        found=found,
        fits=bool(found) or has_form(question, sentence, text, forms),
        before=before,
        names=names_held(question.names, f"{text}\n{above}", inner | outer),
        codes=codes,
        other_code=others and not codes,
    )


_REGISTER = re.compile(r"\b\d+ (?:FR|Fed\. ?Reg\.) \d+|\[Reserved\]", re.IGNORECASE)
_RUN_IN = re.compile(
    r"^(?:Standards?|Implementation specifications?)\s*(?:[:.]|--|—)[^.;]{0,80}\.?$|^[^.;]{0,80}"
    r"\((?:Required|Addressable)\)\.?$"
)
_FEWEST = 4  # words that say something, where no number is among them


def is_noise(text: str) -> bool:
    """Whether `text` states nothing by itself: an enumerator, a run-in heading, a citation of the
    register, "[Reserved]"."""
    bare = without_enumerator(text)
    if _REGISTER.search(bare) or is_run_in(text):
        return True
    said = re.findall(r"[^\W\d_]{2,}", bare)
    if not said:
        return not re.search(r"\d", bare)
    return len(said) < _FEWEST and not re.search(r"\d|\|", bare)


def is_run_in(text: str) -> bool:
    """Whether `text` is an enumerator or a run-in heading, which introduces nothing."""
    return is_enumerator(text) or bool(_RUN_IN.match(without_enumerator(text).strip()))


def _in_unit(item: Literal, question: Question) -> bool:
    """ "How many hours" wants hours."""
    return not question.units or bool(question.units & set(words(item.unit)))


def _antecedent(
    sentence: Sentence, previous: Sentence | None, text: str, block: Block | None
) -> Span | None:
    """The sentence before one that begins with a pronoun, in the same block."""
    if previous is None or block is None or _PRONOUN.match(text) is None:
        return None
    same = previous.version == sentence.version and block.span.contains(previous.span)
    return previous.span if same and previous.span.end <= sentence.span.start else None


def asked_by_heading(question: Question, outline: Outline, index: int) -> bool:
    """Whether block `index` is the first below a heading that asks this very question."""
    headings = outline.headings(index)
    if not headings or headings[-1] != index - 1:
        return False
    heading = outline.quote(outline.blocks[headings[-1]].span).rstrip()
    said = set(words(heading))
    return heading.endswith("?") and set(question.words) <= said <= set(words(question.text))


def _echoes(text: str, question: Question) -> bool:
    """A span that only repeats the question answers nothing."""
    asked = set(words(question.text))
    return set(words(text)) <= asked


def _above(document: Document, sentence: Sentence, outline: Outline, index: int | None) -> str:
    """Title, headings, lead-ins and column heads over a sentence."""
    parts = [document.name]
    if index is not None:
        parts += outline.heading_path(index)
        for ancestor in outline.ancestors(index):
            parts.append(outline.quote(outline.blocks[ancestor].span)[-300:])
        heads = (head for cell in outline.blocks[index].cells for head in cell.heads)
        parts += [outline.quote(head) for head in dict.fromkeys(heads)]
    elif sentence.lead_in is not None:
        parts.append(document.text[sentence.lead_in.start : sentence.lead_in.end])
    return "\n".join(parts)


def _idf(units: Sequence[Unit], question: Question) -> dict[str, float]:
    """ln(1 + (N - n + 0.5) / (n + 0.5)) over the units, for the question's words."""
    counts: Counter[str] = Counter()
    for unit in units:
        counts.update(unit.inner & set(question.words))
    total = len(units)
    return {
        word: math.log(1 + (total - counts[word] + 0.5) / (counts[word] + 0.5))
        for word in question.words
    }


def _add_bridges(units: list[Unit], question: Question) -> None:
    """A good sentence that brings in a name the question lacks ("Class B event") lifts the other
    sentences that hold the name: the second hop. Rare names lift more, and only once."""
    asked = {name.casefold() for name in question.names}
    asked_text = question.text.casefold()
    names = {id(unit): {n.casefold() for n in names_in("x " + unit.text)} for unit in units}
    counts = Counter(name for held in names.values() for name in held)
    best = sorted(units, key=lambda u: (-u.score, u.key))[:6]
    total = len(units)
    own = {id(unit): unit.score for unit in units}
    if not best or own[id(best[0])] <= 0:
        return
    for source in best:
        for name in sorted(names[id(source)] - asked):
            if name in asked_text or not 2 <= counts[name] <= max(2, total // 4):
                continue
            rarity = 1 - math.log(counts[name]) / math.log(total + 1)
            gain = BRIDGE * rarity * max(own[id(source)] / own[id(best[0])], 0.0)
            for unit in units:
                if unit is not source and name in names[id(unit)] and gain > unit.bridge:
                    unit.score += gain - unit.bridge
                    unit.bridge, unit.via = gain, source


def _add_paths(units: list[Unit], context: Context) -> None:
    """Sentences that state the facts by which a passage was reached (`retrieval.fact_paths`)."""
    facts = {step.node for p in context.passages for step in p.path if step.via == "fact"}
    stated = [
        (evidence.version, evidence.statement)
        for passage in context.passages
        for fact in passage.facts
        if fact.id in facts
        for evidence in fact.evidence
    ]
    for unit in units:
        if any(v == unit.sentence.version and s.overlaps(unit.span) for v, s in stated):
            unit.score += PATH
            unit.on_path = True


def _lift_lead_ins(units: list[Unit], question: Question) -> None:
    """The sentence that introduces a list is as good as its best item where a list is asked for,
    else as its second best: it is quoted with all of them."""
    rank = 0 if question.expected == "list" else 1
    for unit in units:
        if not unit.sentence.children:
            continue
        inside = sorted(
            (
                other.score
                for other in units
                if other.sentence.version == unit.sentence.version
                and any(child.contains(other.span) for child in unit.sentence.children)
            ),
            reverse=True,
        )
        if len(inside) > rank:
            unit.score = max(unit.score, inside[rank] + LEAD_IN)
