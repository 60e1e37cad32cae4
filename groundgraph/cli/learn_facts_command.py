"""``learn facts``: judged sheets of facts, progress, bounds, the gate's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundgraph.cli.console import err
from groundgraph.cli.learn_commands import Wanted, say_learned, tell
from learning.training_rows import TrainingRows
from learning.training_run import LearningSettings


@dataclass(frozen=True, slots=True)
class FactsWanted:
    """What the command was given. `right`: the share of what is shown that is to be right."""

    sheets: Sequence[Path]
    into: Path
    kb: Path | None
    right: float
    threads: int
    keep_anyway: bool


def run_learn_facts(wanted: FactsWanted, settings: LearningSettings) -> None:
    from learning.learn_fact_reader import learn_fact_reader
    from retrieval.fact_reader import load_fact_reader

    rows = _rows(wanted)
    err.print(f"{len(rows)} judged facts", markup=False)
    shipped = load_fact_reader("trained", threads=wanted.threads)
    assert shipped is not None  # it has that name
    learned = learn_fact_reader(
        rows,
        wanted.into,
        settings,
        tell,
        against=shipped,
        right=wanted.right,
        keep_anyway=wanted.keep_anyway,
        threads=wanted.threads,
    )
    for reason, bound in learned.bounds.items():
        err.print(f"shown from {bound:.4f} on: {reason or 'what the rules show'}", markup=False)
    say_learned(Wanted(None, wanted.into, wanted.kb, None, wanted.keep_anyway), learned.gate)


def _rows(wanted: FactsWanted) -> TrainingRows:
    """With a base, as its documents have the words of the facts, which a sheet has shortened."""
    from evaluation.judging.given_verdicts import verdict_files
    from groundgraph import KnowledgeBase
    from groundgraph.judged_words import JudgedWords
    from groundgraph.judging_session import judged_sheet
    from learning.fact_rows import fact_rows

    judged = [judged_sheet(path, verdict_files(path)) for path in wanted.sheets]
    if wanted.kb is None:
        return fact_rows(judged)
    with KnowledgeBase(wanted.kb, read_only=True) as base:
        return fact_rows(judged, JudgedWords(base))
