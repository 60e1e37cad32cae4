"""A fact is weak where the text goes on behind one of its parts, and shown where the part is
whole."""

import pytest

from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    ("text", "unsaid"),
    [
        ("A miller must take reasonable steps to find out whether:", "take"),
        ("A miller must take reasonable steps to ensure that it has:", "take"),
        ("A miller must ensure that an auditor states:", "ensure"),
        ("Toll Mills must keep a log under Rule 4.3.1 where it:", "keep"),
        (
            "The papers named in Rule 4 should be obtained through a review of a valid ticket or, "
            "where a guest does not own a ticket, a letter which includes a photograph.",
            "be obtained",
        ),
        (
            "A Toll Mill is a mill that has no wheel in the valley in which it is registered, and "
            "which is not owned by a miller that is subject to supervision.",
            "be",
        ),
        (
            "The Miller must send the log to the Warden or, if the Warden is away, to the Mayor.",
            "send",
        ),
        ("The Miller must tell the Warden of the loss or, if he is away, the Mayor.", "tell"),
        ("The miller may waive the toll in one case, that is, where the flour is damp.", "waive"),
        (
            "However, in one case the toll analysis can not be waived, namely where the agreed "
            "change is to reduce flour payments.",
            "be waived",
        ),
        (
            "Apprentices of the mill may receive individual or group instruction , and apprentices "
            "who have been fined are not counted .",
            "individual",
        ),
        ("The Mill Plan should be tailored and proportionate to the size of the mill.", "tailored"),
        (
            "In Rye v Oats, the Mill Court held that even though Mrs Rye promised Mr Oats he could "
            "pay by instalment , she could later demand the whole sum .",
            "hold",
        ),
    ],
)
def test_a_fact_is_not_shown_whose_part_goes_on_behind_it(text: str, unsaid: str) -> None:
    assert [relation for relation in extraction(text).relations if relation.why_weak]
    assert not [one for one in told(text) if unsaid in one]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A miller must ensure that an auditor states the price.",
            "miller must ensure that an auditor states the price",
        ),
        (
            "A miller must take reasonable steps to find out whether the sack is dry.",
            "miller must take reasonable steps",
        ),
        (
            "A Toll Mill is a mill that has no wheel in the valley in which it is registered, and "
            "it pays a toll.",
            "Toll Mill none be mill that has no wheel in the valley in which it is registered",
        ),
        (
            "The toll cannot be waived on fair days, and the miller owes it, namely in coin.",
            "toll can be waived",
        ),
        (
            "Apprentices may receive individual or group instruction.",
            "Apprentices may receive individual or group instruction",
        ),
        ("The Miller keeps a log and, on Mondays, pays the clerk.", "Miller none keep log"),
        ("The Miller keeps a log and, on Mondays, the baker pays.", "Miller none keep log"),
        (
            "Bakers filed motions to stop the Mill Case and, following a two day hearing, the New "
            "Rye Mill Court denied those motions by order made in March 1922.",
            "Bakers none file motions",
        ),
        ("Apprentices may receive flour or bread.", "Apprentices may receive flour"),
        ("The Mill Plan should be tailored and printed.", "Mill Plan should be tailored"),
        (
            "The court held that even though the mill was old, the miller could demand the rent.",
            "court none hold that even though the mill was old, the miller could demand the rent",
        ),
    ],
)
def test_a_fact_whose_parts_are_whole_stays_shown(text: str, expected: str) -> None:
    assert expected in told(text)


def test_the_object_of_the_last_verb_is_that_of_a_first_one_behind_its_phrase() -> None:
    text = "The Warden may by written notice vary or revoke an order under Rule 3."
    assert told(text) == ["Warden may vary order", "Warden may revoke order"]
