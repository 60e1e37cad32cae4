"""A score as data and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.judging.scores import KindScore, SheetScore
from evaluation.proportions import Share, decimal

TITLES = {
    "fact": "Shown facts",
    "name": "Shown names",
    "duty": "Rows of the register of duties",
    "sentence": "Main statements of clear sentences",
    "qualifier": "Qualifiers that stand in the text",
}


def score_data(score: SheetScore) -> dict[str, Any]:
    """The score as JSON: every share with count, total and interval."""
    return {
        "figure": score.figure,
        "why": score.why,
        "judges": list(score.judges),
        "notes": list(score.notes),
        "sheets": [
            {
                "sheet": sheet.hash,
                "items": len(sheet.items),
                "corpus": sheet.head.corpus,
                "seed": sheet.head.seed,
                "base": sheet.head.base,
                "version": sheet.head.version,
                "rules": sheet.head.rules,
                "drawn": sheet.head.drawn,
                "frozen": sheet.head.frozen,
            }
            for sheet in score.sheets
        ],
        "kinds": {kind: _kind_data(one) for kind, one in score.kinds.items()},
    }


def _kind_data(one: KindScore) -> dict[str, Any]:
    density = one.good_per_1000_words
    bounds = ("low", "value", "high")
    return {
        **{
            name: _shares_data(getattr(one, name))
            for name in ("shares", "by_corpus", "by_rule", "by_judge")
        },
        "faults": dict(one.faults),
        "agreement": {pair: found.to_dict() for pair, found in one.agreement.items()},
        "skipped": one.skipped,
        "unjudged": one.unjudged,
        "shown": one.shown,
        "good_per_1000_words": None
        if density is None
        else {name: round(value, 3) for name, value in zip(bounds, density, strict=True)},
    }


def _shares_data(shares: Mapping[str, Share]) -> dict[str, Any]:
    return {name: share.to_dict() for name, share in shares.items()}


def score_lines(score: SheetScore) -> Iterator[str]:
    """The score for people; intervals are Wilson's, 95 %."""
    yield f"A figure of {score.figure}: {score.why}."
    yield f"Judges: {', '.join(score.judges) or 'none'}. Intervals are Wilson's, 95 %."
    yield from score.notes
    for kind, one in score.kinds.items():
        yield ""
        yield f"{TITLES[kind]} ({rest(one)})"
        for name, share in one.shares.items():
            yield f"  {name:<28} {share}"
        if one.good_per_1000_words:
            yield f"  {'good ones per 1,000 words':<28} {density(one)}"
        for title, groups in groups_of(one).items():
            yield f"  {title}"
            for name, share in groups.items():
                yield f"    {name:<26} {share}"
        if one.faults:
            faults = ", ".join(f"{name} {count}" for name, count in one.faults.items())
            yield f"  faults: {faults}"
        for pair, found in one.agreement.items():
            yield f"  {pair}: the same verdict {found.raw}, kappa {kappa(found)}"


def groups_of(one: KindScore) -> dict[str, Mapping[str, Share]]:
    """The breakdowns that say more than the figure itself."""
    named = {"by corpus": one.by_corpus, "by rule": one.by_rule, "by judge": one.by_judge}
    return {title: groups for title, groups in named.items() if len(groups) > 1}


def rest(one: KindScore) -> str:
    """What is in no share, and how many there are in the base."""
    parts = [f"{one.skipped} skipped", f"{one.unjudged} not judged"]
    if one.shown:
        parts.insert(0, f"{one.shown:,} to draw from")
    return ", ".join(parts)


def density(one: KindScore) -> str:
    low, value, high = one.good_per_1000_words or (0.0, 0.0, 0.0)
    return f"{value:.1f} [{low:.1f}, {high:.1f}]"


def kappa(found: Any) -> str:
    if found.kappa is None:
        return "undefined (one verdict throughout)"
    return f"{decimal(found.kappa)} [{decimal(found.low)}, {decimal(found.high)}]"
