"""Question sets in BEIR's layout: ``queries.jsonl`` and ``qrels/test.tsv`` in one folder."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from evaluation.answering.question_files import AnswerQuestion, GoldSpan
from graph.errors import SettingsError

QRELS = ("qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv")


def load_beir(folder: Path) -> list[AnswerQuestion]:
    """The questions that have judgements; each gold document is a span without words. Raises
    `SettingsError` where a file is missing or none of them."""
    qrels = next((folder / name for name in QRELS if (folder / name).is_file()), None)
    if qrels is None:
        raise SettingsError(
            f"{folder} has no qrels/test.tsv. Name a folder in BEIR's layout, or a JSONL file."
        )
    try:
        gold = _gold(qrels)
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        texts = {str(row["_id"]): str(row["text"]) for row in rows}
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(
            f"{folder} is not in BEIR's layout ({error!r}). It needs queries.jsonl (_id, text) and "
            "qrels/test.tsv (query, document, score)."
        ) from error
    return [
        AnswerQuestion(
            query, texts[query], "query", tuple(GoldSpan(document, "") for document in documents)
        )
        for query, documents in gold.items()
        if query in texts
    ]


def _gold(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 3 and cells[2].strip().isdigit() and int(cells[2]) > 0:  # not the head
            found[cells[0]].append(cells[1])
    return dict(found)
