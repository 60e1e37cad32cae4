"""From a question to a prompt and back: what a model of your own wrote is held to the base."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundgraph import KnowledgeBase

ASKED = "How long are complaint files kept?"


@pytest.mark.one_store("reads texts that both stores hold alike")
def test_a_prompt_holds_sentences_and_check_holds_the_answer_to_them(built_examples: Path) -> None:
    with KnowledgeBase(built_examples, read_only=True) as kb:
        prompt = kb.context(ASKED)
        assert prompt.tokens <= 1500 and prompt.sentences
        for one in prompt.sentences:
            own = one.citations[0]
            text = kb.document(own.document, own.version).text
            assert text[own.start : own.end] == own.quote
        best = min(prompt.sentences, key=lambda one: one.rank)
        found = kb.check(f"{best.source.said} [{best.number}]", prompt)
        assert [one.state for one in found] == ["supported"]
        assert found[0].citations == (best.citations[0],)
        wrong = kb.check(f"Complaint files need not be kept [{best.number}].", prompt)
        assert wrong[0].state != "supported" and wrong[0].reason
        assert kb.check("", prompt) == ()


@pytest.mark.one_store("reads texts that both stores hold alike")
def test_a_small_budget_leaves_sentences_out(built_examples: Path) -> None:
    with KnowledgeBase(built_examples, read_only=True) as kb:
        whole, small = kb.context(ASKED), kb.context(ASKED, tokens=500)
        assert small.tokens <= 500 and small.left_out > whole.left_out
