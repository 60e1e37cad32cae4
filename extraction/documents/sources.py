"""From paths on the command line to documents with keys, in a fixed order.

A key is the path relative to its source, with the source's name in front, ``/``-separated and NFC
(``docs/sub/a.md``), or ``FILE#row id`` for a row of a JSONL corpus. It is never absolute, so a
knowledge base can be moved and rebuilt elsewhere. Control characters and bytes that are no UTF-8
are written as ``%0A``, so that a key can be printed and two names stay two keys.

A file belongs to the innermost source above it, by whatever path it is reached: it has one key.
A path that is given may be a symbolic link. A link that is found in a folder is never followed: it
may lead out of what the user meant to share, and what lies inside is read under its own name.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from extraction.documents.readers import READERS, too_long, unsupported
from extraction.documents.readers.jsonl import parse_row
from graph.errors import ReadError
from graph.model import Source

ROWS = ".jsonl"
IN_FOLDER = "jsonl-in-folder"
"""The code of a JSONL file that was found in a folder and is not read for that."""
MOST_BYTES = 300_000_000
"""Of one file, or of one line of a JSONL file: more is not even opened, for its reader holds it
twice, beside what it makes of it, and may use no more than 800 MB."""
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
class Binding:
    """A source's name and the folder (absolute) that it is read from."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class _File:
    key: str
    path: Path
    uri: str


def collect(
    paths: Sequence[str | Path],
    bindings: Sequence[Binding] | None = None,
    *,
    max_document_chars: int,
) -> Iterator[Source | Skipped]:
    """Every document under `paths` with its bytes, and everything that was left out.

    `bindings` name the sources (by default, each folder is one of its own name). Folders are walked
    in the order of names; hidden files are silently skipped. A JSONL file is read row by row where
    it is named itself, and skipped where it is merely found in a folder. Nothing raises: what
    cannot be read is a `Skipped`.
    """
    for found, named in _found(paths, bindings):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _documents(found, named, max_document_chars)


def listing(
    paths: Sequence[str | Path], bindings: Sequence[Binding] | None = None
) -> Iterator[Source | Skipped]:
    """What `collect` gives, without bytes: no file is opened but JSONL corpora that are named."""
    for found, named in _found(paths, bindings):
        if isinstance(found, Skipped):
            yield found
        elif found.path.suffix.lower() == ROWS:
            for item in _documents(found, named, sys.maxsize):
                yield item if isinstance(item, Skipped) else replace(item, data=b"")
        else:
            yield Source(found.key, b"", found.path.suffix.lower(), found.uri)


def _found(
    paths: Sequence[str | Path], bindings: Sequence[Binding] | None
) -> Iterator[tuple[_File | Skipped, bool]]:
    """Each file once, and whether it was named itself; the same of what is skipped at once."""
    places = _Places(default_bindings(paths) if bindings is None else bindings)
    seen: dict[str, str] = {}
    files = {os.path.realpath(path) for path in paths if not absolute(path).is_dir()}
    for given in paths:
        root = absolute(given)
        named = not root.is_dir()
        for found in _walk(root, given, places):
            if isinstance(found, Skipped):
                yield found, named
                continue
            real = os.path.realpath(found.path)
            other = seen.get(found.key)
            if other is None:
                seen[found.key] = real
                yield found, named or real in files
            elif other != real:
                about = (
                    f"{found.uri} would have the key of a file already read: rename one of them, "
                    "or give its folder a name of its own with --as."
                )
                yield Skipped(found.key, "same-key", about), named


def default_bindings(paths: Sequence[str | Path]) -> list[Binding]:
    """A source for each of `paths`, called as its folder; none for what lies in another of them."""
    bindings: list[Binding] = []
    for folder in unbound(paths, bindings):
        bindings.append(Binding(default_name(folder), folder))
    return bindings


def unbound(paths: Sequence[str | Path], bindings: Sequence[Binding]) -> Iterator[Path]:
    """The folders of `paths` that lie in none of `bindings`, outer ones before inner ones, those
    that are named before those of single files. `bindings` may grow while this is gone through."""
    folders = {absolute(path): absolute(path) for path in paths if absolute(path).is_dir()}
    files = {absolute(path): absolute(path).parent for path in paths}
    for found in (folders, {file: above for file, above in files.items() if file not in folders}):
        for given, folder in sorted(found.items(), key=lambda pair: (len(pair[1].parts), pair)):
            real = Path(os.path.realpath(given))
            if inside(folder, bindings) is None and inside(real.parent, bindings) is None:
                yield folder


def folder_of(given: str | Path) -> Path:
    """The absolute folder of a path: itself, or the one that the file lies in."""
    root = absolute(given)
    return root if root.is_dir() else root.parent


def default_name(folder: Path) -> str:
    """What the source of a folder is called where nobody says otherwise."""
    return document_key(folder.name or "root")


def source_of(key: str) -> str:
    """The name of the source that a document belongs to."""
    return key.partition("/")[0]


def inside(folder: Path, bindings: Sequence[Binding]) -> Binding | None:
    """The innermost of `bindings` that `folder` is, or lies in."""
    return _Places(bindings).binding(folder)


class _Places:
    """Where the keys of a path begin."""

    def __init__(self, bindings: Sequence[Binding]) -> None:
        self.at = {os.path.realpath(binding.folder): binding for binding in bindings}

    def binding(self, folder: Path) -> Binding | None:
        real = Path(os.path.realpath(folder))
        for above in (real, *real.parents):
            if str(above) in self.at:
                return self.at[str(above)]
        return None

    def prefix(self, folder: Path) -> str | None:
        """What the keys of the files in `folder` begin with, not yet as a key."""
        binding = self.binding(folder)
        if binding is None:
            return None
        below = os.path.relpath(os.path.realpath(folder), os.path.realpath(binding.folder))
        return binding.name if below == "." else f"{binding.name}/{below}"


def roots(paths: Sequence[str | Path], bindings: Sequence[Binding] | None = None) -> list[str]:
    """The key prefixes that `paths` cover, sorted: ``docs/`` for a folder (and for each source
    inside it), the key of a named file, ``FILE#`` for a JSONL file. A document of the base below
    one of them that `collect` does not give (as document or as `Skipped`) is gone. A path that does
    not exist covers nothing."""
    places = _Places(default_bindings(paths) if bindings is None else bindings)
    prefixes = set()
    for given in paths:
        root = absolute(given)
        if root.is_dir():
            prefixes.add(document_key(_prefix(places, root)) + "/")
            real = os.path.join(os.path.realpath(root), "")
            prefixes |= {
                document_key(b.name) + "/" for at, b in places.at.items() if at.startswith(real)
            }
        elif root.is_file():
            key = _file_key(places, root)
            prefixes.add(key + "#" if root.suffix.lower() == ROWS else key)
    return sorted(prefixes)


def _prefix(places: _Places, folder: Path) -> str:
    return places.prefix(folder) or default_name(folder)


def _file_key(places: _Places, file: Path) -> str:
    """A link that is named is the file of a source that it leads to, or one where it lies."""
    real = Path(os.path.realpath(file))
    if places.prefix(real.parent) is not None:
        file = real
    return document_key(f"{_prefix(places, file.parent)}/{file.name}")


def covered(key: str, prefixes: Sequence[str]) -> bool:
    """Whether the document `key` stands below one of `prefixes` (of `roots`), or is one."""
    return any(
        key.startswith(prefix) if prefix.endswith(("/", "#")) else key == prefix
        for prefix in prefixes
    )


def absolute(given: str | Path) -> Path:
    """`given` from the root of the file system on; links stay links."""
    return Path(os.path.abspath(os.path.expanduser(given)))


def document_key(path: str) -> str:
    """`path` as a key: in NFC and percent-encoded where it could not be printed, one to one: a
    ``%`` that would look like such a code becomes ``%25``."""
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


def _walk(root: Path, given: str | Path, places: _Places) -> Iterator[_File | Skipped]:
    if root.is_dir():
        yield from _folder(root, _prefix(places, root), str(given), os.path.realpath(root), places)
        return
    key = _file_key(places, root)
    if not os.path.lexists(root):
        yield Skipped(key, "missing", f"{given} does not exist: check the path.")
        return
    yield _File(key, root, str(given))


def _folder(
    folder: Path, name: str, uri: str, top: str, places: _Places
) -> Iterator[_File | Skipped]:
    """The files below `folder`; `top` is the real path of the ingested root."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(
            document_key(name) + "/",
            "unreadable",
            f"the folder {uri} cannot be opened ({error.strerror}): check its permissions.",
        )
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        path, key, below = Path(entry.path), f"{name}/{entry.name}", os.path.join(uri, entry.name)
        if entry.is_symlink():
            yield _link(document_key(key), path, below, top)
        elif entry.is_dir(follow_symlinks=False):
            own = places.at.get(os.path.realpath(path))  # a source within this one
            yield from _folder(path, key if own is None else own.name, below, top, places)
        else:
            yield _File(document_key(key), path, below)


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
            IN_FOLDER,
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
        elif status.st_size > MOST_BYTES:
            yield Skipped(found.key, "too-large", _too_large(found.uri, status.st_size))
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


def _too_large(what: str, size: int) -> str:
    return (
        f"{what} has {size:,} bytes or more, and {MOST_BYTES:,} are read at most: split it, or "
        "save it without pictures."
    )


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long, what tells so. It is never held whole."""
    while line := file.readline(MOST_BYTES + 1):
        yield line
        while len(line) > MOST_BYTES and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES + 1)


def _rows(found: _File, max_document_chars: int) -> Iterator[Source | Skipped]:
    seen: set[str] = set()
    with found.path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            if len(line) > MOST_BYTES:
                about = _too_large(f"line {number} of {found.uri}", len(line))
                yield Skipped(found.key, "bad-row", about)
                continue
            data = line.strip()
            if not data:
                continue
            try:
                row = parse_row(data)
                identity, text = str(row["id"]), str(row["text"])
                key = f"{found.key}#{document_key(identity)}"
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
