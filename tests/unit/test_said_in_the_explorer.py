"""Words that the explorer makes of what the base holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from groundgraph.views.exploring import verb_label
from ui.asked_before import clock_time, day_of


@pytest.mark.parametrize(
    ("predicate", "modality", "polarity", "said"),
    [
        ("appoint", "none", "positive", "appoints"),
        ("be reported to", "none", "positive", "is reported to"),
        ("be kept by", "none", "negative", "is not kept by"),
        ("has owner", "none", "positive", "has owner"),
        ("use", "none", "negative", "does not use"),
        ("report to", "must", "negative", "must not report to"),
        ("close", "may", "positive", "may close"),
    ],
)
def test_a_verb_is_said_of_one_name(
    predicate: str, modality: str, polarity: str, said: str
) -> None:
    assert verb_label(predicate, modality, polarity) == said


def test_a_time_is_told_as_people_tell_it() -> None:
    now = datetime.now(UTC)
    assert day_of(now.isoformat()) == "today"
    assert day_of((now - timedelta(days=1)).isoformat()) == "yesterday"
    assert day_of("2024-03-05T09:30:00+00:00") == "5 March 2024"
    assert clock_time("2024-03-05T09:30:00") == "on 5 March 2024 at 09:30"
    assert clock_time(now.isoformat()) == f"today at {now:%H:%M}"
