"""A verb that is whole without an object takes none from the verb it is joined to."""

import pytest

from tests.unit.test_edge_doubts import told


@pytest.mark.parametrize(
    ("text", "unsaid", "said"),
    [
        ("Guests may never swear or play songs with insults.", "may swear", "may play songs"),
        ("Members must not shout or throw stones at the swans.", "must shout", "must throw stones"),
        ("Wardens may stay and watch the film.", "may stay", "may watch film"),
    ],
)
def test_no_object_is_lent(text: str, unsaid: str, said: str) -> None:
    shown = told(text)
    assert [one for one in shown if said in one]
    assert not [one for one in shown if unsaid in one]


@pytest.mark.parametrize(
    "text", ["Guests may use, lend or sell the lamps.", "Guests may lend and sell the lamps."]
)
def test_a_shared_object_stays(text: str) -> None:
    assert "Guests may lend lamps" in told(text)
