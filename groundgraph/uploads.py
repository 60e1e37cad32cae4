"""Adding files to a base from a page: the build runs in a process of its own, so that the pages
stay quick, and reports its progress as JSON, one object a line."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph.errors import GroundgraphError, ReadError
from groundgraph.knowledge_base import KnowledgeBase

ROOT = "uploads"
"""Folder name in the keys of uploaded documents; a file of the same name is a new version."""


def add_files(
    folder: Path,
    files: Sequence[tuple[str, bytes]],
    progress: Callable[[str, int, int], None],
) -> dict[str, Any]:
    """Read `files` (name, bytes) into the base in `folder`. Returns ``added``, ``changed`` and
    ``problems`` ({document, detail}). Raises `GroundgraphError` with the build's own message."""
    with tempfile.TemporaryDirectory() as place:
        paths = [_written(Path(place) / ROOT, name, data) for name, data in files]
        command = [sys.executable, "-P", "-m", __name__, str(folder), *map(str, paths)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8"
        ) as build:
            assert build.stdout is not None
            result: dict[str, Any] = {}
            for line in build.stdout:
                said = json.loads(line)
                if "stage" in said:
                    progress(said["stage"], said["done"], said["total"])
                else:
                    result = said
    if "error" in result or build.returncode:
        raise GroundgraphError(
            result.get("error", "the build stopped; run groundgraph build to see why and go on.")
        )
    return result


def _written(folder: Path, name: str, data: bytes) -> Path:
    plain = Path(name.replace("\\", "/")).name.lstrip(".")
    if not plain:
        raise ReadError(f"{name!r} is no file name: rename the file and add it again.")
    folder.mkdir(exist_ok=True)
    (folder / plain).write_bytes(data)
    return folder / plain


def _main(folder: str, paths: Sequence[str]) -> None:
    def say(**what: object) -> None:
        print(json.dumps(what), flush=True)

    try:
        with KnowledgeBase(folder) as base:
            report = base.build(
                *paths, progress=lambda stage, done, total: say(stage=stage, done=done, total=total)
            )
    except GroundgraphError as error:
        say(error=str(error))
        raise SystemExit(1) from None
    say(
        added=report.added,
        changed=report.changed,
        problems=[{k: v for k, v in asdict(p).items() if k != "code"} for p in report.problems],
    )


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
