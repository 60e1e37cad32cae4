"""What `make check` asks mypy, as a test: alone it takes a minute of one core, and here the other
workers go on meanwhile."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from groundgraph._origin import PACKAGES


def test_mypy_finds_nothing(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_mypy_reads_every_package(root: Path) -> None:
    checked = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["files"]
    assert checked == ["groundgraph", *PACKAGES]
