"""``learn embedder``: questions from a folder of rows, or from a base with what people judged
and said there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingsError
from groundgraph.cli.console import err
from groundgraph.cli.learn_commands import Wanted, say_learned, tell
from learning.training_run import LearningSettings

if TYPE_CHECKING:
    from groundgraph import KnowledgeBase
    from learning.learn_embedder import EmbedderRows, LearnedEmbedder


def run_learn_embedder(wanted: Wanted, old: Path | None, settings: LearningSettings) -> None:
    say_learned(wanted, _learned(wanted, old, settings).gate)


def _learned(wanted: Wanted, old: Path | None, settings: LearningSettings) -> LearnedEmbedder:
    from learning.learn_embedder import learn_embedder

    if wanted.kb is None:
        rows = _rows_of_folder(wanted, old)
        settings = replace(settings, start=settings.start or "minilm")
        return learn_embedder(rows, wanted.into, settings, tell, keep_anyway=wanted.keep_anyway)
    from groundgraph import KnowledgeBase
    from groundgraph.search_questions import kept_vectors

    with KnowledgeBase(wanted.kb, read_only=True) as base:
        rows = _rows_of_base(base, wanted, old, settings.seed)
        settings = replace(settings, start=settings.start or _own_start(base))
        return learn_embedder(
            rows,
            wanted.into,
            settings,
            tell,
            against=base.embedder,
            kept=kept_vectors(base),
            keep_anyway=wanted.keep_anyway,
            threads=base.settings.threads,
        )


def _rows_of_folder(wanted: Wanted, old: Path | None) -> EmbedderRows:
    from learning.learn_embedder import EmbedderRows
    from learning.search_rows import SearchRows, searches
    from learning.training_rows import read_rows

    if wanted.rows is None:
        raise SettingsError(
            "there is nothing to train on. Name a folder of rows, or a base with --kb and a file "
            "of judged questions."
        )
    own = searches(read_rows(wanted.rows, limit=wanted.limit))
    return _counted(EmbedderRows(own, searches(read_rows(old)) if old else SearchRows()))


def _rows_of_base(base: KnowledgeBase, wanted: Wanted, old: Path | None, seed: int) -> EmbedderRows:
    from evaluation.answering.question_files import load_answer_questions
    from groundgraph.search_questions import judged_searches, made_searches
    from learning.learn_embedder import EmbedderRows

    own = judged_searches(base, load_answer_questions(wanted.rows) if wanted.rows else ())
    if not len(own):
        raise SettingsError(
            f"the base in {wanted.kb} holds the gold of none of the questions, and nobody called "
            "an answer of it helpful. Name a file of questions with gold spans (docs/learning.md)."
        )
    if old is not None:
        return _counted(EmbedderRows(own, judged_searches(base, load_answer_questions(old))))
    return _counted(EmbedderRows(own, made_searches(base, str(seed))))


def _counted(rows: EmbedderRows) -> EmbedderRows:
    own, old = rows.own, rows.old
    documents = f"{len(own.documents)} documents, {len(own.passages)} passages"
    err.print(f"{len(own)} questions over {documents}; {len(old)} older questions", markup=False)
    return rows


def _own_start(base: KnowledgeBase) -> str:
    """The embedder of the base, a model of its own by its folder; minilm in place of a server's."""
    from groundgraph.components import own_model
    from retrieval.embedders import is_served

    setting = base.settings.embedder
    return "minilm" if is_served(setting) else str(own_model(base.folder, setting) or setting)
