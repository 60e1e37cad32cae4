"""Adding files to a base from a page: the build runs in a process of its own, so that the pages
stay quick, and tells its progress as JSON, one object a message."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extraction.documents.intake import Intake
from graph.child_process import ChildEnded, Serving, told
from graph.errors import GroundgraphError, ReadError
from graph.model import Source
from groundgraph.adding import UPLOADS, given_source
from groundgraph.as_json import as_json
from groundgraph.knowledge_base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A file that could not be read, and why."""

    document: str
    detail: str


@dataclass(frozen=True, slots=True)
class AddedFiles:
    """The keys of the documents that are new, and of those that have a new version."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    problems: tuple[FileProblem, ...]


def add_files(
    folder: Path,
    files: Sequence[tuple[str, bytes]],
    progress: Callable[[str, int, int], None],
) -> AddedFiles:
    """Read `files` (name, bytes) into the base in `folder`, as documents of the source "uploads"; a
    file of the same name is a new version. Raises `GroundgraphError` with the build's own
    message."""
    with tempfile.TemporaryDirectory() as place:
        paths = [_written(Path(place), name, data) for name, data in files]
        result: dict[str, Any] = {}

        def heard(message: bytes) -> None:
            said = json.loads(message)
            if "stage" in said:
                progress(said["stage"], said["done"], said["total"])
            else:
                result.update(said)

        try:
            told(__name__, str(folder), *map(str, paths), heard=heard)
        except ChildEnded as ended:
            raise GroundgraphError(
                f"the build stopped ({ended}); run groundgraph build to see why and go on."
            ) from None
    if "error" in result:
        raise GroundgraphError(result["error"])
    problems = tuple(FileProblem(**problem) for problem in result["problems"])
    return AddedFiles(tuple(result["added"]), tuple(result["changed"]), problems)


def _written(folder: Path, name: str, data: bytes) -> Path:
    plain = Path(name.replace("\\", "/")).name.lstrip(".")
    if not plain:
        raise ReadError(f"{name!r} is no file name: rename the file and add it again.")
    (folder / plain).write_bytes(data)
    return folder / plain


def _main(folder: str, paths: Sequence[str]) -> None:
    serving = Serving()

    def say(**what: object) -> None:
        serving.tell(json.dumps(what).encode())

    try:
        with KnowledgeBase(folder) as base:
            given: list[Source] = []
            problems: list[FileProblem] = []
            for path in map(Path, paths):
                try:
                    source = given_source(path, None, {}, source=UPLOADS)
                    given.append(replace(source, uri=""))
                except ReadError as error:
                    key = f"{UPLOADS}/{path.name}"
                    problems.append(FileProblem(key, str(error)))
            report = base.take_in(
                Intake(given=tuple(given)),
                progress=lambda stage, done, total: say(stage=stage, done=done, total=total),
            )
    except GroundgraphError as error:
        say(error=str(error))
        return
    problems += [FileProblem(one.document, one.detail) for one in report.problems]
    say(added=report.added, changed=report.changed, problems=as_json(problems))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2:])
