"""Verdicts of judges, as JSON lines: ``{"n": 3, "verdict": "wrong", "fault": "deadline"}``.

Further fields are ``note``, ``judge`` (else whoever the file is named after), ``sheet`` (the hash
of the sheet, which must then be the one that is scored), ``saw_rules`` (true for a judge who knows
the rules or their scores: no such figure is a test). Of two verdicts on one item by one judge the
last one counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.judging.sheets import Sheet, read_text
from evaluation.judging.verdict_words import VERDICTS, fault_named, verdict_named
from graph.disk import private_opener
from graph.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Verdict:
    n: int
    verdict: str
    fault: str = ""
    note: str = ""
    judge: str = ""
    sheet: str = ""
    saw_rules: bool = False


def verdicts_path(sheet: Path, judge: str) -> Path:
    """Where the verdicts of `judge` on a sheet lie: ``draw.verdicts.ada.jsonl``. Raises
    `SettingsError` for a name that no file can have."""
    if not judge or not all(c.isalnum() or c in "-_" for c in judge):
        raise SettingsError(
            f"'{judge}' cannot name a judge. Use letters, digits, - and _: --judge ada"
        )
    return sheet.with_name(f"{sheet.stem}.verdicts.{judge}.jsonl")


def verdict_files(sheet: Path) -> list[Path]:
    """The files of all judges beside a sheet, by name."""
    return sorted(sheet.parent.glob(f"{_literal(sheet.stem)}.verdicts.*.jsonl"))


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def read_verdicts(path: Path, sheet: Sheet) -> dict[str, dict[int, Verdict]]:
    """Judge -> number of the item -> verdict. Raises `SettingsError`, naming the line, for what is
    no verdict, for an item that the sheet does not have, and for another sheet's verdicts."""
    text = read_text(path, "a file of verdicts", "groundgraph eval facts judge makes one")
    kinds = {item.n: item.kind for item in sheet.items}
    found: dict[str, dict[int, Verdict]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        verdict = _verdict(_row(line, where), kinds, sheet, where)
        judge = verdict.judge or _named_after(path)
        own = found.setdefault(judge, {})
        own.pop(verdict.n, None)  # in the order of the last word on each
        own[verdict.n] = verdict
    return found


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SettingsError(f"{where}: this is no JSON ({error}). Correct the line.") from error
    if not isinstance(row, dict) or not {"n", "verdict"} <= set(row):
        raise SettingsError(
            f"{where}: a verdict looks like this: "
            '{"n": 1, "verdict": "right", "fault": "", "note": ""}. Correct the line.'
        )
    return row


def _verdict(row: dict[str, Any], kinds: dict[int, Any], sheet: Sheet, where: str) -> Verdict:
    n = row["n"]
    if not isinstance(n, int) or n not in kinds:
        raise SettingsError(
            f"{where}: the sheet has no item {n}; it has {_range(kinds)}. Take the sheet that was "
            "judged, or correct the number."
        )
    if row.get("sheet") and not sheet.hash.startswith(str(row["sheet"])):
        raise SettingsError(
            f"{where}: this verdict is on another sheet ({str(row['sheet'])[:12]}…). Name the "
            "verdicts that belong to this one with --verdicts."
        )
    verdict = verdict_named(kinds[n], str(row["verdict"] if row["verdict"] is not None else ""))
    if verdict is None:
        words = ", ".join(word.name for word in VERDICTS[kinds[n]])
        raise SettingsError(
            f"{where}: '{row['verdict']}' is no verdict on a {kinds[n]}. Use one of {words}."
        )
    faults = row.get("fault") or ""
    return Verdict(
        n=n,
        verdict=verdict,
        fault=fault_named(faults if isinstance(faults, str) else str(next(iter(faults), ""))),
        note=str(row.get("note") or ""),
        judge=str(row.get("judge") or ""),
        sheet=str(row.get("sheet") or ""),
        saw_rules=bool(row.get("saw_rules")),
    )


def _range(kinds: dict[int, Any]) -> str:
    return f"{min(kinds)} to {max(kinds)}" if kinds else "none"


def _named_after(path: Path) -> str:
    """``draw.verdicts.ada.jsonl`` is Ada's; any other file is named as it is."""
    before, found, judge = path.stem.rpartition(".verdicts.")
    return judge if found and before else path.stem


def write_verdicts(path: Path, verdicts: Sequence[Verdict]) -> None:
    """Put `verdicts` into the file at once, or leave it as it was."""
    beside = path.with_name(f".{path.name}.new")
    with open(beside, "w", encoding="utf-8", opener=private_opener) as file:
        for verdict in verdicts:
            row = {name: value for name, value in asdict(verdict).items() if value}
            file.write(json.dumps({"n": verdict.n, **row}, ensure_ascii=False) + "\n")
    os.replace(beside, path)
