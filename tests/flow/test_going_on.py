"""Going on from an answer: the follow-up is asked as a whole question, says what it carried over,
is kept with its answer and erased with the one it follows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command import in_this_process

from graph.errors import NotFound
from groundgraph import KnowledgeBase
from groundgraph.answer_text import answer_markdown
from groundgraph.answers import answer_of

ASKED = "How long are complaint files kept?"
WHOLE = "How long are training records kept?"
pytestmark = pytest.mark.one_store("what is asked does not depend on the store")


@pytest.fixture
def kb(untouched_examples: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(untouched_examples, tmp_path / "kb"))


def run(*arguments: str) -> tuple[int, str, str]:
    status, *written = in_this_process(*arguments)
    out, err = (text.decode() for text in written)
    return status, out, err


def test_a_follow_up_gives_the_card_of_the_whole_question_and_says_what_it_carried(
    kb: Path,
) -> None:
    with KnowledgeBase(kb) as base:
        first = base.ask(ASKED)
        follows = base.follow_up("and for training records?", first.id)
        assert (follows.question, follows.in_place_of) == (WHOLE, "complaint files")
        assert base.follow_up("and for training records?", "last") == follows
        card, alone = base.ask(follows), base.ask(WHOLE)
        assert (card.question, card.state, card.sentences) == (WHOLE, alone.state, alone.sentences)
        assert card.follows == follows and alone.follows is None
        kept = base.answer(card.id)
        assert answer_of(kept).follows == follows and "follows" not in base.answer(alone.id)
        assert "carried over from the question before it: “How long are … kept”" in (
            answer_markdown(kept)
        )
        on = base.follow_up("Who approves them?", card.id)
        assert (on.question, on.carried) == ("Who approves training records?", "training records")
        with pytest.raises(NotFound):
            base.follow_up("and for others?", "a_none")


def test_erasing_an_answer_erases_those_that_carry_its_words_on(kb: Path) -> None:
    with KnowledgeBase(kb) as base:
        first = base.ask("How long is the secret file of Ada Quillfeather kept?")
        second = base.ask(base.follow_up("Who approves it?", first.id))
        third = base.ask(base.follow_up("and when?", second.id))
        other = base.ask(ASKED)
        assert "Quillfeather" in second.question
        report = base.erase(first.id)
        assert report.answers == 3 and report.found == ()
    with KnowledgeBase(kb) as base:
        assert base.answer(other.id)["question"] == ASKED
        for gone in (first, second, third):
            with pytest.raises(NotFound):
                base.answer(gone.id)
    assert not [p for p in kb.rglob("*") if p.is_file() and b"Quillfeather" in p.read_bytes()]


def test_the_command_goes_on_from_an_answer(kb: Path) -> None:
    status, out, _ = run("ask", ASKED, "--kb", str(kb), "--json", "-")
    first = json.loads(out)["id"]
    command = ("ask", "and for training records?", "--kb", str(kb))
    status, out, _ = run(*command, "--after", first)
    lines = " ".join(out.split())
    assert status == 0 and lines.startswith(WHOLE)
    assert "carried over from the question before it: “How long are … kept”" in lines
    status, out, _ = run(*command, "--after", "last", "--json", "-")
    found = json.loads(out)
    assert found["question"] == WHOLE  # the last one was the follow-up itself
    assert found["follows"]["in_place_of"] == "training records"
    status, out, _ = run("show", found["id"], "--kb", str(kb))
    assert "Asked as “and for training records?”" in " ".join(out.split())


def test_what_cannot_be_gone_on_from_is_said(kb: Path, tmp_path: Path) -> None:
    status, _, err = run("ask", "and now?", "--kb", str(kb), "--after", "a_none")
    assert status != 0 and "a_none" in err
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "and now?"}\n', encoding="utf-8")
    status, _, err = run("ask", "--questions", str(questions), "--kb", str(kb), "--after", "last")
    assert status == 2 and "--after" in err
