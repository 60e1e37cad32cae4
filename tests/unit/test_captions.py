"""What stands in front of a paragraph says what it is about; a mark in brackets says how binding
it is; the title of a form says whose form it is."""

from __future__ import annotations

import pytest
from markdown_contexts import context

from generation import answer
from generation.evidence.captions import caption, tells_mark

LEISURE = """# Leisure centre

**Climbing wall.** A session costs £6. Shoes are lent at the desk.

**Sauna.** A session costs £9.

2.1 Warm-up (optional). Stretch for ten minutes.

2.2 Cool-down (compulsory). Walk for five minutes.
"""
FORM = """HOLM DREDGING LTD

YEARLY RETURN

TREASURER: Jan Vik

AUDITOR: Crook and Sons
"""


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("**Dogs.** They are kept on a lead.", "Dogs."),
        ("5.1 Notices. Each notice is sent by post.", "Notices"),
        ("(a) Term and renewal. The term is a year.", "Term and renewal"),
        ("Dogs bark. They are kept on a lead.", ""),
        ("5.1 Dogs are barred. They bite.", ""),
        ("5.1 The chair opens the meeting. He counts.", ""),
        ("**Dogs**", ""),
        ("Keep the **red** valve shut.", ""),
    ],
)
def test_caption(block: str, said: str) -> None:
    assert caption(block) == said


def test_a_caption_says_what_a_sentence_is_about() -> None:
    card = answer(context("What does a session on the climbing wall cost?", l=LEISURE))
    assert card.headline is not None and card.headline.text == "£6"


@pytest.mark.parametrize("asked", ["Is the warm-up compulsory?", "Is the warm-up optional?"])
def test_a_mark_is_shown_where_it_is_asked_how_binding_something_is(asked: str) -> None:
    card = answer(context(asked, l=LEISURE))
    assert any("(optional)" in sentence.text for sentence in card.sentences)
    assert card.headline is None


def test_marks() -> None:
    assert tells_mark("Is the lock required?", "Lock (Required).")
    assert tells_mark("Is it mandatory?", "Signs (mandatory for large stores).")
    assert not tells_mark("What is the lock for?", "Lock (Required).")
    assert not tells_mark("Is the lock required?", "Lock (blue).")


def test_the_title_of_a_form_says_whose_it_is() -> None:
    card = answer(context("Who is the treasurer of Holm Dredging Ltd?", f=FORM))
    assert card.state != "not_found"
    assert "Jan Vik" in card.sentences[0].text
