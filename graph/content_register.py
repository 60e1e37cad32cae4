"""Where content of documents lies: every column of the record, every file of a base's folder.

Erasing goes through this register, so does what a backup says that it lacks, and so do the tests
that tamper with a base. A column or file that is not in it fails a test
(tests/unit/test_content_register.py): whoever adds one says here what it holds. Names only, so that
nothing is imported and no file is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from types import MappingProxyType


class Holds(Enum):
    """What a column or file can hold of documents."""

    CONTENT = "content"
    """Words or bytes of documents, questions or comments, packed or not."""
    DERIVED = "derived"
    """Numbers made of words (vectors, hashes): words can be guessed from them, not read."""
    NAMES = "names"
    """Keys, file names and local paths."""
    NOTHING = "nothing"
    """Nothing of any document."""


class Erased(Enum):
    """What `groundgraph erase` does about a file."""

    ROWS = "rows"
    """Its rows are deleted and overwritten."""
    FILE = "file"
    """It is deleted, and made again of what is left."""
    NAMED = "named"
    """It is left and named: somebody made it to keep. No backup holds it either."""
    NOTHING = "nothing"
    """There is nothing to erase in it."""


@dataclass(frozen=True, slots=True)
class BaseFile:
    """Files of a base's folder. `pattern` is relative to the folder, ``*`` also goes over ``/``."""

    pattern: str
    holds: Holds
    erased: Erased
    what: str


_C, _D, _N, _0 = Holds.CONTENT, Holds.DERIVED, Holds.NAMES, Holds.NOTHING

COLUMNS: Mapping[str, Mapping[str, Holds]] = MappingProxyType(
    {
        "meta": {"key": _0, "value": _C},  # "unread" names files and says what is wrong in them
        "ledger": {
            **dict.fromkeys(("seq", "time", "actor", "kind"), _0),
            **dict.fromkeys(("payload_hash", "previous_hash", "hash"), _0),  # salted
        },
        "payloads": {"seq": _0, "salt": _0, "payload": _C},
        "runs": {
            **dict.fromkeys(("id", "kind", "state", "started", "finished", "added_seq"), _0),
            **dict.fromkeys(("settings", "fingerprints", "counts"), _0),
        },
        "originals": {"sha256": _D, "data": _C},
        "texts": {"hash": _D, "text": _C, "blocks": _D},
        "documents": {
            **dict.fromkeys(("id", "number", "reader", "run", "suffix", "language"), _0),
            **dict.fromkeys(("added_seq", "removed_seq"), _0),
            **dict.fromkeys(("key", "version", "root", "uri"), _N),
            **dict.fromkeys(("sha256", "text_hash", "content_hash"), _D),
            **dict.fromkeys(("name", "row", "metadata", "notes"), _C),
            **dict.fromkeys(("valid_from", "valid_to", "stated"), _C),
        },
        "sources": {
            **dict.fromkeys(("id", "kind", "added_seq", "removed_seq"), _0),
            **dict.fromkeys(("name", "path"), _N),
        },
        "fingerprints": {"id": _0, "fingerprint": _0},
        "extractions": {"id": _0, "fingerprint": _0, "key": _D, "data": _C},
        "vectors": {"id": _0, "fingerprint": _0, "key": _D, "data": _D},
        "answers": dict.fromkeys(("id", "added_seq", "erased_seq"), _0),
        "events": dict.fromkeys(("added_seq", "answer", "kind"), _0),
        "reading_failures": {"added_seq": _0, "document": _N, "removed_seq": _0},
        "decisions": dict.fromkeys(("id", "kind", "added_seq", "removed_seq"), _0),
    }
)
"""Table of the record -> column -> what it can hold."""

FILES: tuple[BaseFile, ...] = (
    BaseFile("record.sqlite", _C, Erased.ROWS, "the record"),
    BaseFile("record.sqlite-wal", _C, Erased.ROWS, "the record's log"),
    BaseFile("record.sqlite-shm", _0, Erased.NOTHING, "the index of the record's log"),
    BaseFile("record.sqlite.head", _0, Erased.NOTHING, "length and last hash of the ledger"),
    BaseFile("record.sqlite.lock", _0, Erased.NOTHING, "the process that works on the base"),
    BaseFile("record.sqlite.before-*", _C, Erased.NAMED, "the record before an upgrade or restore"),
    BaseFile("derived.sqlite", _C, Erased.FILE, "what earlier builds derived"),
    BaseFile("derived.sqlite-journal", _C, Erased.FILE, "the journal of derived.sqlite"),
    BaseFile("server-rows", _N, Erased.FILE, "the keys of a server's rows"),
    BaseFile("server-rows.*", _N, Erased.FILE, "what a killed writer left of them"),
    BaseFile("judging/*", _C, Erased.NAMED, "judging sheets and what judges said"),
    BaseFile("evaluations/*", _C, Erased.NAMED, "reports: what was asked and what was shown"),
    BaseFile("models/*", _D, Erased.NAMED, "trained models, and who uses which"),
    BaseFile("groundgraph.toml", _0, Erased.NOTHING, "the settings"),
    BaseFile("store/CURRENT*", _0, Erased.NOTHING, "the name of the newest generation"),
    BaseFile("store/WRITER", _0, Erased.NOTHING, "the writers' lock"),
    BaseFile("store/gen-*/graph.kgl", _C, Erased.FILE, "the graph"),
    BaseFile("store/gen-*/text.sqlite", _C, Erased.FILE, "the text index"),
    BaseFile("store/gen-*/vectors/*.npy", _D, Erased.FILE, "vectors"),
    BaseFile("store/gen-*/manifest.json", _0, Erased.NOTHING, "hashes of the generation's files"),
    BaseFile("store/gen-*/lock", _0, Erased.NOTHING, "the readers' lock"),
    BaseFile("store/building-*", _C, Erased.FILE, "a generation that a killed writer left"),
)
"""Every file that groundgraph writes into the folder of a base."""


def registered(path: str) -> BaseFile | None:
    """The entry for a file by its path relative to the base's folder (``/``-separated); None for
    a file that is not groundgraph's."""
    return next((file for file in FILES if fnmatchcase(path, file.pattern)), None)


def made_by_people(path: str) -> bool:
    """Whether the file at this path was made by somebody to keep: no erasure deletes it, and no
    backup holds it."""
    known = registered(path)
    return known is not None and known.erased is Erased.NAMED


def columns_with(*held: Holds) -> list[tuple[str, str]]:
    """(table, column) of the record for each column that can hold one of `held`."""
    return [
        (table, column)
        for table, columns in COLUMNS.items()
        for column, holds in columns.items()
        if holds in held
    ]
