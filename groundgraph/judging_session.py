"""One judge at work on one sheet: what is next, what was said, and taking it back. Every verdict is
in the judge's file before the next item is shown, so a session can be left and resumed at will."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from evaluation.judging.given_verdicts import (
    Verdict,
    read_verdicts,
    verdict_files,
    verdicts_path,
    write_verdicts,
)
from evaluation.judging.scores import JudgedSheet, SheetScore, score
from evaluation.judging.sheets import Item, Key, Sheet, key_path, read_key, read_sheet
from evaluation.judging.verdict_words import VERDICTS, Word, faults_of
from graph.errors import SettingsError

FOLDER = "judging"
"""Where sheets lie in a base's folder, so that the explorer finds them."""


class JudgingSession:
    """The sheet at `path`, judged by `judge`. Raises `SettingsError` for what is no sheet, for a
    name that no file can have, and for a file of verdicts that belongs to another sheet."""

    def __init__(self, path: Path, judge: str, *, saw_rules: bool = False) -> None:
        self.sheet = read_sheet(path)
        self.judge = judge
        self.saw_rules = saw_rules
        self._path = verdicts_path(path, judge)

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """What was said so far, in the order in which it was."""
        if not self._path.exists():
            return {}
        return read_verdicts(self._path, self.sheet).get(self.judge, {})

    @property
    def next(self) -> Item | None:
        """The first item without a verdict."""
        said = self.verdicts
        return next((item for item in self.sheet.items if item.n not in said), None)

    def give(self, n: int, verdict: str, fault: str = "", note: str = "") -> None:
        """Say `verdict` of item `n`, in place of what was said before."""
        item = next((item for item in self.sheet.items if item.n == n), None)
        if item is None or verdict not in {word.name for word in VERDICTS[item.kind]}:
            raise SettingsError(
                f"'{verdict}' cannot be said of item {n} of this sheet. Take one of the verdicts "
                "that stand below the item."
            )
        given = Verdict(
            n, verdict, fault, note.strip(), self.judge, self.sheet.hash[:16], self.saw_rules
        )
        others = [v for v in self.verdicts.values() if v.n != n]
        write_verdicts(self._path, [*others, given])

    def note(self, n: int, text: str) -> None:
        """Put `text` beside the verdict on item `n`, which was given before."""
        write_verdicts(
            self._path,
            [replace(v, note=text.strip()) if v.n == n else v for v in self.verdicts.values()],
        )

    def undo(self) -> int | None:
        """Take back the last verdict; the number of its item, None where there is none."""
        said = list(self.verdicts.values())
        if not said:
            return None
        write_verdicts(self._path, said[:-1])
        return said[-1].n


def words_for(item: Item) -> list[Word]:
    """The verdicts that can be given of `item`."""
    return list(VERDICTS[item.kind])


def faults_for(item: Item, verdict: str) -> list[Word]:
    return list(faults_of(item.kind, verdict))


def sheets_beside(folder: Path) -> list[Path]:
    """The sheets that lie in the folder of a base."""
    return [
        path
        for path in sorted((folder / FOLDER).glob("*.jsonl"))
        if ".verdicts." not in path.name and not path.name.startswith(".")
    ]


def score_sheets(
    sheets: Iterable[Path],
    verdicts: Iterable[Path] = (),
    key: Path | None = None,
    base: str | None = None,
) -> SheetScore:
    """The score of `sheets` by the `verdicts` files, or by all that lie beside them. `key` is where
    the key of a single sheet lies, when not beside it; `base`: the content hash that the sheets
    must have been drawn from. Raises `SettingsError`."""
    paths, files = list(sheets), list(verdicts)
    if files and len(paths) > 1:
        raise SettingsError(
            "--verdicts go with one sheet. Score several sheets by the verdicts beside them: leave "
            "--verdicts out."
        )
    return score([judged_sheet(path, files or verdict_files(path), key, base) for path in paths])


def judged_sheet(
    path: Path, files: list[Path], key: Path | None = None, base: str | None = None
) -> JudgedSheet:
    """What stands in the sheet at `path`, in `files` of verdicts and in its `key`, which lies
    beside it where none is given. Raises `SettingsError` where nobody judged it, where a file
    belongs to another sheet, and where it was not drawn from the content hash `base`."""
    sheet = read_sheet(path)
    if base is not None and sheet.head.base != base:
        raise SettingsError(
            f"{path} was drawn from another base or state of it ({sheet.head.base[:12]}…, this one "
            f"is {base[:12]}…). Leave --kb out to score the sheet by itself."
        )
    if not files:
        raise SettingsError(
            f"nobody has judged {path} yet. Judge it with: groundgraph eval facts judge {path}, or "
            "name files of verdicts with --verdicts."
        )
    said: dict[str, dict[int, Verdict]] = {}
    for file in files:
        for judge, own in read_verdicts(file, sheet).items():
            said.setdefault(judge, {}).update(own)
    return JudgedSheet(sheet, said, _key(path, key, sheet))


def _key(path: Path, given: Path | None, sheet: Sheet) -> Key | None:
    place = given or key_path(path)
    return read_key(place, sheet) if given or place.exists() else None
