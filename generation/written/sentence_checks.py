"""Whether a sentence that somebody wrote holds by the sentences that it cites.

Every check is a rule over words and says why it failed; a trained checker is asked last and can
only take support away. A sentence is supported when none of them objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generation.question.named_things import identifiers_in, names_in
from generation.written.addressed_reader import addresses_reader
from generation.written.bounds_checks import (
    added_fault,
    dropped_fault,
    quantifier_fault,
)
from generation.written.clause_reading import Reading, content_tokens, held, read
from generation.written.counted_checks import counted_fault
from generation.written.direction_checks import opposite_fault, role_fault
from generation.written.operator_checks import Fault, modality_fault, negation_fault
from generation.written.population_checks import population_fault
from generation.written.quantities import quantity_fault
from generation.written.reworded_checks import order_fault, sense_fault
from generation.written.wording_checks import (
    added_negation_fault,
    changes,
    exchange_fault,
    left_out_fault,
    substitution_fault,
    themselves,
)
from graph.checking import Quote
from graph.model import DraftSentence, WrittenState
from graph.number_words import NUMBER_WORDS
from graph.protocols import Checker
from graph.tokens import STOP_WORDS

SUPPORTED_FROM = 0.5  # a checker's probability, for a sentence in words of its own
OWN_WORDS = 0.0  # share of words that do not stand in the sources: more is reworded
STRANGE = 0.5  # share of such words from which nothing is supported
DOUBTED = 0.02  # a checker's probability of support below which near words do not help either
_NUMERIC = re.compile(rf"\d.*|percent|{'|'.join(NUMBER_WORDS)}", re.IGNORECASE)
_EXPLETIVE = (
    r"(?:is|was|has been|can be|may be|must be|would be|might be) (?:\w+ )*"
    r"(?:to|that|when|whether|for)\b"
)
_PRONOUN = re.compile(
    rf"^\W*(?:(?:It(?! {_EXPLETIVE})|They|He|She)\b|(?:This|These|Those|That)\s+"
    r"(?:must|may|shall|can|is|are|was|were|has|have|do|does|applies|apply|includes?)\b)"
)
_SINGULAR_NAME = re.compile(
    r"^(?P<name>[A-Z][\w-]*[^s\W])\s+(?:must|may|shall|can|is|was|has|will)\b"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A cited sentence: `said`, its words behind those that lead to it; `above`, title, headings
    and what else stands over it; `quote`, as a checker reads it."""

    said: str
    above: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checks say of one sentence; `reason` is empty where it is supported."""

    state: WrittenState
    reason: str = ""


SUPPORTED = Finding("supported")


def check_sentence(
    text: str,
    cited: Sequence[Source],
    *,
    question: str = "",
    before: str = "",
    checker: Checker | None = None,
) -> Finding:
    """Hold `text` to the sentences `cited` (one or more). `before` is the sentence written before
    it, which a first pronoun points back to; words of the `question` need not be said again."""
    sources = [_spaced(source) for source in cited if not addresses_reader(source.said)]
    if not sources:
        return Finding("not_supported", "what it cites is no statement but addresses its reader")
    if any(_plainly(text) == _plainly(source.said) for source in sources):
        return SUPPORTED
    if _PRONOUN.match(text) and not before and not any(_PRONOUN.match(s.said) for s in sources):
        return Finding("not_supported", "it points back, and no supported sentence stands before")
    fault = _fault(text, sources, question, before)
    if fault is not None:
        reason, contradicted = fault
        return Finding("contradicted" if contradicted else "not_supported", reason)
    return _borne_out(text, sources, question, before, checker)


_DASH = re.compile(r"(?<=\w)(?:--+|—)(?=\w)")


def _spaced(source: Source) -> Source:
    """`source` with spaces around the dashes between its words: "plan--May 23, 2007"."""
    return replace(source, said=_DASH.sub(" – ", source.said))


def unsupported(draft: DraftSentence, question: str) -> str:
    """Why a draft does not hold by the quotes that it cites; empty where it does."""
    quotes = [Quote(citation.quote, citation.name) for citation in draft.citations]
    sources = [Source(quote.text, quote.above, quote) for quote in quotes]
    return check_sentence(draft.text, sources, question=question).reason


def _plainly(text: str) -> str:
    return " ".join(text.split()).strip(" .;,:").casefold()


def _fault(text: str, sources: Sequence[Source], question: str, before: str) -> Fault | None:
    said = " \n".join(source.said for source in sources)
    around = "\n".join(source.above for source in sources)
    reading, whole = read(text), read(said)
    rested = rested_on(reading, sources)
    asked = frozenset(token.stem for token in content_tokens(f"{question} {before}"))
    checks: tuple[Callable[[], Fault | None], ...] = (
        lambda: _quote_fault(text, f"{said}\n{around}"),
        lambda: quantity_fault(text, said, around),
        lambda: _name_fault(text, f"{said}\n{around}"),
        lambda: modality_fault(reading, whole),
        lambda: negation_fault(reading, whole),
        lambda: _alone(rested, lambda one: added_negation_fault(text, one)),
        lambda: opposite_fault(text, said),
        lambda: _alone(rested, lambda one: exchange_fault(text, one)),
        lambda: _alone(rested, lambda one: substitution_fault(text, one, asked)),
        lambda: _each(sources, lambda one: role_fault(text, one)),
        lambda: _each(rested, lambda one: dropped_fault(reading, one, asked)),
        lambda: _alone(rested, lambda one: left_out_fault(text, one)),
        lambda: _each(rested, lambda one: counted_fault(reading, one)),
        lambda: added_fault(reading, said),
        lambda: _each(rested, lambda one: population_fault(reading, one, asked)),
        lambda: quantifier_fault(reading, said),
        lambda: _strange_fault(reading, f"{said}\n{around}\n{before}"),
    )
    return next((fault for check in checks if (fault := check()) is not None), None)


def rested_on(reading: Reading, sources: Sequence[Source]) -> list[Source]:
    """The fewest of `sources` that hold all words of a sentence that any of them holds, the one
    with most words first: what another one says besides, the sentence need not say."""
    stems = [frozenset(token.stem for token in content_tokens(s.said)) for s in sources]
    open_words, found = {t.stem for t in reading.tokens}, []
    while open_words:
        shares = [{word for word in open_words if held(word, one)} for one in stems]
        best = max(range(len(sources)), key=lambda at: len(shares[at]))
        if not shares[best]:
            break
        found.append(sources[best])
        open_words -= shares[best]
    return [source for source in sources if source in found]


def _alone(sources: Sequence[Source], check: Callable[[str], Fault | None]) -> Fault | None:
    """For a sentence that rests on one source: of several, words come from each."""
    return check(sources[0].said) if len(sources) == 1 else None


def _each(sources: Sequence[Source], check: Callable[[str], Fault | None]) -> Fault | None:
    found = (check(source.said) for source in sources)
    return next((fault for fault in found if fault is not None), None)


_QUOTED = re.compile(r"[“\"](?P<words>[^“”\"]{12,})[”\"]")


def _quote_fault(text: str, said: str) -> Fault | None:
    """Words in quotation marks that do not stand in `said` as they are."""
    held_words = _plainly(said)
    for match in _QUOTED.finditer(text):
        if _plainly(match["words"]) not in held_words:
            return "what it puts in quotation marks does not stand in what is cited", False
    return None


def _name_fault(text: str, said: str) -> Fault | None:
    """The first name, identifier or capitalised word of `text` that does not stand in `said`."""
    folded = " ".join(said.casefold().split())
    for code in identifiers_in(text):
        if code.casefold() not in folded:
            return f"“{code}” does not stand in what is cited", False
    words = set(re.findall(r"[\w&]+", folded))
    for name in _names(text, said):
        parts = [part for part in re.findall(r"[\w&]+", name.casefold()) if len(part) > 1]
        parts = [p for p in parts if p not in STOP_WORDS and not p.isdecimal()]
        parts = [p for p in parts if p not in NUMBER_WORDS and p != "hundred"]
        for part in parts:
            if not words & {part, part.removesuffix("s"), f"{part}s"}:
                return f"the name “{name}” does not stand in what is cited", False
    return None


def _names(text: str, said: str) -> list[str]:
    """The names of `text`; the capital of a first word says nothing, unless that word stands alone
    before a modal ("Velorix must") and is no relative of a word of `said`."""
    first = re.match(r"\W*([\w-]+)", text)
    opening = first[1] if first else ""
    found = [name for name in names_in(f"x {text}") if name != opening or not name.isalpha()]
    alone = _SINGULAR_NAME.match(text)
    stems = frozenset(token.stem for token in content_tokens(said))
    if alone and any(not held(token.stem, stems) for token in content_tokens(alone["name"])):
        found.append(alone["name"])
    return found


def _strange_fault(reading: Reading, said: str) -> Fault | None:
    share = _own_words(reading, said)
    if reading.tokens and share > STRANGE:
        return "few of its words stand in what it cites", False
    return None


def _own_words(reading: Reading, said: str) -> float:
    """Share of the words that have no relative in `said`."""
    stems = frozenset(token.stem for token in content_tokens(said)) | themselves(said)
    counted = [token for token in reading.tokens if not _NUMERIC.fullmatch(token.surface)]
    own = [token for token in counted if not held(token.stem, stems)]
    return len(own) / len(counted) if counted else 1.0


def _borne_out(
    text: str, sources: Sequence[Source], question: str, before: str, checker: Checker | None
) -> Finding:
    """The last word: near the words of its sources a sentence holds unless a checker finds hardly
    any support; in words of its own it needs the checker."""
    share = _own_words(read(text), "\n".join(f"{s.said}\n{s.above}" for s in sources))
    said = " \n".join(source.said for source in sources)
    reworded = share > OWN_WORDS
    fault = sense_fault(text, said) if reworded or changes(text, said) is None else None
    fault = fault or (order_fault(text, said) if reworded else None)
    if fault is not None:
        return Finding("not_supported", fault[0])
    if checker is None:
        if reworded:
            return Finding("not_supported", "it is reworded, and no checker is there to read it")
        return SUPPORTED
    quotes = [source.quote for source in sources]
    if len(quotes) > 1:
        quotes.append(Quote(" ".join(q.text for q in quotes), quotes[0].above))
    read_by = checker.support(text, quotes)
    best = max(read_by, key=lambda item: item.supports)
    if reworded and best.supports < SUPPORTED_FROM:
        against = max(item.contradicts for item in read_by)
        if against >= SUPPORTED_FROM and best.supports < 1 - SUPPORTED_FROM:
            return Finding("contradicted", "the checker reads the contrary in what it cites")
        return Finding("not_supported", "the checker does not find it in what it cites")
    if best.supports < DOUBTED:
        return Finding("not_supported", "the checker finds hardly any of it in what it cites")
    return SUPPORTED
