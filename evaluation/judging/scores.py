"""What the verdicts on a sheet come to: shares by kind, corpus, rule, fault and judge.

Where several judged, the verdict that most of them gave counts, on a tie the stricter one; each
judge stands beside it, and each two with their agreement. Skipped items are in no share. A figure
is one of a test only where documents and rules were frozen before the draw and no judge had seen
the rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from evaluation.judging.given_verdicts import Verdict
from evaluation.judging.judge_agreement import Agreement, agreement
from evaluation.judging.sheets import Item, Key, Sheet
from evaluation.judging.verdict_words import KINDS, SKIP, STRICTEST, WRONG_KIND, Kind, is_good
from evaluation.proportions import Share, share_of

Judged = Mapping[str, Mapping[int, Verdict]]
"""Judge -> number of the item -> verdict."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One judged item: its `verdict` and what it is counted under."""

    item: Item
    verdict: Verdict
    corpus: str
    rule: str

    @property
    def good(self) -> bool:
        return is_good(self.item.kind, self.verdict.verdict)


@dataclass(frozen=True, slots=True)
class KindScore:
    """The figures of one kind of item. `shares`: figure -> share; `good_per_1000_words` (low,
    value, high): the good share times all that is shown, by words of text; `shown`: how many there
    are in the base, 0 where no key says so."""

    kind: Kind
    shares: Mapping[str, Share]
    by_corpus: Mapping[str, Share]
    by_rule: Mapping[str, Share]
    by_judge: Mapping[str, Share]
    faults: Mapping[str, int]
    agreement: Mapping[str, Agreement]
    skipped: int
    unjudged: int
    shown: int = 0
    good_per_1000_words: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class SheetScore:
    """`figure` is ``test`` or ``development``, `why` says why."""

    sheets: Sequence[Sheet]
    figure: str
    why: str
    judges: Sequence[str]
    kinds: Mapping[Kind, KindScore]
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A sheet, what its judges said, and its key where there is one."""

    sheet: Sheet
    judged: Judged
    key: Key | None = None


def score(judged: Sequence[JudgedSheet]) -> SheetScore:
    """The figures of one or more sheets together."""
    ballots = [ballot for one in judged for ballot in _ballots(one, combined(one.judged))]
    by_judge = {
        judge: [ballot for one in judged for ballot in _ballots(one, one.judged.get(judge, {}))]
        for judge in _judges(judged)
    }
    figure, why = _figure(judged)
    kinds = {
        kind: _kind_score(kind, judged, ballots, by_judge)
        for kind in KINDS
        if any(item.kind == kind for one in judged for item in one.sheet.items)
    }
    notes = [
        f"{one.sheet.head.corpus}: no key, so nothing by rule and nothing per 1,000 words"
        for one in judged
        if one.key is None
    ]
    return SheetScore([j.sheet for j in judged], figure, why, list(by_judge), kinds, notes)


def combined(judged: Judged) -> dict[int, Verdict]:
    """One verdict for each item that anybody judged: of those who did not skip it the one that most
    gave, on a tie the stricter."""
    said: dict[int, list[Verdict]] = defaultdict(list)
    for judge in sorted(judged):
        for n, verdict in judged[judge].items():
            said[n].append(verdict)
    return {n: _most(verdicts) for n, verdicts in sorted(said.items())}


def _most(verdicts: Sequence[Verdict]) -> Verdict:
    given = [v for v in verdicts if v.verdict != SKIP.name] or list(verdicts)
    counts = Counter(v.verdict for v in given)

    def rank(verdict: Verdict) -> tuple[int, int]:
        word = verdict.verdict
        strict = STRICTEST.index(word) if word in STRICTEST else len(STRICTEST)
        # A fault that anybody named is kept, so that "wrong kind" is not lost on a tie.
        return -counts[word], strict * 2 + (not verdict.fault)

    return min(given, key=rank)


def _judges(judged: Sequence[JudgedSheet]) -> list[str]:
    return sorted({judge for one in judged for judge in one.judged})


def _ballots(one: JudgedSheet, verdicts: Mapping[int, Verdict]) -> list[Ballot]:
    found = []
    for item in one.sheet.items:
        verdict = verdicts.get(item.n)
        if verdict is not None:
            hidden = one.key.hidden.get(item.n) if one.key else None
            corpus = hidden.corpus if hidden else one.sheet.head.corpus
            found.append(Ballot(item, verdict, corpus, hidden.rule if hidden else ""))
    return found


def _figure(judged: Sequence[JudgedSheet]) -> tuple[str, str]:
    seen = sorted(
        {v.judge or judge for one in judged for judge, said in one.judged.items()
         for v in said.values() if v.saw_rules}
    )  # fmt: skip
    loose = [one.sheet.head.corpus for one in judged if not one.sheet.head.frozen]
    if loose:
        return "development", (
            f"nobody said when {', '.join(loose)} was drawn that documents and rules were frozen "
            "before (draw --frozen-since)"
        )
    if seen:
        return "development", f"{', '.join(seen)} had seen the rules or their scores"
    since = dict.fromkeys(one.sheet.head.frozen for one in judged)
    return "test", f"documents and rules frozen before the draw: {'; '.join(since)}"


# --- one kind -----------------------------------------------------------------------------------


def _kind_score(
    kind: Kind,
    judged: Sequence[JudgedSheet],
    ballots: Sequence[Ballot],
    by_judge: Mapping[str, Sequence[Ballot]],
) -> KindScore:
    of_kind = [ballot for ballot in ballots if ballot.item.kind == kind]
    counted = [ballot for ballot in of_kind if ballot.verdict.verdict != SKIP.name]
    drawn = sum(item.kind == kind for one in judged for item in one.sheet.items)
    good = share_of([ballot.good for ballot in counted])
    shown = sum(
        population.items.get(kind, 0)
        for one in judged if one.key for population in one.key.population.values()
    )  # fmt: skip
    return KindScore(
        kind=kind,
        shares=_shares(kind, counted),
        by_corpus=_good_by(counted, lambda ballot: ballot.corpus),
        by_rule=_good_by([b for b in counted if b.rule], lambda ballot: ballot.rule),
        by_judge={judge: share_of([b.good for b in _counted(own, kind)])
                  for judge, own in by_judge.items() if _counted(own, kind)},
        faults=_faults(counted),
        agreement=_agreements(kind, judged),
        skipped=len(of_kind) - len(counted),
        unjudged=drawn - len(of_kind),
        shown=shown,
        good_per_1000_words=_density(kind, judged, good, shown),
    )  # fmt: skip


def _counted(ballots: Iterable[Ballot], kind: Kind) -> list[Ballot]:
    return [b for b in ballots if b.item.kind == kind and b.verdict.verdict != SKIP.name]


def _shares(kind: Kind, ballots: Sequence[Ballot]) -> dict[str, Share]:
    said = [ballot.verdict.verdict for ballot in ballots]

    def of(*words: str) -> Share:
        return share_of([word in words for word in said])

    match kind:
        case "fact":
            return {
                "right": of("right"),
                "misleading": of("misleading"),
                "true but trivial": of("trivial"),
            }
        case "name":
            wrong_kind = [ballot.verdict.fault == WRONG_KIND.name for ballot in ballots]
            return {"good": of("good"), "wrong kind": share_of(wrong_kind)}
        case "duty":
            return {"acceptable": of("acceptable"), "misleading": of("misleading")}
        case "sentence":
            return {
                "found rightly": of("found"),
                "found in part": of("partly"),
                "shown wrongly": of("wrong"),
            }
        case "qualifier":
            attached = [word == "whole" for word in said if word in ("whole", "bad")]
            right = share_of(attached)
            return {"whole and rightly attached": of("whole"), "right among attached": right}


def _good_by(ballots: Sequence[Ballot], name: Callable[[Ballot], str]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for ballot in ballots:
        groups[name(ballot)].append(ballot.good)
    return {group: share_of(groups[group]) for group in sorted(groups)}


def _faults(ballots: Sequence[Ballot]) -> dict[str, int]:
    counts = Counter(ballot.verdict.fault for ballot in ballots if ballot.verdict.fault)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _agreements(kind: Kind, judged: Sequence[JudgedSheet]) -> dict[str, Agreement]:
    """Each two judges on the items that both of them judged."""
    found = {}
    for first, second in combinations(_judges(judged), 2):
        pairs = [
            (one.judged[first][item.n].verdict, one.judged[second][item.n].verdict)
            for one in judged
            if first in one.judged and second in one.judged
            for item in one.sheet.items
            if item.kind == kind and item.n in one.judged[first] and item.n in one.judged[second]
        ]
        both = [pair for pair in pairs if SKIP.name not in pair]
        if both:
            found[f"{first} and {second}"] = agreement(both)
            halves = [(str(is_good(kind, a)), str(is_good(kind, b))) for a, b in both]
            found[f"{first} and {second}, good or not"] = agreement(halves)
    return found


def _density(
    kind: Kind, judged: Sequence[JudgedSheet], good: Share, shown: int
) -> tuple[float, float, float] | None:
    words = sum(
        population.words
        for one in judged if one.key for population in one.key.population.values()
    )  # fmt: skip
    complete = all(one.key is not None for one in judged)
    if kind not in ("fact", "name") or not complete or not words or good.value is None:
        return None
    per = 1000 * shown / words
    return good.low * per, good.value * per, good.high * per
