"""Ways to answer that are compared: the product, and plain ones that any other must beat. The plain
ones fill a card of the same length with the sentences that are nearest to the question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evaluation.answering.card_values import Card, Place
from graph.model import Answer, AnswerSentence, Context, Passage, Scope, Sentence
from graph.tokens import words as index_words

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase

Arm = Callable[[str, Scope], Card]
"""Answers a question within a scope."""

PRODUCT = "groundgraph"
PASSAGES = 20


def answer_arms(kb: KnowledgeBase) -> dict[str, Arm]:
    """Name -> arm over `kb`. Nothing is recorded where `kb` is read only."""
    return {
        PRODUCT: lambda question, scope: card_of(kb.ask(question, scope=scope, k=PASSAGES)),
        "BM25 + best sentences": lambda question, scope: _by_words(kb, question, scope),
        "MiniLM + best sentences": lambda question, scope: _by_vectors(kb, question, scope),
    }


def card_of(answer: Answer) -> Card:
    """What of an answer stands before unfolding: headline and sentences with their qualifiers."""
    parts = [*([answer.headline] if answer.headline else []), *answer.sentences]
    return Card(
        state=answer.state,
        headline=answer.headline.text if answer.headline else "",
        text=" ".join(_words_of(part) for part in answer.sentences),
        places=tuple(dict.fromkeys(place for part in parts for place in _places(part))),
        passages=passages_of(answer.passages),
    )


def passages_of(passages: Sequence[Passage]) -> tuple[Place, ...]:
    return tuple((p.chunk.document, p.chunk.start, p.chunk.end) for p in passages)


def _words_of(part: AnswerSentence) -> str:
    """Its words, and those of its qualifiers that it does not hold itself."""
    beside = [c.quote for _, c in part.qualifiers if c.quote not in part.text]
    return " ".join([part.text, *beside])


def _places(part: AnswerSentence) -> list[Place]:
    citations = [*part.citations, *(citation for _, citation in part.qualifiers)]
    return [(one.document, one.start, one.end) for one in citations]


# --- plain arms ---------------------------------------------------------------------------------


def _by_words(kb: KnowledgeBase, question: str, scope: Scope) -> Card:
    context = kb.search(question, scope=scope, k=PASSAGES, text_only=True)
    sentences = [sentence for passage in context.passages for sentence in passage.sentences]
    scores = bm25([sentence.text for sentence in sentences], question)
    card = _best(sentences, scores, kb.settings.answer_words)
    return replace(card, passages=passages_of(context.passages))


def _by_vectors(kb: KnowledgeBase, question: str, scope: Scope) -> Card:
    from retrieval import RetrievalSettings, Retriever

    dense = replace(
        RetrievalSettings(), fact_paths=False, spread=0.0, sentence=0.0, bm25=0.0, name=0.0
    )
    retriever = Retriever(kb.store, kb.embedder, kb.record, dense)
    context: Context = retriever.retrieve(question, scope=scope, k=PASSAGES)
    pairs = [
        pair
        for passage in context.passages
        for pair in zip(passage.sentences, passage.sentence_scores, strict=True)
    ]
    card = _best([s for s, _ in pairs], [score for _, score in pairs], kb.settings.answer_words)
    return replace(card, passages=passages_of(context.passages))


def _best(sentences: Sequence[Sentence], scores: Sequence[float], words: int) -> Card:
    """The best sentences that fit into `words`; at least one, and "answered" where there is any:
    such an arm never refuses."""
    order = sorted(range(len(sentences)), key=lambda at: (-scores[at], at))
    chosen: list[Sentence] = []
    left = words
    for at in order:
        length = len(sentences[at].text.split())
        if chosen and length > left:
            break
        chosen.append(sentences[at])
        left -= length
    return Card(
        state="answered" if chosen else "not_found",
        text=" ".join(" ".join(sentence.text.split()) for sentence in chosen),
        places=tuple((s.document, s.span.start, s.span.end) for s in chosen),
    )


def bm25(texts: Sequence[str], question: str, k1: float = 1.2, b: float = 0.75) -> list[float]:
    """Okapi's BM25 of each text, with the statistics of `texts` themselves."""
    bags = [Counter(index_words(text)) for text in texts]
    if not bags:
        return []
    mean = sum(bag.total() for bag in bags) / len(bags) or 1.0
    scores = [0.0] * len(bags)
    for term in dict.fromkeys(index_words(question)):
        having = sum(term in bag for bag in bags)
        rarity = math.log(1 + (len(bags) - having + 0.5) / (having + 0.5))
        for at, bag in enumerate(bags):
            count = bag[term]
            length = k1 * (1 - b + b * bag.total() / mean)
            scores[at] += rarity * count * (k1 + 1) / (count + length) if count else 0.0
    return scores
