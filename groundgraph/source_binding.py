"""Which source a path belongs to, and what has to be confirmed before a build of it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extraction.documents.intake import Intake, Vanished, vanished
from extraction.documents.sources import (
    Binding,
    Skipped,
    absolute,
    default_name,
    folder_of,
    inside,
    listing,
    source_of,
    unbound,
)
from graph.errors import NotConfirmed, ReadError, SettingsError
from graph.model import Note
from graph.record import NamedSource, Record
from groundgraph.plurals import counted

_SHOWN = 5


def require_paths(paths: Sequence[str | Path]) -> None:
    """Raises `SettingsError` for what is no path, `ReadError` where none of `paths` exists."""
    for path in paths:
        if not isinstance(path, str | Path):
            raise SettingsError(
                f"build takes paths one by one: kb.build('docs', 'more'), not {type(path).__name__}"
            )
    if paths and not any(Path(path).exists() for path in paths):
        names = ", ".join(str(path) for path in paths)
        raise ReadError(f"no such file or folder: {names}. Check the spelling.")


def bind(
    paths: Sequence[str | Path],
    known: Sequence[NamedSource],
    *,
    name: str | None,
    yes: bool,
    kb: Path,
) -> Intake:
    """The sources that `paths` belong to: those of `known` in whose folders they lie, the one
    called `name` (moved there, if it was elsewhere), or new ones called as their folders. Raises
    `SettingsError` where a name belongs to another folder, with the line to type; with `yes` the
    new source gets a number instead."""
    held = {source.name: source for source in known}
    bindings = [Binding(s.name, Path(s.path)) for s in known if s.path is not None]
    new: list[Binding] = []
    if name is not None:
        new.append(_named(paths, name, held, bindings, kb))
        bindings = [b for b in bindings if b.name != name] + new
    for folder in unbound([path for path in paths if os.path.lexists(absolute(path))], bindings):
        made = Binding(_free(folder, held, new, yes=yes, kb=kb), folder)
        new.append(made)
        bindings.append(made)
    return Intake(tuple(paths), tuple(bindings), tuple(new))


def _named(
    paths: Sequence[str | Path],
    name: str,
    held: dict[str, NamedSource],
    bindings: Sequence[Binding],
    kb: Path,
) -> Binding:
    """The one path, as the source `name`."""
    if len(paths) != 1:
        raise SettingsError("--as names one source: give exactly one path with it.")
    if not name.strip() or name != default_name(Path("/", name)) or name.startswith("."):
        raise SettingsError(
            f"{name!r} is no name for a source: use letters, digits, blanks, - and _, without a /."
        )
    folder = folder_of(paths[0])
    above = inside(folder, bindings)
    if above is not None and above.name != name:
        raise SettingsError(
            f"{paths[0]} belongs to the source {above.name} ({above.folder}), and its documents"
            f" keep their keys. Leave out --as: {_line(kb, paths[0])}"
        )
    if name in held and held[name].kind != "folder":
        raise SettingsError(
            f"{name} holds documents that were added one by one. Choose another name: "
            f"{_line(kb, paths[0], f'{name}-folder')}"
        )
    return above or Binding(name, folder)


def _free(
    folder: Path, held: dict[str, NamedSource], new: Sequence[Binding], *, yes: bool, kb: Path
) -> str:
    """What the new source of `folder` is called."""
    wanted = default_name(folder)
    taken = {binding.name: str(binding.folder) for binding in new}
    for source in held.values():
        if source.path is not None or source.kind != "folder":
            taken.setdefault(source.name, source.path or "documents that were added one by one")
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken or f"{wanted}-{number}" in held:
        number += 1
    if yes:
        return f"{wanted}-{number}"
    other = default_name(folder.parent)
    proposal = f"{other}-{wanted}" if other not in ("root", wanted) else f"{wanted}-{number}"
    if proposal in held or proposal in taken:
        proposal = f"{wanted}-{number}"
    where = taken[wanted]
    moved = "" if os.path.isdir(where) or not os.path.isabs(where) else " (not there now)"
    raise SettingsError(
        f"{folder} would be a second source called {wanted}; the first is {where}{moved}, and"
        f" nothing was read. To keep both, name it: `{_line(kb, folder, proposal)}`."
        + (
            f" If it is the same folder, moved: `{_line(kb, folder, wanted)}`."
            if wanted in held and held[wanted].kind == "folder"
            else ""
        )
    )


def _line(kb: Path, path: str | Path, name: str | None = None, *more: str) -> str:
    """The command to type."""
    words = ["groundgraph", "build", str(path), *(["--as", name] if name else []), *more]
    return shlex.join([*words, "--kb", str(kb)])


def require_consent(record: Record, intake: Intake, kb: Path) -> None:
    """Raises `NotConfirmed` where a build of `intake` would remove more than it should, and says
    what it would remove."""
    found = vanished(record, intake)
    if not found:
        return
    lines = "; ".join(_vanished(one) for one in found)
    paths = " ".join(shlex.quote(str(path)) for path in intake.paths)
    raise NotConfirmed(
        f"the build would remove {lines}. Nothing was changed. Check that the folder is complete"
        f" (mounted, not moved); if they are to go: groundgraph build {paths} --yes --kb "
        f"{shlex.quote(str(kb))}"
    )


def _vanished(one: Vanished) -> str:
    shown = ", ".join(one.keys[:_SHOWN]) + (" …" if len(one.keys) > _SHOWN else "")
    share = "all" if len(one.keys) == one.of else f"{len(one.keys)} of the"
    return f"{share} {counted(one.of, 'documents')} of {one.source} ({shown})"


def moved(record: Record, intake: Intake) -> list[tuple[str, Note]]:
    """A note on each source that is read from another place than before: how many of its documents
    are found there under the same key."""
    held = {source.name: source for source in record.sources()}
    keys = list(record.current())
    told: list[tuple[str, Note]] = []
    for binding in intake.new:
        source = held.get(binding.name)
        if source is None or source.path is None or source.path == str(binding.folder):
            continue
        own = {key for key in keys if key.startswith(f"{binding.name}/")}
        only = replace(intake, paths=(binding.folder,))
        found = {
            item.document
            for item in listing(only.paths, only.bindings)
            if not isinstance(item, Skipped)
        }
        about = (
            f"{source.path} is read from {binding.folder} from now on, where {len(own & found)} of "
            f"its {counted(len(own), 'documents')} are found under their names"
        )
        told.append((binding.name, Note("moved", about)))
    return told


def nested(record: Record, intake: Intake) -> list[tuple[str, Note]]:
    """A note on each new source that has an older one inside, whose documents keep their keys."""
    held = {source.name for source in record.sources()}
    told: list[tuple[str, Note]] = []
    for outer in intake.new:
        for inner in intake.bindings:
            below = (
                Path(os.path.realpath(outer.folder)) in Path(os.path.realpath(inner.folder)).parents
            )
            if below and inner.name in held:
                about = (
                    f"{inner.folder} inside it is the source {inner.name} and stays it: the keys of"
                    f" its documents begin with {inner.name}/, not with {outer.name}/"
                )
                told.append((outer.name, Note("nested", about)))
    return told


def record_bindings(record: Record, intake: Intake) -> None:
    """Keep the names of the sources that are new here, and where they lie."""
    for binding in intake.new:
        record.put_source(binding.name, "folder", str(absolute(binding.folder)))
    held = {source.name for source in record.sources()}
    for name in sorted({source_of(source.document) for source in intake.given} - held):
        record.put_source(name, "added")
