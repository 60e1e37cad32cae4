"""From paths on the command line to documents with keys, in a fixed order.

A key is the path relative to what was ingested, with the root folder's own name in front,
``/``-separated and NFC (``docs/sub/a.md``), or ``FILE#row id`` for a row of a JSONL corpus. It is
never absolute, so a knowledge base can be moved and rebuilt elsewhere. Control characters and bytes
that are no UTF-8 are written as ``%0A``, so that a key can be printed and two names stay two keys.

A path that is given may be a symbolic link. A link that is found in a folder is never followed: it
may lead out of what the user meant to share, and what lies inside is read under its own name.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.documents.readers import READERS, too_long, unsupported
from extraction.documents.readers.jsonl import parse_row
from graph.errors import ReadError
from graph.model import Source

ROWS = ".jsonl"
_BYTES_PER_CHARACTER = 4  # at most, in every encoding read here
# Control characters, line and paragraph separators, signs that turn the reading direction, and the
# bytes that Python reads as surrogates: what no terminal may get out of a file name.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LIKE_ESCAPED = re.compile("%(?=[01][0-9A-F]|25|7F|[89A-F][0-9A-F])")
_PLAIN = frozenset({".txt", ".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was found and not read. `document` is a key, or the key of a folder;
    `detail` is a sentence that ends with what to do."""

    document: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class _File:
    key: str
    path: Path
    uri: str


def collect(paths: Sequence[str | Path], *, max_document_chars: int) -> Iterator[Source | Skipped]:
    """Every document under `paths` with its bytes, and everything that was left out.

    Folders are walked in the order of names; hidden files are passed over in silence. A JSONL file
    is read row by row where it is named itself, and skipped where it is merely found in a folder.
    Nothing raises: what cannot be read is a `Skipped`.
    """
    seen: dict[str, Path] = {}
    for given in paths:
        root = _absolute(given)
        named = not root.is_dir()
        for found in _walk(root, given):
            if isinstance(found, Skipped):
                yield found
                continue
            other = seen.get(found.key)
            if other is not None:
                if other != found.path:
                    yield Skipped(
                        found.key,
                        "same-key",
                        f"{found.uri} would have the key of a file already read: rename one of "
                        "them, or build the folder above both.",
                    )
                continue
            seen[found.key] = found.path
            yield from _documents(found, named, max_document_chars)


def roots(paths: Sequence[str | Path]) -> list[str]:
    """The key prefixes that `paths` cover, sorted: ``docs/`` for a folder, the key of a named
    file, ``FILE#`` for a JSONL file. A document of the base below one of them that `collect` does
    not give (as document or as `Skipped`) is gone. A path that does not exist covers nothing."""
    covered = set()
    for given in paths:
        root = _absolute(given)
        if root.is_dir():
            covered.add(_key(_root_name(root)) + "/")
        elif root.is_file():
            key = _key(f"{_root_name(root.parent)}/{root.name}")
            covered.add(key + "#" if root.suffix.lower() == ROWS else key)
    return sorted(covered)


def covered(key: str, prefixes: Sequence[str]) -> bool:
    """Whether the document `key` stands below one of `prefixes` (of `roots`), or is one."""
    return any(
        key.startswith(prefix) if prefix.endswith(("/", "#")) else key == prefix
        for prefix in prefixes
    )


def _absolute(given: str | Path) -> Path:
    return Path(os.path.abspath(os.path.expanduser(given)))


def _root_name(folder: Path) -> str:
    return folder.name or "root"


def _key(path: str) -> str:
    """`path` in NFC and percent-encoded where it could not be printed, one to one: a ``%`` that
    would look like such a code becomes ``%25``."""
    made: list[str] = []
    for char in _LIKE_ESCAPED.sub("%25", unicodedata.normalize("NFC", path)):
        # A combining mark after a code would melt into its last letter.
        joins = bool(made) and len(made[-1]) > 1 and unicodedata.combining(char)
        if _HIDDEN.match(char) or joins:
            made.append("".join(f"%{byte:02X}" for byte in _bytes(char)))
        else:
            made.append(char)
    return "".join(made)


def _bytes(char: str) -> bytes:
    if "\udc80" <= char <= "\udcff":
        return char.encode("utf-8", "surrogateescape")
    return char.encode("utf-8", "surrogatepass")


def _walk(root: Path, given: str | Path) -> Iterator[_File | Skipped]:
    if root.is_dir():
        yield from _folder(root, _root_name(root), str(given), os.path.realpath(root))
        return
    key = _key(f"{_root_name(root.parent)}/{root.name}")
    if not os.path.lexists(root):
        yield Skipped(key, "missing", f"{given} does not exist: check the path.")
        return
    yield _File(key, root, str(given))


def _folder(folder: Path, name: str, uri: str, top: str) -> Iterator[_File | Skipped]:
    """The files below `folder`; `top` is the real path of the ingested root."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(
            _key(name) + "/",
            "unreadable",
            f"the folder {uri} cannot be opened ({error.strerror}): check its permissions.",
        )
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        path, key, below = Path(entry.path), f"{name}/{entry.name}", os.path.join(uri, entry.name)
        if entry.is_symlink():
            yield _link(_key(key), path, below, top)
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path, key, below, top)
        else:
            yield _File(_key(key), path, below)


def _link(key: str, path: Path, uri: str, top: str) -> Skipped:
    """Why the link at `path` is not followed, and what to do. ``twin`` is one to something that is
    read under its own name."""
    target = os.path.realpath(path)
    if not os.path.exists(target):
        about = f"{uri} is a link to something that does not exist: remove it or mend it."
        return Skipped(key, "link", about)
    if target == top or target.startswith(top.rstrip(os.sep) + os.sep):
        inside = os.path.relpath(target, top)
        about = f"{uri} is a link to {inside}, which is read under its own name: nothing to do."
        return Skipped(key, "twin", about)
    return Skipped(
        key,
        "link",
        f"{uri} is a link that leads out of the folder, to {target}, and was not followed: "
        "name that path itself to read it, or put a copy in the link's place.",
    )


def _documents(found: _File, named: bool, max_document_chars: int) -> Iterator[Source | Skipped]:
    suffix = found.path.suffix.lower()
    if suffix not in READERS:
        yield Skipped(found.key, "unsupported", f"{found.uri}: {unsupported(suffix)}")
        return
    if suffix == ROWS and not named:
        yield Skipped(
            found.key,
            "jsonl-in-folder",
            f"{found.uri} was found in a folder, where JSONL is not read: name the file itself to "
            "read its rows as documents.",
        )
        return
    try:
        status = os.stat(found.path)
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(found.key, "unreadable", f"{found.uri} is not a regular file: remove it.")
        elif suffix == ROWS:
            yield from _rows(found, max_document_chars)
        elif suffix in _PLAIN and status.st_size > _BYTES_PER_CHARACTER * max_document_chars + 4:
            least = status.st_size // _BYTES_PER_CHARACTER
            yield Skipped(found.key, "too-long", too_long(found.key, least, max_document_chars))
        else:
            yield Source(found.key, found.path.read_bytes(), suffix, found.uri)
    except OSError as error:
        yield Skipped(
            found.key,
            "unreadable",
            f"{found.uri} cannot be read ({error.strerror}): check its permissions.",
        )


def _rows(found: _File, max_document_chars: int) -> Iterator[Source | Skipped]:
    seen: set[str] = set()
    with found.path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            data = line.strip()
            if not data:
                continue
            try:
                row = parse_row(data)
                identity, text = str(row["id"]), str(row["text"])
                key = f"{found.key}#{_key(identity)}"
                if key in seen:
                    raise ReadError(f"the id {identity!r} appears twice: make the ids differ.")
            except ReadError as error:
                yield Skipped(found.key, "bad-row", f"line {number} of {found.uri}: {error}")
                continue
            seen.add(key)
            if len(text) > max_document_chars:
                yield Skipped(key, "too-long", too_long(key, len(text), max_document_chars))
                continue
            title = row.get("title")
            yield Source(
                key,
                data,
                ROWS,
                found.uri,
                row=identity,
                metadata={k: v for k, v in row.items() if k not in ("id", "text", "title")},
                name=title.strip() if isinstance(title, str) and title.strip() else None,
            )
