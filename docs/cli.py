"""Writes each command's ``--help`` into docs/cli.md, between ``<!-- help NAME -->`` and the end of
the block that follows it.

python docs/cli.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from groundgraph.cli import app

TARGET = Path(__file__).with_name("cli.md")
BLOCK = re.compile(r"^<!-- help ([a-z ]+) -->\n```text\n.*?^```$", re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Every command, ``profile check`` and ``eval facts draw`` among them, in the order of
    ``--help``."""
    return list(_below(get_command(app), ""))


def _below(group: Any, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from _below(command, f"{path}{name} ")
        else:
            yield f"{path}{name}"


def help_text(command: str) -> str:
    """What ``groundgraph COMMAND --help`` prints on a terminal of 90 columns."""
    result = CliRunner().invoke(
        app, [*command.split(), "--help"], prog_name="groundgraph", terminal_width=90
    )
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def rendered(text: str) -> str:
    """`text` with every help block as the commands print it now."""
    return BLOCK.sub(lambda m: f"<!-- help {m[1]} -->\n```text\n{help_text(m[1])}\n```", text)


if __name__ == "__main__":
    TARGET.write_text(rendered(TARGET.read_text("utf-8")), "utf-8")
