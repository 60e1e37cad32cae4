"""A report on answers as one HTML page: figures with bars, what differs, and every question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from evaluation.answering.answer_report import CAVEATS, AnswerReport, difference, short, shown
from evaluation.answering.answer_scores import ALL_TYPES, AnswerRun, figures, states
from evaluation.answering.card_values import MEASURES, WORDS, JudgedCard
from evaluation.report_page import bar, page, table
from evaluation.significance import Interval

_QUESTIONS = 2000  # listed one by one; the JSON has all


def answer_html(report: AnswerReport) -> str:
    return page("Answers measured", "".join(_body(report)))


def _body(report: AnswerReport) -> Iterator[str]:
    yield "<h1>Answers, measured</h1>"
    about = " · ".join(f"{escape(name)} {escape(value)}" for name, value in report.about.items())
    yield f'<p class="quiet">{about}</p><p class="state warn">{escape(CAVEATS)}</p>'
    if report.lost:
        yield f"<p>{report.lost} gold spans do not stand in the base: no card can hold them.</p>"
    for run in report.runs:
        yield f'<h2>{escape(run.arm)} <span class="quiet">{len(run.cards)} questions, '
        yield f"{run.failed} failed</span></h2>"
        found = figures(run)
        yield '<div class="bars">' + "".join(map(_line, found[ALL_TYPES].items())) + "</div>"
        yield f"<h3>By type</h3>{_by_type(found)}"
        yield f"<h3>States</h3>{_states(run)}"
    yield from _comparisons(report)
    yield "<h2>What each measure counts</h2>"
    yield table(("measure", "counts"), MEASURES.items())
    yield from _questions(report)


def _line(named: tuple[str, Interval]) -> str:
    measure, one = named
    drawn = "" if measure == WORDS else bar(one.mean, one.low, one.high)
    return (
        f'<span title="{escape(MEASURES[measure])}">{escape(measure)}</span>'
        f"<span>{drawn}</span><span>{shown(measure, one)}</span>"
    )


def _by_type(found: Mapping[str, Mapping[str, Interval]]) -> str:
    types = [name for name in found if name != ALL_TYPES]
    rows = [
        [
            measure,
            *(short(measure, found[t][measure]) if measure in found[t] else "" for t in types),
        ]
        for measure in MEASURES
        if any(measure in found[t] for t in types)
    ]
    return table(("measure", *types), rows) if types else "<p>One type alone.</p>"


def _states(run: AnswerRun) -> str:
    counts = states(run)
    names = sorted(counts[ALL_TYPES])
    rows = [(kind, *(str(found.get(n, 0)) for n in names)) for kind, found in counts.items()]
    return table(("type", *names), rows)


def _comparisons(report: AnswerReport) -> Iterator[str]:
    found = report.comparisons
    if found:
        yield "<h2>What differs</h2><p class='quiet'>Second against first on the same questions: "
        yield "sign-flip permutation tests, p after Holm's correction over all of them.</p>"
        rows = [(one.first, one.second, one.measure, difference(one)) for one in found]
        yield table(("first", "second", "measure", "difference"), rows)


def _questions(report: AnswerReport) -> Iterator[str]:
    """Every question, opened: what each arm showed, and which gold spans it missed."""
    yield "<h2>Questions</h2>"
    by_id = [{card.question.id: card for card in run.cards} for run in report.runs]
    for one in report.runs[0].cards[:_QUESTIONS]:
        question = one.question
        cards = [(run.arm, own[question.id]) for run, own in zip(report.runs, by_id, strict=True)]
        marks = ", ".join("failed" if c.card.error else c.card.state for _, c in cards)
        yield f"<details><summary>{escape(question.text)} <small>{escape(question.type)}, "
        yield f"{escape(marks)}</small></summary>"
        for arm, card in cards:
            yield from _card(arm, card)
        yield "</details>"
    if len(report.runs[0].cards) > _QUESTIONS:
        yield f"<p>The first {_QUESTIONS:,}; the JSON report has all.</p>"


def _card(arm: str, one: JudgedCard) -> Iterator[str]:
    card = one.card
    yield f"<h3>{escape(arm)}: {escape(card.error or card.state)}</h3>"
    if card.headline:
        yield f"<p><b>{escape(card.headline)}</b></p>"
    if card.text:
        yield f"<p>{escape(card.text)}</p>"
    for lost in one.missed:
        words = escape(" ".join(lost.quote.split()))
        yield f'<p class="quiet">{escape(lost.step)}: {words}</p>'
