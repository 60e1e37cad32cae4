"""Documents that are given one by one: uploads of a page, texts and files of a program."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from extraction.documents.readers import READERS, unsupported
from extraction.documents.sources import ROWS, document_key
from graph.errors import ReadError, SettingsError
from graph.model import Field, Source

_LIKE_PATH = re.compile(r"[^\s<>|\"]{1,200}")
ADDED = "added"
UPLOADS = "uploads"
"""Sources that documents belong to whose key names no other."""


def given_source(
    thing: str | Path, key: str | None, fields: Mapping[str, Field], *, source: str = ADDED
) -> Source:
    """The document that `thing` is: the file of a path, or a text (which needs a `key`). Raises
    `ReadError` where there is no such file or its format is not read, `SettingsError` for a key
    that is none."""
    path = _path_of(thing, key)
    if path is not None:
        return _file(path, key or path.name, fields, source)
    if key is None:
        raise SettingsError(
            "a text needs a key: kb.add(text, key='notes/minutes.md'); for a file, check the path."
        )
    made = _key(key, source)
    suffix = Path(made).suffix.lower()
    known = suffix if suffix in (".md", ".markdown", ".html", ".htm") else ".txt"
    return Source(made, str(thing).encode("utf-8"), known, "", metadata=fields)


def _path_of(thing: str | Path, key: str | None) -> Path | None:
    """The path that `thing` is; a string is one where a file is called so."""
    if isinstance(thing, Path):
        return thing
    if not isinstance(thing, str):
        raise SettingsError(f"add takes a text or a path, not {type(thing).__name__}.")
    try:
        if os.path.isfile(thing):
            return Path(thing)
    except (OSError, ValueError):  # a text may be no path at all
        return None
    if _LIKE_PATH.fullmatch(thing) and Path(thing).suffix.lower() in READERS:
        raise ReadError(f"there is no file {thing}: check the path.")
    return None


def _file(path: Path, key: str, fields: Mapping[str, Field], source: str) -> Source:
    suffix = path.suffix.lower()
    if suffix == ROWS:
        raise ReadError(f"{path} holds many documents: read it with kb.build({str(path)!r}).")
    if suffix not in READERS:
        raise ReadError(f"{path.name}: {unsupported(suffix)}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} cannot be read ({error.strerror}): check the path.") from error
    return Source(_key(key, source), data, suffix, str(path), metadata=fields)


def _key(typed: str, source: str) -> str:
    """The key of an added document: its first part is its source."""
    parts = typed.strip().replace("\\", "/").split("/")
    if any(part in ("", ".", "..") for part in parts) or typed != typed.strip():
        raise SettingsError(
            f"{typed!r} is no key: write one as notes/minutes.md, without a / in front."
        )
    return document_key(typed if len(parts) > 1 else f"{source}/{typed}")
