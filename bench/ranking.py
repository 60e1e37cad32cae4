"""Retrieval on question sets with gold documents: every part of the recipe, one set of parameters.

    python bench/ranking.py [--sets hotpotqa_train100 musique_train100 2wiki_train500]
                              [--bases DIR] [--questions N] [--json OUT.json]

Each set's corpus is built into a knowledge base by the product (``--bases`` keeps the bases for the
next run). Arms: BM25, dense passages, their fusion with best sentence and names, fusion with one
hop over references, and the whole recipe (with paths over two facts). ``KnowledgeBase.search``
runs too, and must rank as the last of them. Where the package bm25s is installed, it runs beside
ours as a peer. A document ranks where its best chunk does. The parameters were set on
hotpotqa_train100 and musique_train100; 2wiki_train500 was looked at, not tuned on.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

os.environ.update({"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})
os.environ.setdefault("OMP_NUM_THREADS", "2")

from evaluation import (
    MEASURES,
    Question,
    Ranking,
    by_hops,
    compare,
    gold_of,
    interval,
    load_questions,
    mean,
    measure,
)
from evaluation.retrieval_arms import CHUNKS, Search, retrieval_arms
from graph.model import EVERYTHING, Context
from groundgraph import KnowledgeBase

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SETS = ("hotpotqa_train100", "musique_train100", "2wiki_train500")


def documents(context: Context) -> list[str]:
    """Row ids of the documents of a context, each where its best chunk ranks."""
    return list(dict.fromkeys(str(passage.document.row) for passage in context.passages))


def arms(kb: KnowledgeBase) -> dict[str, Search]:
    """Name of an arm -> its search."""
    own = retrieval_arms(kb.store, kb.embedder, kb.record)
    return {**own, "KnowledgeBase.search": lambda question, _: kb.search(question, k=CHUNKS)}


def run(search: Search, questions: Sequence[Question]) -> tuple[dict[str, list[str]], list[float]]:
    """The ranking of every question, and the milliseconds that each took."""
    ranking: dict[str, list[str]] = {}
    spent: list[float] = []
    for question in questions:
        started = time.perf_counter()
        ranking[question.id] = documents(search(question.text, EVERYTHING))
        spent.append((time.perf_counter() - started) * 1000)
    return ranking, spent


def peer_bm25(corpus: Path, questions: Sequence[Question]) -> dict[str, list[str]] | None:
    """The package bm25s with its own tokens, stop words and defaults; None where it is missing."""
    try:
        import bm25s  # type: ignore[import-untyped]
    except ImportError:
        return None
    rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    options = {"stopwords": "en", "show_progress": False}
    index = bm25s.BM25()
    texts = [f"{row.get('title') or ''}\n{row['text']}" for row in rows]
    index.index(bm25s.tokenize(texts, **options), show_progress=False)
    asked = bm25s.tokenize([question.text for question in questions], **options)
    found, _ = index.retrieve(asked, k=min(CHUNKS, len(rows)), show_progress=False)
    return {
        question.id: [str(rows[row]["id"]) for row in found[number].tolist()]
        for number, question in enumerate(questions)
    }


def table(rankings: Mapping[str, Ranking], questions: Sequence[Question]) -> dict[str, object]:
    """Print the measures of every arm with 95 % intervals of R@5, and return them."""
    gold = gold_of(questions)
    print(f"| {len(gold)} questions | {' | '.join(MEASURES)} | R@5, 95 % interval |")
    print("|---" * (len(MEASURES) + 2) + "|")
    found: dict[str, object] = {}
    for arm, ranking in rankings.items():
        values = {name: measure(gold, ranking, name) for name in MEASURES}
        five = interval(values["R@5"])
        cells = [f"{mean(values[name]):.3f}" for name in MEASURES]
        print(f"| {arm} | {' | '.join(cells)} | {five.low:.3f} to {five.high:.3f} |")
        found[arm] = {name: round(mean(values[name]), 4) for name in MEASURES}
    return found


def comparisons(rankings: Mapping[str, Ranking], questions: Sequence[Question]) -> None:
    gold = gold_of(questions)
    pairs = [
        ("BM25", "fusion"),
        ("dense passages", "fusion"),
        ("fusion", "fusion + one hop"),
        ("fusion + one hop", "the whole recipe"),
        ("bm25s (peer)", "BM25"),
    ]
    for first, second in pairs:
        if first in rankings and second in rankings:
            found = compare(
                measure(gold, rankings[first], "R@5"), measure(gold, rankings[second], "R@5")
            )
            print(
                f"R@5, {second} against {first}: {found.difference:+.3f} "
                f"({found.low:+.3f} to {found.high:+.3f}), p = {found.p:.4f}, "
                f"{found.better} questions better, {found.worse} worse"
            )


def one_set(name: str, bases: Path, limit: int | None) -> dict[str, object]:
    corpus = DATA / name / "corpus.jsonl"
    questions = [q for q in load_questions(DATA / name / "questions.jsonl") if q.gold][:limit]
    with KnowledgeBase(bases / name) as kb:
        started = time.perf_counter()
        kb.build(corpus)
        counts = kb.stats()
        print(
            f"\n## {name}: {counts['documents']} documents, {counts['chunks']} chunks, "
            f"built in {time.perf_counter() - started:.1f} s\n"
        )
        rankings: dict[str, Ranking] = {}
        spent: dict[str, list[float]] = {}
        for arm, search in arms(kb).items():
            rankings[arm], spent[arm] = run(search, questions)
    same = rankings.pop("KnowledgeBase.search") == rankings["the whole recipe"]
    peer = peer_bm25(corpus, questions)
    if peer is None:
        print("The peer bm25s is not installed: pip install bm25s\n")
    else:
        rankings["bm25s (peer)"] = peer
    result = table(rankings, questions)
    print()
    for hops, some in by_hops(questions).items():
        gold = gold_of(some)
        cells = []
        for arm, ranking in rankings.items():
            five, every = (mean(measure(gold, ranking, m)) for m in ("R@5", "all@5"))
            cells.append(f"{arm} {five:.3f} / {every:.3f}")
        print(f"{hops} gold documents ({len(some)} questions), R@5 / all@5: {'; '.join(cells)}")
    print()
    comparisons(rankings, questions)
    print(f"KnowledgeBase.search ranks as the last arm: {'yes' if same else 'NO'}")
    for arm in ("BM25", "the whole recipe"):
        times = sorted(spent[arm])
        high = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(f"{arm}: {statistics.median(times):.0f} ms a question (median), {high:.0f} ms (p95)")
    return result | {"same as KnowledgeBase.search": same}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    parser.add_argument("--bases", type=Path, help="folder that keeps the built bases")
    parser.add_argument("--questions", type=int, help="only the first N of each set")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bases = options.bases or Path(temporary)
        results = {name: one_set(name, bases, options.questions) for name in options.sets}
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
