"""What a clause of "while" bounds, and what is said of the verb before "but" alone."""

import pytest

from tests.unit.test_edge_doubts import extraction


def slots(text: str, predicate: str) -> list[str]:
    """The slots of the one fact with `predicate`, as ``kind=words``."""
    (found,) = (one for one in extraction(text).relations if one.predicate == predicate)
    return [f"{kind}={text[span.start : span.end]}" for kind, span in found.qualifiers]


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        (
            "While the bell is ringing, guests may not use the lift.",
            "use",
            ["time=While the bell is ringing"],
        ),
        ("While guests have a key, they may not use the lift.", "use", []),
        (
            "Millers often work at night, but are entitled to free flour.",
            "be entitled to",
            [],
        ),
        (
            "By running the mill, members of the guild technically have the keys, but are bound "
            "to secrecy by their contract.",
            "be bound to",
            ["source=by their contract"],
        ),
        (
            "If the bell rings, guests may stay in the hall but must leave the barn.",
            "leave",
            ["condition=If the bell rings"],
        ),
    ],
)
def test_each_verb_has_what_is_said_of_it(text: str, predicate: str, expected: list[str]) -> None:
    assert slots(text, predicate) == expected
