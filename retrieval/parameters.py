"""Parameters of retrieval: one set for every collection."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    """How passages are found and scored. The defaults were set on hotpotqa_train100 and
    musique_train100 (bench/ranking.py prints what they give there).

    `candidates`: how many each index proposes. `dense`, `sentence`, `bm25`, `name`: weights of the
    parts of a score, each part between 0 and 1. `seeds`: best passages whose references are
    followed; `spread`: what a followed reference keeps of the seed's score; `floor`: the share of
    that which does not depend on the similarity to the question; `kept`: ranks that a followed
    reference cannot take; `fan_out`: edges followed from one passage; `fact_paths`: whether two
    facts that together answer are brought up. `k1`, `b`: BM25.
    """

    candidates: int = 200
    dense: float = 1.0
    sentence: float = 1.0
    bm25: float = 1.0
    name: float = 0.4
    seeds: int = 5
    spread: float = 1.0
    floor: float = 0.5
    kept: int = 1
    fan_out: int = 200
    fact_paths: bool = True
    k1: float = 1.2
    b: float = 0.75
