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
        ("Who pays?", "The guest will be liable for the fair cost of a new key.", None),
    ],
)
def test_who_is_what_stands_in_its_place(question: str, text: str, expected: str | None) -> None:
    found = participant(question, text)
    assert (text[found.start : found.end] if found else None) == expected
