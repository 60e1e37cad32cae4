"""Judging a sheet in the terminal: one key a verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from rich.markup import escape

from evaluation.judging.sheets import Item, item_lines
from evaluation.judging.verdict_words import Word
from graph.errors import SettingsError
from groundgraph.cli.console import out, visible
from groundgraph.judging_session import JudgingSession, faults_for, words_for

Keys = Callable[[], str]
"""Waits for a key and gives its character."""

UNDO, NOTE, QUIT = "u", "/", "q"
_MORE = (
    Word("take back the last", UNDO, ""),
    Word("a note", NOTE, ""),
    Word("leave; go on any time", QUIT, ""),
)


def terminal_keys() -> str:
    """A key that was pressed. Raises `SettingsError` where there is no terminal."""
    import click

    if not sys.stdin.isatty():
        raise SettingsError(
            "judging needs a terminal. Write verdicts into a file instead, one JSON object a line: "
            '{"n": 1, "verdict": "right"}, and name it with: groundgraph eval facts score SHEET '
            "--verdicts FILE"
        )
    key = click.getchar()
    if key in ("\x03", "\x04"):
        raise KeyboardInterrupt
    return key


def judge_in_terminal(session: JudgingSession, keys: Keys, line: Callable[[], str]) -> None:
    """Ask for the verdict on each item in turn, until all have one or the judge leaves. `line`
    reads a line of text for a note."""
    total = len(session.sheet.items)
    while (item := session.next) is not None:
        _show(item, len(session.verdicts), total)
        if not _judge(session, item, keys, line):
            done = len(session.verdicts)
            out.print(f"{done} of {total} judged; the same command goes on from here.")
            return
    out.print(f"All {total} items have a verdict. Thank you.")


def _judge(session: JudgingSession, item: Item, keys: Keys, line: Callable[[], str]) -> bool:
    """One verdict, or one step back; False where the judge leaves."""
    note = ""
    while True:
        pressed = _choice([*words_for(item), *_MORE], keys)
        if pressed.key == QUIT:
            return False
        if pressed.key == UNDO:
            back = session.undo()
            out.print("nothing to take back" if back is None else f"taken back: item {back}")
            return True
        if pressed.key == NOTE:
            out.print("note: ", end="")
            note = line()
            continue
        faults = faults_for(item, pressed.name)
        fault = _choice(faults, keys).name if faults else ""
        session.give(item.n, pressed.name, "" if fault == "none" else fault, note)
        return True


def _choice(words: Sequence[Word], keys: Keys) -> Word:
    parts = [f"[bold]{escape(word.key)}[/] {escape(word.name)}" for word in words]
    out.print("  ".join(parts))
    by_key = {word.key: word for word in words}
    while (pressed := keys().lower()) not in by_key:
        out.print(f"no such key; one of {', '.join(by_key)}")
    return by_key[pressed]


def _show(item: Item, done: int, total: int) -> None:
    out.rule(f"{done + 1} of {total}", style="dim")
    for text in item_lines(item):
        out.print(escape(visible(text)))
