"""Questions asked before, in the sidebar by day, to be opened again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from groundgraph import KnowledgeBase
from ui.plain_text import plain

_MOST = 12
_SIGNS = {
    "answered": ":material/check:",
    "partly_answered": ":material/rule:",
    "disagree": ":material/compare_arrows:",
    "related": ":material/manage_search:",
    "not_found": ":material/search_off:",
    "unsupported": ":material/block:",
}


def asked_before(base: KnowledgeBase, shown: str, opens: Callable[..., None]) -> None:
    """The newest answers without the one that is `shown`; `opens(answer=id)` opens one."""
    recent = [one for one in base.record.answers(_MOST + 1) if one.id != shown][:_MOST]
    with st.sidebar:
        for day, answers in groupby(recent, key=lambda one: day_of(one.time)):
            st.html(f'<p class="gg-recent">Asked {day}</p>')
            for stored in answers:
                st.button(
                    f"{plain(stored.question)} :gray[{_local(stored.time):%H:%M}]",
                    key=f"recent-{stored.id}",
                    icon=_SIGNS[_state(stored)],
                    type="tertiary",
                    on_click=opens,
                    kwargs={"answer": stored.id},
                )


def _state(stored: Any) -> str:
    return str(json.loads(stored.payload)["state"])


def clock_time(time: str) -> str:
    """An ISO time as its reader says it: ``today at 14:02``, ``on 3 March 2026 at 09:30``."""
    day = day_of(time)
    return f"{day if day in ('today', 'yesterday') else f'on {day}'} at {_local(time):%H:%M}"


def day_of(time: str) -> str:
    """The day of an ISO time where its reader is: ``today``, ``yesterday``, or its date."""
    day = _local(time).date()
    ago = (datetime.now(_zone()).date() - day).days
    named = {0: "today", 1: "yesterday"}
    return named.get(ago, f"{day.day} {day:%B %Y}")


def _local(time: str) -> datetime:
    moment = datetime.fromisoformat(time)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_zone())


def _zone() -> tzinfo:
    """The time zone of the browser; UTC where it tells none."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
