"""The tables of the record, and its schema version.

Rows that matter carry ``added_seq`` and ``removed_seq``: the ledger positions at which they came
to be known and ceased to be current. Nothing is updated but ``removed_seq``, a run's end, and
where a document or source was last found (``root``, ``uri``, ``path``).
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator

SCHEMA_VERSION = 2
APPLICATION_ID = 0x67726E64  # "grnd", in the file's header: this is a groundgraph record


class AnyText(TypeDecorator[str]):
    """Text that may hold lone surrogates (file names that are not UTF-8): SQLite keeps such a
    value as bytes in the same column."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> object:
        if value is not None and not value.isascii():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                return value.encode("utf-8", "surrogatepass")
        return value

    def process_result_value(self, value: object, dialect: Dialect) -> str | None:
        if isinstance(value, bytes):
            return value.decode("utf-8", "surrogatepass")
        return value  # type: ignore[return-value]


tables = MetaData()

meta = Table(
    "meta",
    tables,
    Column("key", String, primary_key=True),
    Column("value", AnyText, nullable=False),
)

ledger = Table(
    "ledger",
    tables,
    Column("seq", Integer, primary_key=True),
    Column("time", String, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("kind", String, nullable=False),
    Column("payload_hash", String, nullable=False),
    Column("previous_hash", String, nullable=False),
    Column("hash", String, nullable=False),
)

# What the ledger's payload hashes were taken over. Erasing a row (salt included) leaves the ledger
# verifiable and the content beyond guessing.
payloads = Table(
    "payloads",
    tables,
    Column("seq", Integer, ForeignKey("ledger.seq"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", AnyText, nullable=False),
)

runs = Table(
    "runs",
    tables,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("started", String, nullable=False),
    Column("finished", String),
    Column("settings", AnyText, nullable=False),
    Column("fingerprints", AnyText, nullable=False),
    Column("counts", AnyText, nullable=False),
    Column("added_seq", Integer, ForeignKey("ledger.seq"), nullable=False),
)

originals = Table(
    "originals",
    tables,
    Column("sha256", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# Text and blocks by their own hash: a version that comes back shares them.
texts = Table(
    "texts",
    tables,
    Column("hash", String, primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("blocks", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    tables,
    Column("id", Integer, primary_key=True),
    Column("key", AnyText, nullable=False),
    Column("version", AnyText, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String, ForeignKey("originals.sha256"), nullable=False),
    Column("text_hash", String, ForeignKey("texts.hash"), nullable=False),
    Column("content_hash", String, nullable=False),
    Column("reader", String, nullable=False),
    Column("root", AnyText, nullable=False),
    Column("uri", AnyText, nullable=False),
    Column("run", String, ForeignKey("runs.id"), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("suffix", AnyText, nullable=False),
    Column("row", AnyText),
    Column("language", String, nullable=False),
    Column("metadata", AnyText, nullable=False),
    Column("notes", AnyText, nullable=False),
    Column("valid_from", String),
    Column("valid_to", String),
    Column("stated", AnyText),
    Column("added_seq", Integer, ForeignKey("ledger.seq"), nullable=False),
    Column("removed_seq", Integer, ForeignKey("ledger.seq")),
    Index("documents_version", "version"),
    Index("documents_key", "key"),
)
Index(
    "documents_current",
    documents.c.key,
    unique=True,
    sqlite_where=text("removed_seq IS NULL"),
)

# What documents come from: the first part of their keys. `path` says where on this machine a
# folder was last found; it is in payloads of the ledger, and in no graph nor content hash.
sources = Table(
    "sources",
    tables,
    Column("id", Integer, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("path", AnyText),
    Column("kind", String, nullable=False),
    Column("added_seq", Integer, ForeignKey("ledger.seq"), nullable=False),
    Column("removed_seq", Integer, ForeignKey("ledger.seq")),
)
Index(
    "sources_current",
    sources.c.name,
    unique=True,
    sqlite_where=text("removed_seq IS NULL"),
)

fingerprints = Table(
    "fingerprints",
    tables,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String, nullable=False, unique=True),
)

extractions = Table(
    "extractions",
    tables,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Integer, ForeignKey("fingerprints.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("fingerprint", "key"),
)

vectors = Table(
    "vectors",
    tables,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Integer, ForeignKey("fingerprints.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("fingerprint", "key"),
)

# Question, payload and manifest of an answer lie in `payloads`, at its `added_seq`; an event's
# comment and a decision's payload too.
answers = Table(
    "answers",
    tables,
    Column("id", String, primary_key=True),
    Column("added_seq", Integer, ForeignKey("ledger.seq"), nullable=False),
    Column("erased_seq", Integer, ForeignKey("ledger.seq")),
)

events = Table(
    "events",
    tables,
    Column("added_seq", Integer, ForeignKey("ledger.seq"), primary_key=True),
    Column("answer", String, ForeignKey("answers.id"), nullable=False),
    Column("kind", String, nullable=False),
    Index("events_answer", "answer"),
)

decisions = Table(
    "decisions",
    tables,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("added_seq", Integer, ForeignKey("ledger.seq"), nullable=False),
    Column("removed_seq", Integer, ForeignKey("ledger.seq")),
)

# What was tried and why it was stopped lies in `payloads`, at `added_seq`.
reading_failures = Table(
    "reading_failures",
    tables,
    Column("added_seq", Integer, ForeignKey("ledger.seq"), primary_key=True),
    Column("document", AnyText, nullable=False),
    Column("removed_seq", Integer, ForeignKey("ledger.seq")),
)
