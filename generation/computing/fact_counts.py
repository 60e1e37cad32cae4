"""How many things are stated to stand in a relation, and which; never that there are no others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generation.computing.fact_answers import FactAnswer
from generation.computing.fact_cypher import counting_cypher
from generation.computing.fact_parts import doubts, is_called, is_one
from generation.computing.fact_questions import FactQuestion, stems
from generation.computing.figure_checks import STATED
from graph.model import Context, Span, StatedFact, StatedFacts
from graph.tokens import words as index_words


def counted_things(
    asked: FactQuestion, stated: StatedFacts, context: Context, retired: Collection[str]
) -> FactAnswer | None:
    """How many things the facts `stated` name for `asked`, or which, those of `retired` versions
    left out; None where none or only one does."""
    told = frozenset((*asked.rest, *asked.asked))
    current = [fact for fact in stated.facts if fact.version not in retired]
    found = [fact for fact in current if _speaks(asked, fact)]
    things: dict[str, list[tuple[StatedFact, Span]]] = {}
    reasons: list[str] = []
    for fact in found:
        reasons += _read(asked, fact, found, told, things)
    if len(things) < 2 or not _are_asked_for(asked, things):
        return None
    cited = [fact for thing in things.values() for fact, _ in thing]
    if near := _not_read(asked, stated, cited, current):
        reasons.append(f"another sentence may state more (“{near}”)")
    if not stated.all_near:
        reasons.append("too many sentences speak of it to be looked through")
    return _shown(asked, things, tuple(dict.fromkeys(reasons)), context, stated)


def _speaks(asked: FactQuestion, fact: StatedFact) -> bool:
    """Whether a statement is about what the question names beside what it asks for."""
    verb = stems(fact.predicate)
    if asked.side == "object":
        return (*stems(fact.words(fact.subject_span)), *verb) == asked.rest
    named = stems(fact.words(fact.object_span)) if fact.object_span is not None else ()
    said = (*verb, *named)
    if said == asked.rest:
        return True
    return any((*said, *stems(words)) == asked.rest for _, _, words in fact.qualifiers)


def _read(
    asked: FactQuestion,
    fact: StatedFact,
    found: Sequence[StatedFact],
    told: frozenset[str],
    things: dict[str, list[tuple[StatedFact, Span]]],
) -> Iterator[str]:
    """Put the thing that a statement names among `things`; yield why that cannot be done."""
    by_object = asked.side == "object"
    span = fact.object_span if by_object else fact.subject_span
    entity, kind = _thing(asked, fact), _kind(asked, fact)
    words = fact.words(span)
    called = is_called(asked.asked, words, kind)
    if called is False:
        return
    others = [one for one in found if one.statement.overlaps(fact.statement)]
    others = [one for one in others if one.version == fact.version]
    if fact.polarity == "negative":
        if not fact.shown or not _names_another(asked, fact, found):
            yield "a statement denies it"
    elif fact.modality != asked.modality:
        yield "a statement says it otherwise (may, must)"
    elif not fact.within:
        return
    elif why := doubts(fact, told, others):
        yield why
    elif not entity or span is None or (called is None and (asked.asked or kind != "Term")):
        yield f"“{words}” does not say what it is"
    elif not is_one(words, kind, begins=span.start == fact.statement.start):
        yield f"“{words}” may stand for several"
    else:
        things.setdefault(entity, []).append((fact, span))


def _names_another(asked: FactQuestion, denied: StatedFact, found: Sequence[StatedFact]) -> bool:
    """Whether what is denied is said of a thing by name, and of none of those it is affirmed of."""
    span = denied.object_span if asked.side == "object" else denied.subject_span
    thing = _thing(asked, denied)
    affirmed = {_thing(asked, fact) for fact in found if fact.polarity == "positive"}
    return thing not in ("", *affirmed) and is_one(
        denied.words(span), _kind(asked, denied), begins=False
    )


def _thing(asked: FactQuestion, fact: StatedFact) -> str:
    return fact.object if asked.side == "object" else fact.subject


def _are_asked_for(asked: FactQuestion, things: dict[str, list[tuple[StatedFact, Span]]]) -> bool:
    """Whether at least one thing is surely what is asked for: "who" takes the others along."""
    return any(
        is_called(asked.asked, fact.words(span), _kind(asked, fact))
        for thing in things.values()
        for fact, span in thing
    )


def _kind(asked: FactQuestion, fact: StatedFact) -> str:
    return fact.object_kind if asked.side == "object" else fact.subject_kind


def _not_read(
    asked: FactQuestion,
    stated: StatedFacts,
    cited: Sequence[StatedFact],
    current: Sequence[StatedFact],
) -> str:
    """A sentence that may state another one, and is neither cited nor known to say something else;
    empty without any."""
    for sentence in stated.near:
        if not _may_state(asked, set(index_words(sentence.text)), cited):
            continue
        spans = [f for f in cited if f.document == sentence.document]
        if any(f.statement.overlaps(sentence.span) for f in spans):
            continue
        read = [
            f
            for f in current
            if f.document == sentence.document and f.statement.overlaps(sentence.span)
        ]
        if not any(_says_otherwise(asked, fact, cited) for fact in read):
            return " ".join(sentence.text.split())[:100]
    return ""


def _may_state(asked: FactQuestion, held: set[str], cited: Sequence[StatedFact]) -> bool:
    """Whether a sentence with the words `held` names what is asked for; for "who" it must hold the
    verb."""
    if asked.asked:
        return asked.asked[-1] in held
    return any(held.issuperset(index_words(fact.predicate)) for fact in cited)


def _says_otherwise(asked: FactQuestion, fact: StatedFact, cited: Sequence[StatedFact]) -> bool:
    """Whether a statement that was read for sure is of something else than the question: another
    that does it, another thing, another time, or a denial."""
    if not fact.shown:
        return False
    if fact.polarity == "negative" and _speaks(asked, fact):
        return _names_another(asked, fact, cited)
    verb, named = stems(fact.predicate), stems(fact.words(fact.object_span))
    said = (*verb, *named)
    same_verb = asked.side == "subject" and named and asked.rest[: len(verb)] == verb
    if same_verb and said != asked.rest[: len(said)]:
        return is_one(fact.words(fact.object_span), fact.object_kind, begins=False)
    if asked.side == "object":
        words = fact.words(fact.subject_span)
        other = stems(words) != asked.rest[: len(stems(words))]
        return other and is_one(words, fact.subject_kind, begins=False)
    called = is_called(asked.asked, fact.words(fact.subject_span), fact.subject_kind)
    often = [stems(words) for kind, _, words in fact.qualifiers if kind == "frequency"]
    timed = any(s.startswith("every") for s in asked.rest)
    others = timed and any(len(o) == 1 and o[0].startswith("every") for o in often)
    return called is False or others


def _shown(
    asked: FactQuestion,
    things: dict[str, list[tuple[StatedFact, Span]]],
    reasons: tuple[str, ...],
    context: Context,
    stated: StatedFacts,
) -> FactAnswer | None:
    if reasons and not asked.counted:
        return None
    ordered = sorted(things.values(), key=lambda thing: thing[0][0].words(thing[0][1]))
    names = ", ".join(fact.words(span) for (fact, span), *_ in ordered)
    count = len(ordered)
    facts = {fact.fact for thing in ordered for fact, _ in thing}
    said = f"counted from {len(facts)} facts" if asked.counted else f"named by {len(facts)} facts"
    why = f"No number was counted from the facts: {'; '.join(reasons)}." if reasons else ""
    return FactAnswer(
        text=str(count) if asked.counted else names,
        operation="count" if asked.counted else "list",
        things=tuple(tuple(thing) for thing in ordered),
        said=f"{said}; there may be others that they do not state",
        passages=stated.passages,
        cypher=counting_cypher(asked, [f for t in ordered for f, _ in t], context.scope),
        note=f" {STATED}" if asked.counted else f" ({count} {STATED})",
        reasons=(why,) if why else (),
    )
