"""A base whose documents a played model has read: honest proposals, and some that do not hold."""

from __future__ import annotations

import json
from pathlib import Path

from annotated_facts import annotated
from misbehaving_model import playing_model

from groundgraph import KnowledgeBase

WARD = annotated("ward")


def proposing(passage: str) -> str:
    """Every fact that is known of the passage; of each third another subject stands in, and each
    fourth quotes words that nobody wrote."""
    said = " ".join(passage.split())
    facts = []
    for number, fact in enumerate(WARD.facts):
        if fact["quote"] not in said:
            continue
        facts.append(fact)
        if number % 3 == 0:
            facts.append({**fact, "subject": "The harbour master"})
        if number % 4 == 0:
            facts.append({**fact, "quote": f"{fact['quote']} Nobody wrote this."})
    return json.dumps({"facts": facts, "names": []})


def proposed_base(folder: Path) -> Path:
    """The base in ``folder/kb``, read by rules and by the model "reader"."""
    documents = folder / "docs"
    documents.mkdir()
    (documents / "ward.md").write_text(WARD.text, encoding="utf-8")
    with playing_model() as played:
        played.reader = proposing
        with KnowledgeBase(
            folder / "kb",
            store="embedded",
            extractor="llm",
            reading_model="reader",
            reading_url=played.url,
        ) as base:
            base.build(documents)
    return folder / "kb"
