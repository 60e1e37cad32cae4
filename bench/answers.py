"""Answers without a language model, measured: does the card hold the answer with the right
citation, and are questions refused that the documents do not answer?

    python bench/answers.py                     # both sets
    python bench/answers.py examples --detail   # one line a question

Both sets were open while the answer code was written; see docs/decisions.md.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.model import Answer, AnswerSentence, Citation, Document

ROOT = Path(__file__).resolve().parents[1]
SETS: dict[str, tuple[Path, Path, str]] = {
    "examples": (ROOT / "examples/documents", ROOT / "examples/questions.jsonl", "regulation"),
    "hipaa": (
        ROOT / "../shared/data/hipaa/documents",
        ROOT / "../shared/data/hipaa/questions_dev.jsonl",
        "regulation",
    ),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One answered question. `holds`: every required fact stands on the card. `cited`: a citation
    overlaps gold evidence for each. `all_evidence`: every gold quote is overlapped. `headline`:
    None without one, else whether it holds a required fact. `words`: length of the card."""

    id: str
    kind: str
    state: str
    holds: bool
    cited: bool
    all_evidence: bool
    headline: bool | None
    words: int
    milliseconds: float


def squash(text: str) -> str:
    return " ".join(text.split())


def card_text(answer: Answer) -> str:
    """Everything a reader sees of the answer itself."""
    parts: list[AnswerSentence] = [
        *([answer.headline] if answer.headline else []),
        *answer.sentences,
    ]
    texts = [part.text for part in parts]
    texts += [citation.quote for part in parts for _, citation in part.qualifiers]
    return squash(" ".join(texts))


def holds_facts(text: str, facts: Iterable[Sequence[str]]) -> bool:
    folded = text.casefold()
    return all(any(squash(one).casefold() in folded for one in fact) for fact in facts)


def find_quote(text: str, quote: str, after: str | None = None) -> tuple[int, int] | None:
    """Offsets of `quote` in `text`, runs of white space being equal; behind `after` if given."""
    start = 0
    if after is not None:
        found = _search(text, after, 0)
        if found is None:
            return None
        start = found[1]
    return _search(text, quote, start)


def _search(text: str, quote: str, start: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    match = re.compile(pattern).search(text, start)
    return match.span() if match else None


def same_document(gold: str, key: str) -> bool:
    """Gold sets name a file (``documents/a.md``) or its id (``164.404``)."""
    return key == gold or key.endswith("/" + gold) or Path(key).stem == gold


def overlaps(
    citations: Sequence[Citation], evidence: dict[str, Any], texts: dict[str, str]
) -> bool:
    gold = evidence.get("document") or evidence["id"]
    for citation in citations:
        if same_document(gold, citation.document):
            place = find_quote(texts[citation.document], evidence["quote"], evidence.get("after"))
            if place and citation.start < place[1] and place[0] < citation.end:
                return True
    return False


def judge(question: dict[str, Any], answer: Answer, documents: dict[str, Document]) -> Judged:
    """`documents` by key: where the gold quotes are looked up."""
    parts = [*([answer.headline] if answer.headline else []), *answer.sentences]
    citations = [c for part in parts for c in part.citations]
    citations += [c for part in parts for _, c in part.qualifiers]
    texts = {key: document.text for key, document in documents.items()}
    evidence = question["evidence"]
    also = question.get("also", [])
    overlapped = [e for e in [*evidence, *also] if overlaps(citations, e, texts)]
    quoted = squash(" ".join(e["quote"] for e in overlapped))
    text = card_text(answer)
    return Judged(
        id=question["id"],
        kind=question["type"],
        state=answer.state,
        holds=bool(question["facts"]) and holds_facts(text, question["facts"]),
        cited=bool(overlapped) and _evidence_holds(question, quoted, overlapped),
        all_evidence=bool(evidence) and all(e in overlapped for e in evidence),
        headline=_headline(question, answer),
        words=sum(len(part.text.split()) for part in answer.sentences),
        milliseconds=answer.milliseconds.get("generate", 0.0)
        + answer.milliseconds.get("verify", 0.0),
    )


def _evidence_holds(
    question: dict[str, Any], quoted: str, overlapped: list[dict[str, Any]]
) -> bool:
    """Each required fact that some gold quote holds is held by an overlapped one; where no quote
    holds a fact word for word, any overlapped quote counts."""
    gold = squash(" ".join(e["quote"] for e in question["evidence"])).casefold()
    needed = [f for f in question["facts"] if any(one.casefold() in gold for one in f)]
    return holds_facts(quoted, needed) if needed else bool(overlapped)


def _headline(question: dict[str, Any], answer: Answer) -> bool | None:
    if answer.headline is None:
        return None
    text = answer.headline.text.casefold()
    if "yes_no" in question:
        return text.startswith("yes" if question["yes_no"] else "no")
    return any(squash(one).casefold() in squash(text) for fact in question["facts"] for one in fact)


def wilson(successes: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion; (0, 1) where nothing was counted."""
    if total == 0:
        return (0.0, 1.0)
    p = successes / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return (max(0.0, centre - half), min(1.0, centre + half))


def table(judged: Sequence[Judged]) -> str:
    """The counts that matter, each with its interval."""
    answerable = [j for j in judged if j.kind != "unanswerable"]
    unanswerable = [j for j in judged if j.kind == "unanswerable"]
    headlines = [j for j in judged if j.headline is not None]
    rows = [
        ("answerable: card holds the answer, rightly cited", answerable, _right),
        ("answerable: card holds every fact", answerable, lambda j: j.holds),
        ("answerable: every gold quote cited", answerable, lambda j: j.all_evidence),
        ("answerable: state answered", answerable, lambda j: j.state == "answered"),
        ("answerable: state related", answerable, lambda j: j.state == "related"),
        ("answerable: refused (not_found)", answerable, lambda j: j.state == "not_found"),
        ("unanswerable: refused (not_found)", unanswerable, lambda j: j.state == "not_found"),
        ("unanswerable: state related", unanswerable, lambda j: j.state == "related"),
        ("unanswerable: state answered", unanswerable, lambda j: j.state == "answered"),
        ("headlines that hold the answer", headlines, lambda j: bool(j.headline)),
    ]
    lines = []
    for label, group, test in rows:
        count, total = sum(map(test, group)), len(group)
        low, high = wilson(count, total)
        share = 100 * count / total if total else 0.0
        lines.append(
            f"{label:<50} {count:>3}/{total:<3} {share:5.1f} %  [{100 * low:.0f}, {100 * high:.0f}]"
        )
    shown = [j.words for j in judged if j.words]
    if shown:
        lines.append(f"words on a card: mean {sum(shown) / len(shown):.0f}, most {max(shown)}")
    spent = sorted(j.milliseconds for j in judged)
    if spent:
        lines.append(f"milliseconds to plan, quote and verify: median {spent[len(spent) // 2]:.0f}")
    return "\n".join(lines)


def _right(judged: Judged) -> bool:
    return judged.holds and judged.cited


def detail(judged: Judged) -> str:
    return (
        f"{judged.id:<24} {judged.kind:<13} {judged.state:<10} "
        f"{'holds' if judged.holds else '-':<6} {'cited' if judged.cited else '-':<6} "
        f"headline={judged.headline} words={judged.words}"
    )


def load_questions(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def main() -> None:
    from groundgraph import KnowledgeBase

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=sorted(SETS), choices=sorted(SETS))
    parser.add_argument("--kb", type=Path, help="a base built before (default: build one)")
    parser.add_argument("--detail", action="store_true", help="one line a question")
    options = parser.parse_args()
    for name in options.sets:
        documents, questions, profile = SETS[name]
        print(f"{name}:")
        if not documents.is_dir():
            print(f"left out: {documents} is not there. Put the data beside the repository.")
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            KnowledgeBase(options.kb or folder, profile=profile) as kb,
        ):
            kb.build(documents)
            texts = {key: kb.document(key) for key in kb.record.current()}
            judged = [judge(q, kb.ask(q["question"]), texts) for q in load_questions(questions)]
        if options.detail:
            print("\n".join(detail(j) for j in judged))
        print(table(judged))


if __name__ == "__main__":
    main()
