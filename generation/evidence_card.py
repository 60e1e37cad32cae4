"""From a context to an evidence card."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import islice

from generation.checks.answer_odds import answer_odds
from generation.checks.citation_checks import verify
from generation.checks.headline_checks import is_asked_for
from generation.checks.met_parts import parts_met
from generation.checks.reply_forms import has_reply_form
from generation.checks.worded_otherwise import (
    asks_itself,
    of_another_kind,
    reads_as_answer,
)
from generation.computing.computed_answers import Computed, compute
from generation.computing.folded_words import folded_words
from generation.computing.question_forms import form_of
from generation.evidence.label_lines import speaks_of
from generation.evidence.units import Unit
from generation.missing import missing
from generation.policy import Findings, Signs, decide, decide_computed, is_direct, signs
from generation.question.sections import named_place
from generation.writers.folded_lines import folded_lines
from generation.writers.headline import is_outright
from generation.writers.quoted_qualifiers import Limits
from generation.writers.quoting import Plan, QuotingGenerator, is_amended, plan
from generation.writers.told_values import told_value
from generation.written.sentence_checks import unsupported
from graph.model import (
    Answer,
    AnswerSentence,
    AnswerState,
    AskEvent,
    Context,
    DraftSentence,
    Listener,
    StageDone,
    Verified,
)
from graph.protocols import Checker, Generator


def answer(
    context: Context,
    *,
    words: int = 150,
    generator: Generator | None = None,
    checker: Checker | None = None,
    listener: Listener | None = None,
    today: date | None = None,
    fold: bool = True,
) -> Answer:
    """An evidence card of about `words` words. Drafts come from `generator` (by default verbatim
    quotes, no language model); each is verified, those of another generator like what a language
    model wrote (`generation.written`), and those that fail are listed with the reason.
    `checker` reads the best sentences beside the question. `today` decides what is in force (the
    present day by default). `listener` is told of every sentence that is shown as soon as it has
    verified. With `fold`, lines that are unlikely to hold the answer wait in `Answer.more`; the
    state is that of all. The id is left empty: the caller knows the settings it must depend on."""
    tell: Listener = listener or _nobody
    started = time.perf_counter()
    planned = plan(context, words=words, today=today or date.today(), checker=checker)
    found = findings(planned)
    state = decide(found)
    alone = planned.unknown and named_place(planned.evidence.question.asked) is not None
    if alone or (not planned.evidence.answerable and not planned.opened):
        state = "not_found"
    elif planned.unknown and state == "answered":
        state = "related"
    computed = _computed(context, planned, state)
    tell(StageDone("quote", len(planned.units)))
    if computed is None and state == "answered" and _is_miscounted(planned):
        state = "related"  # a number in one row says nothing of how many rows there are
    if computed is None and state == "answered":
        planned = _with_told_value(planned)
    if computed is None:
        if fold and state != "not_found":
            planned = replace(planned, folded=folded_lines(planned))
        written = _drafts(context, planned, state, words, generator)
    else:
        context = replace(context, passages=(*context.passages, *computed.passages))
        state = decide_computed(computed.reasons)
        written = computed.drafts(context)
    foreign = computed is None and not isinstance(generator, QuotingGenerator | None)
    checks = _Checks(context, tell, headed=state == "answered", foreign=foreign)
    for draft in written:
        checks.check(draft)
    if foreign and state == "answered" and not checks.cites(planned.lead):
        state, checks.top = "related", None
    top, sentences, refused = checks.top, tuple(checks.kept), tuple(checks.refused)
    if computed is not None and top is None and state == "answered":
        state = "related"
    if not sentences:
        top = None
        if state == "answered":
            state = "not_found"
    finished = time.perf_counter()
    used = dict.fromkeys(fact for sentence in sentences for fact in sentence.facts)
    return Answer(
        id="",
        question=context.question,
        state=state,
        headline=top,
        sentences=sentences,
        missing=(
            _missing(context, planned, state, found) if computed is None else computed.reasons
        ),
        passages=context.passages,
        links=context.links,
        facts=tuple(used),
        refused=refused,
        documents_searched=context.documents_searched,
        superseded=context.superseded,
        manifest=_manifest(generator, planned, found.signs, computed),
        milliseconds={
            **context.milliseconds,
            "generate": (finished - started - checks.seconds) * 1000,
            "verify": checks.seconds * 1000,
        },
        more=tuple(checks.more),
    )


def _with_told_value(planned: Plan) -> Plan:
    """`planned` with the value that its lead tells, where no headline stands over it."""
    lead = planned.lead
    if lead is None or planned.headline is not None or planned.several or planned.opened:
        return planned
    if planned.respelled or is_amended(lead, planned.beside):
        return planned
    return replace(planned, headline=told_value(planned.evidence, lead, planned.fit))


def _computed(context: Context, planned: Plan, state: AnswerState) -> Computed | None:
    """The figure that tables, lists or facts give, unless a sentence of the documents that it does
    not rest on answers by itself."""
    lead = planned.lead
    if planned.opened:
        return None
    stated = state == "answered" and planned.headline is not None and lead is not None
    if not stated or lead is None or _in_table(lead):
        return compute(context, planned.evidence.today)
    if not (_in_list(lead) or context.stated):
        return None
    found = compute(context, planned.evidence.today)
    rests = found is not None and found.rests_on(lead.sentence.version, lead.span)
    return found if rests else None


def _in_table(unit: Unit) -> bool:
    """Whether a unit is a row of a table, or lines of one."""
    return unit.kind == "table_row" or " | " in unit.text


def _in_list(unit: Unit) -> bool:
    """Whether a unit is an item of a list, or the line that introduces one."""
    return unit.kind == "list_item" or bool(unit.sentence.children)


def _is_miscounted(planned: Plan) -> bool:
    """Whether a count is asked for and the headline is the number of one row of a table."""
    form = form_of(planned.evidence.question.asked)
    if planned.evidence.question.expected != "number" or form is None or not form.counted:
        return False
    if planned.lead is None or not _in_table(planned.lead):
        return False
    if planned.headline is None:
        return True
    said = planned.evidence.quote(planned.headline.unit, planned.headline.span)
    asked = {word.text for word in form.words}
    return not any(word.text in asked for word in folded_words(said))  # "how many kg": "33 kg"


def findings(planned: Plan) -> Findings:
    """What the checks say of a plan."""
    lead = planned.lead
    headed = planned.headline is not None or bool(planned.several)
    direct = is_direct(planned.evidence, lead, planned.fit, headed=headed)
    parts = parts_met(planned.evidence, lead, planned.units) if lead is not None else (True,)
    form = lead is None or _replies(planned, lead)
    evidence = planned.evidence
    odds = answer_odds(evidence, lead, planned.fits) if lead is not None else None
    read = lead is not None and reads_as_answer(
        evidence.question, lead, planned.units, planned.fit, odds, replies=form, headed=headed
    )
    return Findings(
        signs=signs(planned.evidence, planned.units),
        direct=planned.opened or (not planned.respelled and direct),
        fit=planned.fit,
        conflict=planned.conflict,
        linked=lead is not None and lead.on_path,
        odds=odds,
        read=read and all(parts) and not planned.respelled,
        several=bool(planned.several),
        replies=planned.opened or lead is None or (all(parts) and form),
        cut=planned.is_cut,
        row=lead is not None and _in_table(lead),
        outright=planned.headline is not None and is_outright(evidence, planned.headline),
        part=read and any(parts) and not all(parts),
    )


def _replies(planned: Plan, lead: Unit) -> bool:
    """Whether the unit that answers has the form of a reply, as a headline of what is asked has."""
    evidence = planned.evidence
    if not speaks_of(evidence.question, lead.text) or asks_itself(lead):
        return False
    if of_another_kind(evidence.question, lead):
        return False
    if planned.several:
        return True
    top = planned.headline
    if top is not None:
        said = top.answer or evidence.quote(top.unit, top.span)
        return is_asked_for(evidence, lead, said, planned.fit)
    return has_reply_form(evidence.question, lead, planned.units)


def _missing(
    context: Context, planned: Plan, state: AnswerState, found: Findings
) -> tuple[str, ...]:
    cut = planned.cut_lists if state != "not_found" else ()
    evidence, units = planned.evidence, planned.units
    lines = missing(context, evidence, units, state, found.fit, planned.several, cut)
    if not planned.unknown:
        return lines
    said = f"No place “{planned.unknown}” was found in these documents."
    return (said, *(line for line in lines if not line.endswith(_STRANGE)))


_STRANGE = (  # as its parts do not
    "” does not occur in the passages that were found.",
    "” does not occur in these documents.",
)
NEAREST = 3  # sentences on a card that found no answer


def _nobody(_event: AskEvent) -> None:
    return None


def _drafts(
    context: Context, planned: Plan, state: AnswerState, words: int, generator: Generator | None
) -> Iterator[DraftSentence]:
    """Nothing is written for a question that the context does not answer: the nearest passages are
    quoted, whoever writes."""
    if not planned.evidence.answerable and not planned.opened:
        return iter(())
    far = state == "not_found"
    if generator is not None and not far:
        return generator.generate(context)
    quoted = QuotingGenerator(words).drafts(context, planned)
    return islice((d for d in quoted if d.role != "headline"), NEAREST) if far else quoted


class _Checks:
    """What of the drafts is kept: headline (`top`, only where `headed`), sentences, those that are
    folded (`more`), refusals. `foreign`: the drafts are not quotes of ours. `parent` is renumbered
    over the sentences that stay, of what is folded over these. A headline is told of with the
    first sentence that verifies: without one it does not stand."""

    def __init__(
        self, context: Context, tell: Listener, *, headed: bool, foreign: bool = False
    ) -> None:
        self._foreign = foreign
        self.top: AnswerSentence | None = None
        self.kept: list[AnswerSentence] = []
        self.more: list[AnswerSentence] = []
        self.refused: list[tuple[str, str]] = []
        self.seconds = 0.0
        self._context = context
        self._limits = Limits(context)
        self._tell = tell
        self._headed = headed
        self._place: dict[int, tuple[bool, int]] = {}  # draft -> whether folded, place
        self._number = 0

    def check(self, draft: DraftSentence) -> None:
        started = time.perf_counter()
        sentence, why = verify(draft, self._context)
        if sentence is not None and self._foreign:
            why = unsupported(draft, self._context.question)
            sentence = None if why else sentence
        self.seconds += time.perf_counter() - started
        if sentence is None:
            self.refused.append((draft.text, why))
        if draft.role in ("headline", "computed"):
            if self._headed and self.top is None:
                self.top = sentence
            return
        if sentence is not None:
            self._keep(sentence, draft)
        self._number += 1

    def cites(self, unit: Unit | None) -> bool:
        """Whether one of the sentences that are kept rests on `unit`."""
        return unit is not None and any(
            c.version == unit.sentence.version
            and c.start < unit.span.end
            and unit.span.start < c.end
            for sentence in self.kept
            for c in sentence.citations
        )

    def _keep(self, sentence: AnswerSentence, draft: DraftSentence) -> None:
        folded = draft.folded and _same(sentence, self.kept) is None
        shelf = self.more if folded else self.kept
        place = _same(sentence, shelf)
        if place is not None:
            known = shelf[place]
            shelf[place] = replace(
                known,
                citations=tuple(dict.fromkeys((*known.citations, *sentence.citations))),
                facts=tuple(dict.fromkeys((*known.facts, *sentence.facts))),
            )
        else:
            if self.top is not None and not self.kept:
                self._tell(Verified(self.top, None))
            place = len(shelf)
            limits = self._limits.of(sentence.citations[0], sentence.facts)
            parent = self._parent(draft, folded=folded)
            shelf.append(replace(sentence, parent=parent, qualifiers=limits))
        self._place[self._number] = (folded, place)
        if not folded:
            self._tell(Verified(self.kept[place], place))

    def _parent(self, draft: DraftSentence, *, folded: bool) -> int | None:
        """The place of the parent of `draft`, where it is on the same side of the fold."""
        if draft.parent is None:
            return None
        side, place = self._place.get(draft.parent, (folded, None))
        return place if side == folded else None


def _same(sentence: AnswerSentence, kept: list[AnswerSentence]) -> int | None:
    """Which of `kept` says the same words: one line, several citations."""
    text = sentence.text.split()
    for index, other in enumerate(kept):
        if other.text.split() == text:
            return index
    return None


def _manifest(
    generator: Generator | None, planned: Plan, found: Signs, computed: Computed | None
) -> dict[str, object]:
    return {
        **({} if computed is None else {"computed": computed.described()}),
        "generator": (generator or QuotingGenerator()).fingerprint,
        "answer_type": planned.evidence.question.expected,
        "signs": asdict(found),
        "today": planned.evidence.today.isoformat(),
    }
