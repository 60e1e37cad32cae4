"""Who: read off the order of words."""

from __future__ import annotations

import pytest

from generation.writers.participants import participant


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Who may close the weir?", "The lock keeper may close the weir.", "The lock keeper"),
        (
            "To whom does the rower hand a torn sail?",
            "The rower hands a torn sail to the harbour master.",
            "the harbour master",
        ),
        (
            "Who brings the key back to the office?",
            "The guard takes the key from the cook and gives it to the porter, who brings it back.",
            "the porter",
        ),
        ("Who wrote the song?", "The song was written by Mira Holt for Ada Lunn.", "Mira Holt"),
        (
            "Who must the club appoint to watch the pool?",
            "The club must appoint a pool warden who watches the pool.",
            "a pool warden",
        ),
        ("Who may close the weir?", "If it rains, they close the weir.", None),
        ("Who wrote the song?", "The song was written in May.", None),
        (
            "Who decides on relief?",
            "An umpire decides disputes; the courts at Lund decide on relief.",
            "the courts",
        ),
        (
            "Who decides on hours?",
            "The council decides on places and the guild of bakers on hours.",
            "the guild of bakers",
        ),
        (
            "Who approves sick leave?",
            "Holiday is approved by the foreman, sick leave by the nurse and trips by the cook.",
            "the nurse",
        ),
        (
            "Who revokes permits?",
            "Permits are issued by the clerk and revoked by the mayor.",
            "the mayor",
        ),
        (
            "To whom must the plan be sent?",
            "The report must be sent to the board and the plan to the mayor.",
            "the mayor",
        ),
        (
            "Who signs?",
            "A plan is signed by the owner and by the mason.",
            "the owner and by the mason",
        ),
        (
            "Who may close the weir?",
            "The cook and the guard may close the weir.",
            "The cook and the guard",
        ),
        ("Who keeps the lists?", "The clerk keeps the register and the lists.", "The clerk"),
        (
            "Who approves leave?",
            "The cook approves leave, and the board approves leave above ten days.",
            None,
        ),
        ("Who pays?", "The guest will be liable for the fair cost of a new key.", None),
    ],
)
def test_who_is_what_stands_in_its_place(question: str, text: str, expected: str | None) -> None:
    found = participant(question, text)
    assert (text[found.start : found.end] if found else None) == expected


def test_a_second_agent_belongs_to_the_first() -> None:
    text = "The purser is appointed by a joint vote of the Guild Council and the Harbour Board."
    found = participant("Who appoints the purser?", text)
    assert found is not None
    assert text[found.start : found.end] == (
        "a joint vote of the Guild Council and the Harbour Board"
    )
    text = "The purser is appointed by the mayor and the clerk keeps the seal."
    found = participant("Who appoints the purser?", text)
    assert found is not None and text[found.start : found.end] == "the mayor"


def test_who_stands_in_an_exception_does_it_not() -> None:
    text = "The fees shall be paid by the rowers unless the sum is borne by the Guild."
    found = participant("Who pays the fees?", text)
    assert found is not None and text[found.start : found.end] == "the rowers"
