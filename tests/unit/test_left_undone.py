"""What has yet to be done is not done, and no duty."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_relations import read, shown


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The county council has yet to release the grant.",
         "county council | none | not | release | grant"),
        ("The ministry is yet to approve the plan.", "ministry | none | not | approve | plan"),
        ("The clinics have still to order the vaccine.",
         "clinics | none | not | order | vaccine"),
        ("The new rules are still to be published in the gazette.",
         "new rules | none | not | be published in | gazette"),
    ],
)  # fmt: skip
def test_it_is_denied(sentence: str, expected: str) -> None:
    assert shown(sentence) == [expected]


def test_who_still_has_to_has_a_duty() -> None:
    assert shown("The tenant still has to pay the rent.") == ["tenant | must | pay | rent"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The device is not yet to be used in schools.",
        "No clinic has yet to report a case.",
        "The visitors must have yet to sign the book.",
    ],
)
def test_a_second_denial_or_a_duty_above_leaves_it_open(sentence: str) -> None:
    found = read(("paragraph", sentence, 0))[1].relations
    assert found
    assert all(one.why_weak for one in found)
