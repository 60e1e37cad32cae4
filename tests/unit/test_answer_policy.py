"""One policy decides the state of a card from what the checks found, whoever wrote."""

from __future__ import annotations

import pytest

from generation.checks.qualifier_checks import Fit
from generation.policy import Findings, Signs, decide

NEAR = Signs(cosine=0.9, relation=1.0, names=1.0, form=1.0)
FAR = Signs(cosine=0.1, relation=0.0, names=0.0, form=0.0)
MET = Fit((), (), 0, 4)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Findings(NEAR, direct=True, fit=MET), "answered"),
        (Findings(NEAR, direct=True, fit=MET, conflict=True), "disagree"),
        (Findings(NEAR, direct=False, fit=MET), "related"),
        (Findings(FAR, direct=False, fit=Fit(("children",), (), 0, 4)), "not_found"),
        (Findings(FAR, direct=False, fit=MET), "related"),
        (Findings(NEAR, direct=True, fit=Fit(("children",), (), 0, 3)), "related"),
        (Findings(NEAR, direct=True, fit=Fit(("children",), (), 0, 4)), "related"),
        (Findings(NEAR, direct=True, fit=Fit(("children",), ("children",), 0, 4)), "related"),
        (Findings(NEAR, direct=True, fit=Fit(("2022",), (), 0, 4, exact=False)), "related"),
        (
            Findings(NEAR, direct=True, fit=Fit(("Vasby",), (), 0, 2, exact=False, strangers=True)),
            "partly_answered",
        ),
        (Findings(NEAR, direct=True, fit=Fit(("a", "b", "c"), (), 0, 12)), "related"),
        (Findings(NEAR, direct=True, fit=Fit(("a", "b", "c"), (), 0, 12), read=True), "answered"),
        (Findings(NEAR, direct=True, fit=MET, replies=False), "related"),
        (Findings(NEAR, direct=True, fit=MET, read=True, replies=False), "answered"),
        (
            Findings(NEAR, direct=True, fit=MET, read=True, replies=False, part=True),
            "partly_answered",
        ),
        (Findings(NEAR, direct=True, fit=Fit(("a", "b"), (), 0, 4), linked=True), "answered"),
        (Findings(NEAR, direct=True, fit=Fit(("a",), ("a",), 0, 4), linked=True), "related"),
    ],
)
def test_a_tick_wants_everything_met_and_nothing_against_it(found: Findings, state: str) -> None:
    assert decide(found) == state
