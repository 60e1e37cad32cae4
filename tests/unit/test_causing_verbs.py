"""What somebody else is to have done is no statement about who does it."""

import pytest

from tests.unit.test_edge_doubts import told


@pytest.mark.parametrize(
    "text",
    [
        "Have the miller keep the sack in the shade for a week.",
        "Have each driver sign the log before a trip, and keep the log for a year.",
        "Have staff check the log each day.",
        "If the mill is shut, have a guard carry the key to the town hall.",
        "Make sure to have an engineer inspect the lift each year.",
        "Let the flour dry for two hours.",
    ],
)
def test_what_is_caused_is_not_stated(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The miller must have the clerk sign the log.", "miller must have the clerk sign the log"),
        ("Staff check the log each day.", "Staff none check log"),
    ],
)
def test_a_plain_statement_is_told(text: str, expected: str) -> None:
    assert any(one.startswith(expected) for one in told(text))
