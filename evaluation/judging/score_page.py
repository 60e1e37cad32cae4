"""A score as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from evaluation.judging.judge_agreement import Agreement
from evaluation.judging.score_forms import TITLES, density, groups_of, kappa, rest
from evaluation.judging.scores import KindScore, SheetScore
from evaluation.proportions import Share, decimal
from evaluation.report_page import bar, page, table


def score_html(score: SheetScore) -> str:
    """The page: what kind of figure it is first, then every share with its interval as a bar."""
    return page("Judged facts", "".join(_body(score)))


def _body(score: SheetScore) -> Iterator[str]:
    tone = "good" if score.figure == "test" else "warn"
    yield "<h1>What judges said of this graph</h1>"
    yield (
        f'<p class="state {tone}"><b>A figure of {escape(score.figure)}.</b> '
        f"{escape(_sentence(score.why))}</p>"
    )
    for note in score.notes:
        yield f'<p class="quiet">{escape(_sentence(note))}</p>'
    for kind, one in score.kinds.items():
        yield from _kind(TITLES[kind], one)
    yield "<h2>Sheets</h2>"
    yield table(
        ("corpus", "seed", "items", "frozen since", "drawn", "version", "base", "rules"),
        [
            (s.head.corpus, s.head.seed, str(len(s.items)), s.head.frozen or "not said",
             s.head.drawn, s.head.version, s.head.base[:12], s.head.rules)
            for s in score.sheets
        ],
    )  # fmt: skip
    yield f'<p class="quiet">Judges: {escape(", ".join(score.judges) or "none")}. Where several '
    yield "judged an item, the verdict that most of them gave counts, on a tie the stricter one. "
    yield "Intervals: Wilson's, 95&nbsp;%; of kappa, bootstrap over the items.</p>"


def _kind(title: str, one: KindScore) -> Iterator[str]:
    yield f'<h2>{escape(title)} <span class="quiet">{escape(rest(one))}</span></h2>'
    yield _shares(one.shares)
    if one.good_per_1000_words:
        yield f"<p>Good ones per 1,000 words of text: <b>{density(one)}</b></p>"
    for name, groups in groups_of(one).items():
        yield f"<h3>{escape(name)}</h3>{_shares(groups)}"
    if one.faults:
        rows = [(name, str(count)) for name, count in one.faults.items()]
        yield f"<h3>Faults</h3>{table(('fault', 'items'), rows)}"
    if one.agreement:
        yield f"<h3>Agreement</h3>{_agreement(one.agreement)}"


def _shares(shares: Mapping[str, Share]) -> str:
    return '<div class="bars">' + "".join(map(_line, shares.items())) + "</div>"


def _line(named: tuple[str, Share]) -> str:
    name, share = named
    if share.value is None:
        return f"<span>{escape(name)}</span><span></span><span>none judged</span>"
    shown = f"{decimal(share.value)} <small>{decimal(share.low)}–{decimal(share.high)}</small>"
    return (
        f"<span>{escape(name)}</span>{bar(share.value, share.low, share.high)}"
        f"<span>{shown} <small>of {share.total}</small></span>"
    )


def _agreement(found: Mapping[str, Agreement]) -> str:
    rows = [(pair, str(one.raw), kappa(one)) for pair, one in found.items()]
    return table(("judges", "the same verdict", "Cohen's kappa"), rows)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
