"""The parts of a Word file: where they are, and what they hold.

Reads the ZIP package with lxml, so that every part (footnotes, text boxes, revisions) is seen as it
stands. No entity is followed or expanded. Sizes are counted before anything is made of them: what
the package and each part unpack to, and the elements of a part.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any

from extraction.documents.readers.text_builder import one_line
from graph.errors import ReadError
from graph.model import Scalar

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CORE = "docProps/core.xml"
_MAX_UNPACKED = 500_000_000  # bytes
_MAX_PART = 100_000_000  # bytes
_MAX_PARTS = 20_000
_MAX_TAGS = 3_000_000  # tags that open or close
_BROKEN = "{name} is no readable Word file: open it in Word and save it again as .docx."


class Package:
    """An opened ``.docx``. Raises `ReadError` for what is none.

    `damaged`: names of parts beside the main one that could not be read; they are left out.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.damaged: list[str] = []
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise ReadError(
                f"{name} is encrypted or an old .doc file: save it as .docx without a password."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, RuntimeError):
            raise _broken(name) from None
        if sum(entry.file_size for entry in entries) > _MAX_UNPACKED or len(entries) > _MAX_PARTS:
            raise ReadError(f"{name} unpacks to more than 500 MB: split it or remove its pictures.")
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self.main = self._main_part()
        self.body = self._parsed(self.main)
        if self.body is None or self.body.find(_W + "body") is None:
            raise _broken(name)
        self._targets = self._relationships(self.main)

    def part(self, path: str) -> Any:
        """The root element of a part; None where the package has none of that name, or where it is
        damaged."""
        try:
            return self._parsed(path)
        except _Damaged:
            self.damaged.append(posixpath.basename(path))
            return None

    def raw(self, path: str) -> bytes | None:
        """The bytes of a part, None where the package has none of that name."""
        entry = self._entries.get(path.lstrip("/").lower())
        if entry is None:
            return None
        if entry.file_size > _MAX_PART:
            raise ReadError(f"{self.name} has a part of more than 100 MB: split the document.")
        try:
            return self._zip.read(entry)
        except Exception as error:  # zipfile lets errors of each compression through
            raise _damaged(self.name) from error

    def related(self, kind: str) -> Any:
        """The part of the main part's relationship of `kind` (``styles``, ``footnotes`` …)."""
        for target_kind, target in self._targets.values():
            if target_kind == kind:
                return self.part(target)
        return None

    def target(self, identity: str | None) -> str | None:
        """The path of the part that relationship `identity` of the main part leads to."""
        found = self._targets.get(identity or "")
        return found[1] if found else None

    def by_id(self, identity: str | None) -> Any:
        """The part that relationship `identity` of the main part leads to."""
        path = self.target(identity)
        return self.part(path) if path else None

    def _parsed(self, path: str) -> Any:
        from lxml import etree

        data = self.raw(path)
        if data is None:
            return None
        if data.count(b"<") > _MAX_TAGS:
            raise ReadError(f"{self.name} has a part of more than 3 million tags: split it.")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            return etree.fromstring(_STRICT.sub(_TRANSITIONAL, data), parser)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error):
                raise ReadError(
                    f"{self.name} nests its elements too deeply to be read: simplify the document."
                ) from None
            raise _damaged(self.name) from error

    def _main_part(self) -> str:
        for kind, target in self._relationships("").values():
            if kind == "officeDocument":
                return target
        return "word/document.xml"

    def _relationships(self, path: str) -> dict[str, tuple[str, str]]:
        """Id: (kind, path or address) of all relationships of a part that stay in the package."""
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", file + ".rels"))
        found = {}
        for item in root.iter(_RELATIONSHIP) if root is not None else ():
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "")
            if not target.startswith("/"):
                target = posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (item.get("Type", "").rsplit("/", 1)[-1], target)
        return found


class _Damaged(ReadError):
    """A part that is no XML or cannot be unpacked."""


def _damaged(name: str) -> _Damaged:
    return _Damaged(_BROKEN.format(name=name))


def _broken(name: str) -> ReadError:
    return ReadError(_BROKEN.format(name=name))


def value(element: Any, child: str) -> str:
    """The ``w:val`` of a child element, ``""`` where there is none."""
    found = element.find(_W + child) if element is not None else None
    return found.get(_W + "val", "") if found is not None else ""


def whole_number(text: str | None) -> int | None:
    """`text` as a number from 0 to 999,999,999; None for anything else."""
    plain = bool(text) and len(text or "") <= 9 and str(text).isascii() and str(text).isdigit()
    return int(text or "") if plain else None


def core_properties(package: Package) -> dict[str, Scalar]:
    """Title, author and dates of the core properties, where filled."""
    root = package.part(_CORE)
    wanted = {"title": "title", "creator": "author", "created": "created", "modified": "modified"}
    found: dict[str, Scalar] = {}
    for element in root if root is not None else ():
        name = wanted.get(str(element.tag).rsplit("}", 1)[-1])
        text = one_line(element.text or "")
        if name and text:
            found[name] = text
    return found
