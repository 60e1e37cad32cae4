"""Questions over one table: what share gets a figure, and how many of these are right.

    python bench/table_figures.py                    # reads ../shared/data/qa/wikitables

Each question of WikiTableQuestions is asked of its own document, with the computing part alone (no
retrieval, no model). Tables are split in two by their id: rules were set on the one half. A list is
right where it holds every answer; anything else must be the answer as a whole (case, accents,
quotation marks, units and thousands' commas aside).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.proportions import Share
from generation.computing.computed_answers import compute
from generation.computing.folded_words import folded
from generation.computing.question_forms import form_of
from graph.model import Block, Chunk, Context, Document, Passage, Scope, Span

DATA = Path(__file__).resolve().parents[1] / "../shared/data/qa/wikitables"
_FIGURE = re.compile(r"[$£€]?([\d,]+(?:\.\d+)?)\s*\D{0,12}")
_FORMS = ("cell", "same", "after", "before")  # looked up, not counted or compared


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def document(row: dict[str, Any]) -> Document:
    """A table as the reader of JSONL gives it: its title, then one paragraph."""
    text = row["text"]
    head = text.index("\n")
    spans = (Span(0, head), Span(head + 1, len(text.rstrip())))
    blocks = tuple(Block("paragraph", span) for span in spans)
    return Document(row["id"], row["id"], "", row["title"], "", ".jsonl", text, blocks)


def asked(question: str, table: Document) -> str:
    """The figure for `question`, empty where none is shown."""
    text = table.text
    chunk = Chunk("c", table.id, table.version, 0, 0, len(text), text)
    passages = (Passage(chunk, table, 1, {}),)
    scope = Scope(documents=[table.id])
    found = compute(Context(question, passages, (), scope, "", 1))
    return "" if found is None or found.reasons else found.figure.text


def plain(text: str) -> str:
    bare = re.sub(r"[\"'“”‘’]", "", folded(text).replace("—", "-"))
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", bare).strip().rstrip(".")
    figure = _FIGURE.fullmatch(bare)
    return figure.group(1).replace(",", "") if figure else bare


def is_right(said: str, answers: list[str]) -> bool:
    wanted = {plain(answer) for answer in answers}
    if len(wanted) == 1:
        return plain(said) in wanted
    return wanted <= {plain(part) for part in said.split(", ")}


def results() -> Iterator[tuple[str, bool, bool, bool]]:
    """(half, whether it counts or compares, attempted, right) of each question."""
    tables = {row["id"]: document(row) for row in rows_of("corpus.jsonl")}
    tuned = set(sorted(tables)[::2])
    for row in rows_of("questions.jsonl"):
        half = "tuned on" if row["scope_doc"] in tuned else "held out"
        form = form_of(row["question"])
        said = asked(row["question"], tables[row["scope_doc"]])
        computes = form is not None and form.operation not in _FORMS
        yield half, computes, bool(said), bool(said) and is_right(said, row["answers"])


def main() -> None:
    found = list(results())
    for half in ("tuned on", "held out"):
        for name, only in (("all questions", False), ("counts, sums, extremes", True)):
            rows = [row for row in found if row[0] == half and (row[1] or not only)]
            tried = [row for row in rows if row[2]]
            right = sum(row[3] for row in tried)
            print(
                f"{half}, {name}: attempted {Share(len(tried), len(rows))}, "
                f"right {Share(right, len(tried))}"
            )


if __name__ == "__main__":
    main()
