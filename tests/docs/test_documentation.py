"""The documentation is run: ``console`` and ``python`` blocks of README.md and docs/*.md.

A line ``$ command`` is run by bash in a folder that each file's blocks share, in order; it holds
what a clone holds below ``examples``; for docs/*.md the example documents and their base
(``documents``, ``kb``). A ``yaml`` block with
a ``name`` is written to ``NAME.yaml`` first. A command must leave with status 0 and write nothing
to stderr but what the block shows. What follows it is compared with its output: ``…`` alone on a
line stands for any lines, ``…`` inside a line for any characters. Nothing after the command means
that its output is not compared. ``make``, ``pip install`` and ``git clone`` are tested elsewhere
and not run here. Each page's first step, programs and what needs a shell are processes of their
own; the other commands run in this one. The README's build of the examples is that of which all
tests have the base (`examples_as_built`).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import in_this_process
from kept_bases import BUILD_EXAMPLES

from graph.record import Record

ROOT = Path(__file__).resolve().parents[2]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NOT_HERE = ("make ", "pip install", "git clone", "cd ", "python -m venv", "groundgraph ui",
            "source .venv/bin/activate")  # fmt: skip
PROFILE = re.compile(r"^```yaml\n(name: (\w+)\n.*?)^```$", re.MULTILINE | re.DOTALL)
# What a shell puts something in the place of: outside quotes, and in double ones.
_EXPANDED = re.compile(r"""^(?:[^"']|"[^"]*"|'[^']*')*?(?:[*?~]|"[^"$`]*[$`]|[$`])""")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)")


@dataclass(frozen=True)
class Step:
    """A command (or Python program) and the output shown below it, or None where none is."""

    line: int
    language: str
    command: str
    output: str | None


def steps(text: str) -> list[Step]:
    """The runnable blocks of one Markdown text, in order."""
    found: list[Step] = []
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start()) + 2
        if block[1] == "python":
            found.append(Step(first, "python", block[2], None))
            continue
        for part in re.finditer(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block[2], re.MULTILINE):
            line = first + block[2].count("\n", 0, part.start())
            found.append(Step(line, "console", part[1], part[2].rstrip() or None))
    return found


def agrees(shown: str, real: str) -> bool:
    """Whether `real` is what `shown` says, with ``…`` as a stand-in; blanks at line ends aside."""
    lines = []
    for line in shown.splitlines():
        if line.strip() == "…":
            lines.append(r"(?:.*\n)*")
        else:
            lines.append(".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n")
    stripped = "".join(line.rstrip() + "\n" for line in real.strip("\n").splitlines())
    return re.fullmatch("".join(lines), stripped) is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_commands_do_what_the_documentation_shows(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = path.read_text("utf-8")
    found = [step for step in steps(page) if not step.command.startswith(NOT_HERE)]
    for profile, name in PROFILE.findall(page):
        (tmp_path / f"{name}.yaml").write_text(profile, "utf-8")
    if found and path.parent != ROOT:
        copied(request.getfixturevalue("untouched_examples"), tmp_path, tmp_path / "documents")
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    environment.update(COLUMNS="100", NO_COLOR="1", TERM="dumb")
    if path.parent == ROOT:  # README: as in a clone
        shutil.copytree(ROOT / "examples" / "documents", tmp_path / "examples" / "documents")
    else:
        shutil.copytree(ROOT / "examples" / "documents", tmp_path / "documents")
    for number, step in enumerate(found):
        where = f"{path.name}:{step.line}: {step.command}"
        arguments = plain(step) if number else None
        if step.command == BUILD_EXAMPLES:
            built = request.getfixturevalue("examples_as_built")
            copied(built / "kb", tmp_path, tmp_path / "examples" / "documents")
            status, output = 0, (built / "said").read_text("utf-8")
        elif arguments is None:
            status, output = as_process(step, tmp_path, environment)
        else:
            status, out, _ = in_this_process(
                *arguments, cwd=tmp_path, environment=environment, merged=True
            )
            output = out.decode("utf-8")
        assert status == 0, f"{where}\n{output}"
        if step.output is not None:
            assert agrees(step.output, output), f"{where}\nreally prints:\n{output}"


def copied(base: Path, folder: Path, documents: Path) -> None:
    """Copies `base` into `folder`, as if it were built of the copy of the `documents` there."""
    shutil.copytree(base, folder / "kb")
    with Record.open(folder / "kb" / "record.sqlite") as record:
        record.put_source("documents", "folder", str(documents))


def plain(step: Step) -> list[str] | None:
    """The arguments of a command that is ours and needs no shell, else None."""
    if step.language != "console" or not step.command.startswith("groundgraph "):
        return None
    command = step.command.replace("\\\n", " ")
    reader = shlex.shlex(command, posix=True, punctuation_chars=True)
    reader.whitespace_split = True
    words = list(reader)
    shell = any(set(word) <= set("();<>|&") for word in words) or _EXPANDED.search(command)
    return None if shell else shlex.split(command)[1:]


def as_process(step: Step, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """The status of a step, and what it writes to stdout and stderr."""
    program = ["bash", "-c"] if step.language == "console" else [sys.executable, "-c"]
    done = subprocess.run(
        [*program, step.command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    "path",
    [*FILES, *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"))],
    ids=lambda path: path.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    for target, _ in LINK.findall(path.read_text("utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_steps_and_comparison_see_differences() -> None:
    text = "a\n```console\n$ one \\\n  two\nfirst …\n…\nlast\n$ three\n```\n```text\n$ four\n```\n"
    assert steps(text) == [
        Step(3, "console", "one \\\n  two", "first …\n…\nlast"),
        Step(8, "console", "three", None),
    ]
    assert agrees("first …\n…\nlast", "first line\nx\ny\nlast\n")
    for command, arguments in {
        'groundgraph ask "How soon (a|b)?" \\\n  -k 3': ["ask", "How soon (a|b)?", "-k", "3"],
        'groundgraph ask "A patient\'s home?"': ["ask", "A patient's home?"],
        "groundgraph show 'a$b'": ["show", "a$b"],
        'groundgraph show "a$b"': None,
        "groundgraph show a?": None,
        "groundgraph show x | head": None,
        "groundgraph show x > y": None,
        "groundgraph show $(cat x)": None,
        "head x": None,
    }.items():
        assert plain(Step(1, "console", command, None)) == arguments
    assert agrees("first …\n…\nlast", "first line\nlast")
    assert not agrees("first …\nlast", "first line\nx\nlast")
    assert not agrees("3 documents", "4 documents")
