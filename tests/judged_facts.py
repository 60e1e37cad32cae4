"""Sheets of facts that were judged, for tests of what learns from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evaluation.judging.given_verdicts import Verdict, verdicts_path, write_verdicts
from evaluation.judging.sheets import (
    Head,
    Hidden,
    Item,
    Key,
    Population,
    hash_of,
    key_path,
    key_text,
    sheet_lines,
)


def judged_sheet_at(
    path: Path,
    items: Sequence[Item],
    said: Mapping[int, str],
    reasons: Mapping[int, str] | None = None,
) -> Path:
    """A sheet of `items` with its key and the verdicts `said` of Ada; with `reasons` it is one of
    weak facts."""
    head = Head("tests", "1", "", "0", "", "")
    text = sheet_lines(head, items)
    path.write_text(text, "utf-8")
    rules = reasons or {item.n: "active" for item in items}
    hidden = {item.n: Hidden("tests", rules[item.n]) for item in items}
    shown = 0 if reasons else len(items)
    key = Key(hash_of(text), hidden, {"tests": Population({"fact": shown}, 1000)})
    key_path(path).write_text(key_text(key), "utf-8")
    verdicts = [Verdict(n, one, judge="ada") for n, one in said.items()]
    write_verdicts(verdicts_path(path, "ada"), verdicts)
    return path


def fact(n: int, fact: str, document: str, before: str = "", after: str = "") -> Item:
    return Item(n, "fact", {"fact": fact}, f"{fact}.", before, after, document=document)
