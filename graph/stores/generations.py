"""The folders of an embedded store: one per generation, and the pointer to the newest.

``CURRENT`` holds the name of the generation that readers open. A writer builds the next one in
``building-…``, flushes it to disk, renames it to ``gen-…`` and replaces ``CURRENT`` in one step: a
process killed at any moment leaves the old generation or the new one. Whatever a killed writer
left behind is swept by the next one.

A reader holds a shared lock on ``lock`` inside its generation; the sweep keeps the last
`KEPT` generations and every one that is locked.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.disk import PRIVATE_FILE, PRIVATE_FOLDER, full_message, has_no_room, is_full, protect
from graph.errors import StoreError

SCHEMA_VERSION = 1
KEPT = 3
REBUILD = "rebuild it from the record with: groundgraph build --rebuild"

_POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_LOCK = "lock"


@dataclass(slots=True)
class Generation:
    """One generation held open by a shared lock; its files stay readable until `release`."""

    name: str
    folder: Path
    manifest: Mapping[str, Any]
    _lock: int

    def release(self) -> None:
        """Give the shared lock back."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def current_name(root: Path) -> str | None:
    """The newest generation's name, or None where nothing was ever written."""
    try:
        name = (root / _POINTER).read_text("utf-8").removesuffix("\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            f"The store at {root} cannot be read ({error.strerror}); ask its owner for permission."
        ) from None
    if not (name.startswith("gen-") and name[4:].isdigit()):
        raise StoreError(f"The store's pointer {root / _POINTER} is damaged; {REBUILD}")
    return name


def open_generation(root: Path) -> Generation | None:
    """Open the newest generation under `root`. Raises `StoreError` where it is damaged."""
    for _ in range(100):
        name = current_name(root)
        if name is None:
            return None
        folder = root / name
        try:
            lock = os.open(folder / _LOCK, os.O_RDONLY)
        except FileNotFoundError:
            if current_name(root) == name:
                raise StoreError(
                    f"The store's generation {folder} is missing or incomplete; {REBUILD}"
                ) from None
            continue
        fcntl.flock(lock, fcntl.LOCK_SH)
        if not (folder / _LOCK).exists():  # swept between reading the pointer and locking
            os.close(lock)
            continue
        try:
            return Generation(name, folder, read_manifest(folder), lock)
        except StoreError:
            os.close(lock)
            raise
    raise StoreError(f"The store at {root} changes faster than it can be opened; try again.")


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """The checked manifest of a generation: its own hash, its schema, and the size of each file
    (hashes of files are for `verify_files`: reading every byte at each start would be slow)."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        digest = manifest.pop("sha256")
        intact = digest == _digest(manifest)
    except (OSError, ValueError, KeyError, AttributeError):
        intact = False
    if not intact:
        raise StoreError(f"The manifest in {folder} is missing or damaged; {REBUILD}")
    if manifest["schema"] != SCHEMA_VERSION:
        raise StoreError(
            f"The store in {folder} has layout {manifest['schema']}, this version of groundgraph "
            f"reads layout {SCHEMA_VERSION}; {REBUILD}"
        )
    for name, facts in manifest["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != facts["bytes"]:
            raise StoreError(f"The store's file {path} is missing or cut off; {REBUILD}")
    return dict(manifest)


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write the manifest of `folder`, with the hash of its own content."""
    _write(folder / _MANIFEST, json.dumps({**content, "sha256": _digest(content)}, indent=1))


def manifest_hash(content: Mapping[str, Any]) -> str:
    """The SHA-256 of what a manifest says."""
    return _digest(content)


def verify_files(generation: Generation) -> None:
    """Read every file of `generation` and compare its SHA-256. Raises `StoreError`."""
    for name, facts in generation.manifest["files"].items():
        path = generation.folder / name
        if _file_digest(path) != facts["sha256"]:
            raise StoreError(f"The store's file {path} is damaged; {REBUILD}")


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the one writer's lock of `root`. Raises `StoreError` if another process has it, or the
    folder cannot be written."""
    try:
        if not root.exists():
            root.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            protect(root)
        lock = os.open(root / "WRITER", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise cannot_write(root, error) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                f"Another process is writing to the store at {root}; wait for it and try again."
            ) from None
        yield
    finally:
        os.close(lock)


def begin(root: Path, *, forget: bool = False) -> tuple[str, Path]:
    """(name of the next generation, empty folder to build it in), after sweeping what killed
    writers left. `forget` drops a damaged pointer. The caller holds `writing`."""
    try:
        name = current_name(root)
    except StoreError:
        if not forget:
            raise
        (root / _POINTER).unlink()
        name = None
    numbers = [int(path.name[4:]) for path in root.glob("gen-*") if path.name[4:].isdigit()]
    sweep(root)
    number = max([0, *numbers, int(name[4:]) if name else 0]) + 1
    building = root / f"building-{number:06d}"
    building.mkdir(PRIVATE_FOLDER)
    protect(building)
    return f"gen-{number:06d}", building


def publish(
    root: Path,
    name: str,
    building: Path,
    manifest: Mapping[str, Any],
    base: Generation | None,
) -> None:
    """Flush `building` to disk, make it the generation `name` and point ``CURRENT`` at it. Files
    linked from `base` are not read again: their hashes are known."""
    files: dict[str, Mapping[str, Any]] = {}
    for folder in sorted(path for path in building.rglob("*") if path.is_dir()):
        protect(folder)
    for path in sorted(path for path in building.rglob("*") if path.is_file()):
        relative = path.relative_to(building).as_posix()
        former = None if base is None else base.folder / relative
        if base is not None and former and former.exists() and path.samefile(former):
            files[relative] = base.manifest["files"][relative]
            continue
        protect(path)
        files[relative] = {"bytes": path.stat().st_size, "sha256": _file_digest(path)}
        _flush(path)
    content = {**manifest, "schema": SCHEMA_VERSION, "name": name, "files": files}
    write_manifest(building, content)
    _write(building / _LOCK, "")
    for folder in sorted({path.parent for path in building.rglob("*")} | {building}):
        _flush(folder)
    os.rename(building, root / name)
    _flush(root)
    _write(root / f"{_POINTER}.new", name + "\n")
    os.replace(root / f"{_POINTER}.new", root / _POINTER)
    _flush(root)


def sweep(root: Path, *, kept: int = KEPT) -> None:
    """Remove half-written folders and generations that are neither among the last `kept` nor read
    by anyone. The caller holds `writing`."""
    name = current_name(root)
    for path in root.glob("building-*"):
        shutil.rmtree(path, ignore_errors=True)
    numbered = sorted(path for path in root.glob("gen-*") if path.name[4:].isdigit())
    never_current = [path for path in numbered if name is None or path.name > name]
    older = [path for path in numbered if name is not None and path.name <= name]
    for path in [*never_current, *older[:-kept]]:
        try:
            lock = os.open(path / _LOCK, os.O_RDONLY)
        except FileNotFoundError:
            shutil.rmtree(path, ignore_errors=True)
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (path / _LOCK).unlink()  # first: a reader that waits for the lock then sees it is gone
            shutil.rmtree(path, ignore_errors=True)
        except OSError:
            pass  # a reader holds it: a later sweep takes it
        finally:
            os.close(lock)


def cannot_write(root: Path, error: Exception) -> StoreError:
    """The error for a store that could not be written; its former state stands."""
    if has_no_room(root) or (isinstance(error, OSError) and is_full(error)):
        return StoreError(full_message(root))
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StoreError(
        f"The change could not be written to {root} ({reason}); the former state stands. Check the"
        " permissions of that folder and run the same command again."
    )


def link_or_copy(source: Path, target: Path) -> None:
    """Give an unchanged file a second name; copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    protect(path)
    _flush(path)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
