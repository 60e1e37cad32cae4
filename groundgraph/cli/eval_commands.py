"""``eval facts``: drawing, judging, scoring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.judging.verdict_words import KINDS, Kind
from graph.disk import private_opener
from graph.errors import SettingsError
from groundgraph.cli.console import data, err, out

if TYPE_CHECKING:
    from groundgraph.judging_draw import DrawRequest


def run_draw(kb: Path, request: DrawRequest, output: Path | None, text: Path | None) -> None:
    from groundgraph import KnowledgeBase
    from groundgraph.judging_draw import default_path, draw, write_draw

    with KnowledgeBase(kb, read_only=True) as base:
        made = draw(base, request)
        path = output or default_path(base, request.seed)
    write_draw(made, path, text)
    counts = ", ".join(f"{count} {kind}" for kind, count in made.counts.items())
    err.print(f"{len(made.items)} items: {counts}", markup=False)
    for kind, wanted in request.sizes.items():
        if (got := made.counts.get(kind, 0)) < wanted:
            err.print(f"{kind}: there are only {got}, so all of them were taken", markup=False)
    if not request.frozen:
        err.print(
            "its figures will be called development; state with --frozen-since that documents and "
            "rules were frozen before this draw, where that is so",
            markup=False,
        )
    err.print(f"judge it: groundgraph eval facts judge {path}", markup=False)
    data(str(path))


def run_judge(sheet: Path, judge: str | None, saw_rules: bool) -> None:
    from groundgraph.acting_user import user_name
    from groundgraph.cli.judging_terminal import judge_in_terminal, terminal_keys
    from groundgraph.judging_session import JudgingSession

    session = JudgingSession(sheet, judge or user_name(), saw_rules=saw_rules)
    judge_in_terminal(session, terminal_keys, input)


def run_score(
    sheets: Sequence[Path],
    verdicts: Sequence[Path],
    key: Path | None,
    kb: Path | None,
    as_json: str | None,
    html: Path | None,
) -> None:
    from evaluation.judging.score_forms import score_data, score_lines
    from evaluation.judging.score_page import score_html
    from groundgraph.judging_session import score_sheets

    found = score_sheets(sheets, verdicts, key, None if kb is None else _content_hash(kb))
    if html:
        _write(html, score_html(found))
    if as_json and as_json != "-":
        _write(Path(as_json), json.dumps(score_data(found), indent=1) + "\n")
    if as_json == "-":
        data(json.dumps(score_data(found)))
    else:
        for line in score_lines(found):
            out.print(line, markup=False)


def _content_hash(kb: Path) -> str:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(kb, read_only=True) as base:
        base.opened.require_store()
        return str(base.store.generation["content_hash"])


def _write(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", opener=private_opener) as file:
        file.write(text)


def sizes_of(*given: int) -> dict[Kind, int]:
    """The wanted number of each kind, in the order of `KINDS`. Raises `SettingsError` where
    nothing is wanted."""
    if not any(given):
        raise SettingsError("nothing would be drawn. Ask for some facts, names or sentences.")
    return dict(zip(KINDS, given, strict=True))
