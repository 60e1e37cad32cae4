"""Risk against coverage: what a card claims when the documents that hold the answer are taken away.

    python bench/risk_coverage.py --bases DIR        # DIR/kb_NAME is built where it is missing

For each question of hipaa, hotpotqa_train100 and musique_train100 the same base is asked twice or
more: with all documents, and with gold documents left out of the scope (all of them, then each one
alone), which a reader of that scope cannot answer. Coverage is the share of questions with all
their documents that are not refused, risk the share of the negatives that are not refused. The
chart goes over every threshold; the dot is the one the product uses. hipaa and musique were among
the sets it was fitted on, hotpotqa was not. A question of two documents that lost one of them keeps
half of its evidence: "related" is then a fair state, "answered" is not.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.proportions import Share
from generation import answer
from generation.policy import Signs, log_odds
from graph.model import Scope

if TYPE_CHECKING:
    from groundgraph import KnowledgeBase

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "../shared/data"
SETS = {
    "hipaa": (DATA / "hipaa/documents", DATA / "hipaa/questions_dev.jsonl", "regulation"),
    "hotpotqa": (
        DATA / "hotpotqa_train100/corpus.jsonl",
        DATA / "hotpotqa_train100/questions.jsonl",
        "general",
    ),
    "musique": (
        DATA / "musique_train100/corpus.jsonl",
        DATA / "musique_train100/questions.jsonl",
        "general",
    ),
}
FOLDERS = {
    "hipaa": "kb_hipaa",
    "hotpotqa": "kb_hotpotqa_train100",
    "musique": "kb_musique_train100",
}
COLOURS = {"hipaa": "#0072b2", "hotpotqa": "#d55e00", "musique": "#009e73"}
BASES = Path(tempfile.gettempdir()) / "groundgraph-bases"
CHART = ROOT / "docs/risk_coverage.svg"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question asked of one scope: `removed` gold documents were left out, `answerable` where
    none was; `odds` is the sum that decides, `state` what the card said."""

    collection: str
    question: str
    removed: int
    answerable: bool
    odds: float
    state: str
    signs: Signs


def ask(name: str, kb: KnowledgeBase, questions: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    """Every question with everything, with nothing of its gold, and without each gold document."""
    keys = sorted(kb.record.current())
    for question in questions:
        gold = {key for key in keys if _identifier(key) in set(question["gold_ids"])}
        if not gold:
            yield _one(name, kb, question, Scope(), 0, answerable=False)
            continue
        yield _one(name, kb, question, Scope(), 0, answerable=True)
        without = [gold] if len(gold) == 1 else [gold, *({key} for key in sorted(gold))]
        for left_out in without:
            scope = Scope(documents=frozenset(keys) - left_out)
            yield _one(name, kb, question, scope, len(left_out), answerable=False)


def _identifier(key: str) -> str:
    return key.rsplit("#", 1)[-1] if "#" in key else Path(key).stem


def _one(
    name: str,
    kb: KnowledgeBase,
    question: dict[str, Any],
    scope: Scope,
    removed: int,
    *,
    answerable: bool,
) -> Asked:
    card = answer(kb.search(question["question"], scope=scope))
    signs = Signs(**card.manifest["signs"])  # type: ignore[arg-type]
    return Asked(name, question["id"], removed, answerable, log_odds(signs), card.state, signs)


def curve(asked: Sequence[Asked]) -> list[tuple[float, float]]:
    """(coverage, risk) for every threshold, from refusing everything to refusing nothing."""
    positive = [a.odds for a in asked if a.answerable]
    negative = [a.odds for a in asked if not a.answerable]
    points = [(0.0, 0.0)]
    for threshold in sorted({a.odds for a in asked}, reverse=True):
        points.append(
            (
                sum(odds >= threshold for odds in positive) / len(positive),
                sum(odds >= threshold for odds in negative) / len(negative),
            )
        )
    return points


def report(asked: Sequence[Asked]) -> str:
    """Per collection: coverage and risk at the product's threshold, each with its interval."""
    lines = [f"{'':<10} {'answerable kept':>26} {'negatives kept':>26} {'negatives answered':>26}"]
    for name in [*SETS, "all"]:
        part = [a for a in asked if name in (a.collection, "all")]
        if part:
            kept = _share([a.state != "not_found" for a in part if a.answerable])
            risk = _share([a.state != "not_found" for a in part if not a.answerable])
            claimed = _share([a.state == "answered" for a in part if not a.answerable])
            lines.append(f"{name:<10} {kept:>26} {risk:>26} {claimed:>26}")
    return "\n".join(lines)


def _share(flags: Sequence[bool]) -> str:
    found = Share(sum(flags), len(flags))
    share = 100 * sum(flags) / len(flags) if flags else 0.0
    return (
        f"{sum(flags)}/{len(flags)} {share:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"
    )


def chart(asked: Sequence[Asked]) -> str:
    """The curves as SVG, drawn by hand: no plotting library is needed."""
    left, top, width, height = 70, 46, 420, 300

    def place(coverage: float, risk: float) -> str:
        return f"{left + width * coverage:.1f},{top + height * (1 - risk):.1f}"

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 410" font-family="sans-serif" '
        'font-size="12">',
        '<rect width="640" height="410" fill="white"/>',
        f'<text x="{left}" y="24" font-size="14">Risk against coverage, evidence cards without a '
        "language model</text>",
    ]
    for tick in range(0, 11, 2):
        x, y = left + width * tick / 10, top + height * (1 - tick / 10)
        parts.append(
            f'<path d="M{x:.0f} {top}V{top + height}M{left} {y:.0f}H{left + width}" '
            'stroke="#ddd" fill="none"/>'
            f'<text x="{x:.0f}" y="{top + height + 18}" text-anchor="middle">{tick * 10} %</text>'
            f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{tick * 10} %</text>'
        )
    parts.append(
        f'<text x="{left + width / 2}" y="{top + height + 40}" text-anchor="middle">answerable '
        "questions not refused</text>"
        f'<text transform="translate(18 {top + height / 2}) rotate(-90)" text-anchor="middle">'
        "negatives not refused</text>"
    )
    for number, name in enumerate(SETS):
        part = [a for a in asked if a.collection == name]
        if not part:
            continue
        points = " ".join(place(*point) for point in curve(part))
        positive = [a.state != "not_found" for a in part if a.answerable]
        negative = [a.state != "not_found" for a in part if not a.answerable]
        dot = place(sum(positive) / len(positive), sum(negative) / len(negative)).split(",")
        row = top + 20 + 40 * number
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'
            f'<circle cx="{dot[0]}" cy="{dot[1]}" r="5" fill="{COLOURS[name]}"/>'
            f'<text x="{left + width + 12}" y="{row}" fill="{COLOURS[name]}">{name}</text>'
            f'<text x="{left + width + 12}" y="{row + 15}" fill="#555">{len(positive)} + '
            f"{len(negative)} asked</text>"
        )
    parts.append("</svg>\n")
    return "\n".join(parts)


def main() -> None:
    from groundgraph import KnowledgeBase

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bases", type=Path, default=BASES, help="where bases lie")
    parser.add_argument("--sets", nargs="+", choices=sorted(SETS), default=list(SETS))
    parser.add_argument("--signs", type=Path, help="write the signs of every question as JSONL")
    options = parser.parse_args()
    asked: list[Asked] = []
    for name in options.sets:
        documents, questions, profile = SETS[name]
        if not documents.exists():
            parser.exit(2, f"{documents} is not there: put the data beside the repository.\n")
        with KnowledgeBase(options.bases / FOLDERS[name], profile=profile) as kb:
            if not kb.exists:
                kb.build(documents)
            lines = questions.read_text(encoding="utf-8").splitlines()
            asked += ask(name, kb, [json.loads(line) for line in lines if line.strip()])
    if options.signs:
        rows = [
            {
                "collection": a.collection,
                "id": a.question,
                "removed": a.removed,
                "answerable": a.answerable,
                "odds": round(a.odds, 4),
                "state": a.state,
                "signs": [a.signs.cosine, a.signs.relation, a.signs.names, a.signs.form],
            }
            for a in asked
        ]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        options.signs.write_text(text, encoding="utf-8")
    CHART.write_text(chart(asked), encoding="utf-8")
    print(report(asked))
    print(f"chart: {CHART.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
