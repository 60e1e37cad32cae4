"""Bases that are expensive to build, kept from one run of the tests to the next.

A base is kept under a key of everything that it is made by: the code of every package, the data
that travels with it, the documents, the lock files, the installed distributions and the
interpreter. Whatever changes gives another key, and so another build; nothing is compared with
what an older build gave.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

LOCKS = ("pyproject.toml", "requirements.lock", "requirements-torch.txt")
BUILD_EXAMPLES = "groundgraph build examples/documents --profile regulation"  # as README.md has it
OLD = 2 * 24 * 3600  # seconds after which a base that no run has used is removed


def cache_folder() -> Path:
    """``GROUNDGRAPH_TEST_CACHE``, or a folder of this user's among the temporary files."""
    named = os.environ.get("GROUNDGRAPH_TEST_CACHE")
    return Path(named or Path(tempfile.gettempdir()) / f"groundgraph-tests-{os.getuid()}")


def made_by(root: Path, packages: Iterable[str], *choices: str) -> str:
    """The digest of what a base of the examples is made by: every file of `packages` and the locks
    below `root`, with their paths (a base holds that of its documents), the distributions that are
    installed, the interpreter, and the `choices` of whoever builds it."""
    digest = hashlib.sha256(f"{root.resolve()}\n{sys.version}\n{choices!r}\n".encode())
    for name in _installed():
        digest.update(f"{name}\n".encode())
    for path in _files(root, packages):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:32]


def _installed() -> list[str]:
    found = importlib.metadata.distributions()
    return sorted(f"{held.metadata['Name']}=={held.version}" for held in found)


def _files(root: Path, packages: Iterable[str]) -> Iterator[Path]:
    for package in sorted(packages):
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
    yield from (root / name for name in LOCKS if (root / name).is_file())


def kept_base(name: str, key: str, build: Callable[[Path], None]) -> Path:
    """The folder of the base `name` that `build` makes in an empty folder, made once for `key`. It
    is only ever copied: to copy a base that this process has open drops SQLite's locks on it."""
    cache = cache_folder()
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = cache / f"{name}-{key}"
    with open(cache / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept, build)
        os.utime(kept)
        _remove_old(cache, name)
    return kept


def _make(kept: Path, build: Callable[[Path], None]) -> None:
    """Built in one folder and copied to another, so that no process has the kept files open."""
    with tempfile.TemporaryDirectory(dir=kept.parent, prefix="making-") as making:
        build(Path(making) / "kb")
        shutil.copytree(Path(making) / "kb", Path(making) / "copy")
        (Path(making) / "copy").rename(kept)


def _remove_old(cache: Path, name: str) -> None:
    for path in cache.glob(f"{name}-*"):
        if time.time() - path.stat().st_mtime > OLD:
            shutil.rmtree(path, ignore_errors=True)
