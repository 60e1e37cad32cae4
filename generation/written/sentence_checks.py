"""Whether a sentence that somebody wrote holds by the sentences that it cites.

Every check is a rule over words and says why it failed; a trained checker is asked last and can
only take support away. A sentence is supported when none of them objects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generation.written.addressed_reader import addresses_reader
from generation.written.bounds_checks import (
    added_fault,
    dropped_fault,
    quantifier_fault,
)
from generation.written.clause_reading import Reading, content_tokens, held, read
from generation.written.counted_checks import counted_fault
from generation.written.direction_checks import opposite_fault, role_fault
from generation.written.name_checks import name_fault
from generation.written.operator_checks import Fault, modality_fault, negation_fault
from generation.written.parsed_roles import parsed_role_fault, states
from generation.written.plain_wording import plain
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
from graph.checking import Quote, Support
from graph.model import DraftSentence, WrittenState
from graph.number_words import NUMBER_WORDS
from graph.protocols import Checker

SUPPORTED_FROM = 0.5  # a checker's probability, for a sentence in words of its own
OWN_WORDS = 0.0  # share of words that do not stand in the sources: more is reworded
STRANGE = 0.5  # share of such words from which nothing is supported
SURE = 0.9  # a checker's probability from which nothing was left out that matters
BORNE_BACK = 0.35  # how far a sentence in words of its own must bear out what it cites in turn
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
    sources = [_plain_source(source) for source in cited if not addresses_reader(source.said)]
    if not sources:
        return Finding("not_supported", "what it cites is no statement but addresses its reader")
    written, text = text, plain(text)
    if any(_plainly(text) == _plainly(source.said) for source in sources):
        return SUPPORTED
    if _PRONOUN.match(text) and not before and not any(_opens_alike(text, s) for s in sources):
        return Finding("not_supported", "it points back, and no supported sentence stands before")
    if text.rstrip().endswith(":") or not states(text):
        return Finding("not_supported", "it is no whole sentence, and states nothing by itself")
    for check, gives_way in _checks(text, sources, question, before):
        fault = check()
        if fault is not None and not (gives_way and _is_sure(written, sources, checker)):
            return Finding("contradicted" if fault[1] else "not_supported", fault[0])
    return _borne_out(written, sources, question, before, checker)


def _opens_alike(text: str, source: Source) -> bool:
    """Whether a source points back with the same two words: "They must", "They must"."""
    own, other = text.casefold().split()[:2], source.said.casefold().split()[:2]
    return own == other and _PRONOUN.match(source.said) is not None


_DASH = re.compile(r"(?<=\w)(?:--+|—)(?=\w)")


def _plain_source(source: Source) -> Source:
    """`source` in plain wording, with spaces around its dashes: "plan--May 23, 2007"."""
    return replace(source, said=plain(_DASH.sub(" – ", source.said)))


def unsupported(draft: DraftSentence, question: str) -> str:
    """Why a draft does not hold by the quotes that it cites; empty where it does."""
    quotes = [Quote(citation.quote, citation.name) for citation in draft.citations]
    sources = [Source(quote.text, quote.above, quote) for quote in quotes]
    return check_sentence(draft.text, sources, question=question).reason


def _plainly(text: str) -> str:
    return " ".join(text.split()).strip(" .;,:").casefold()


Check = tuple[Callable[[], Fault | None], bool]
"""A check of one sentence, and whether it gives way to a trained checker that is sure: words alone
show badly whether what a sentence leaves out matters."""


def _checks(text: str, sources: Sequence[Source], question: str, before: str) -> tuple[Check, ...]:
    said = " \n".join(source.said for source in sources)
    around = "\n".join(source.above for source in sources)
    reading, whole = read(text), read(said)
    rested = rested_on(reading, sources)
    asked = frozenset(token.stem for token in content_tokens(f"{question} {before}"))
    return (
        (lambda: _quote_fault(text, f"{said}\n{around}"), False),
        (lambda: quantity_fault(text, said, around), False),
        (lambda: name_fault(text, f"{said}\n{around}"), False),
        (lambda: modality_fault(reading, whole), True),
        (lambda: negation_fault(reading, whole), False),
        (lambda: _alone(rested, lambda one: added_negation_fault(text, one)), False),
        (lambda: opposite_fault(text, said), False),
        (lambda: _alone(rested, lambda one: exchange_fault(text, one)), False),
        (lambda: _alone(rested, lambda one: substitution_fault(text, one, asked)), False),
        (lambda: _each(sources, lambda one: role_fault(text, one)), False),
        (lambda: _each(rested, lambda one: dropped_fault(reading, one, asked)), True),
        (lambda: _alone(rested, lambda one: left_out_fault(text, one)), True),
        (lambda: _each(rested, lambda one: counted_fault(reading, one)), False),
        (lambda: added_fault(reading, said), False),
        (lambda: _each(rested, lambda one: population_fault(reading, one, asked)), False),
        (lambda: quantifier_fault(reading, said), True),
        (lambda: _each(rested, lambda one: parsed_role_fault(text, one)), False),
        (lambda: _strange_fault(reading, f"{said}\n{around}\n{before}"), False),
    )


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


def _supports(text: str, sources: Sequence[Source], checker: Checker) -> list[Support]:
    """What `checker` reads in each source, and in all of them together."""
    quotes = [source.quote for source in sources]
    if len(quotes) > 1:
        quotes.append(Quote(" ".join(q.text for q in quotes), quotes[0].above))
    return checker.support(text, quotes)


def _is_sure(text: str, sources: Sequence[Source], checker: Checker | None) -> bool:
    """Whether a sentence whose words all stand in its sources is read there by `checker` as well as
    sentences are that leave nothing out."""
    said = "\n".join(f"{s.said}\n{s.above}" for s in sources)
    if checker is None or _own_words(read(text), said) > OWN_WORDS:
        return False
    return max(one.supports for one in _supports(text, sources, checker)) >= SURE


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
    read_by = _supports(text, sources, checker)
    best = max(read_by, key=lambda item: item.supports)
    own_words = reworded or changes(text, said) is None
    if own_words and best.supports < SUPPORTED_FROM:
        against = max(item.contradicts for item in read_by)
        if against >= SUPPORTED_FROM and best.supports < 1 - SUPPORTED_FROM:
            return Finding("contradicted", "the checker reads the contrary in what it cites")
        return Finding("not_supported", "the checker does not find it in what it cites")
    if own_words and checker.support(said, [Quote(text)])[0].supports < BORNE_BACK:
        return Finding("not_supported", "what it cites says more or other than it, a checker reads")
    if best.supports < DOUBTED:
        return Finding("not_supported", "the checker finds hardly any of it in what it cites")
    return SUPPORTED
