"""The ledger: a chain of hashed rows that shows afterwards whether anything was changed.

A row is (sequence, time, actor, kind, hash of payload, hash of the row before, own hash). The
payload itself (questions, quotes, settings) lies in another table together with a random salt;
its hash is ``sha256(salt + canonical JSON)``. With payload and salt erased, nothing is left to
guess from, and the chain still verifies.

What the chain finds: a changed, missing, inserted or reordered row, and a changed payload.
What it cannot find by itself is a tail that was cut off: the shorter chain is a valid chain. That
is what a `Head` (number of rows, hash of the last) kept elsewhere is for:

- inside the record: finds rows deleted by hand;
- in a small file beside the record: finds the record put back to an earlier state, or a tail cut
  together with the head inside. It may lag behind by one unfinished build, never run ahead;
- wherever a person noted it: only this finds someone who rewrites the record and the file
  together. `Record.verify` takes such a head.

None of them can say who made a change: the rows are hashed, not signed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.disk import PRIVATE_FILE, full_message, is_full, protect
from graph.errors import RecordError

GENESIS = "0" * 64
SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row; `seq` counts from 1 without gaps, `time` is ISO 8601 in UTC, hashes are 64 hex
    digits of SHA-256."""

    seq: int
    time: str
    actor: str
    kind: str
    payload_hash: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How long the ledger is and what its last row's hash is; ``Head(0, GENESIS)`` when empty."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count} {self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """The head that `str` wrote. Raises `ValueError` for anything else."""
        count, _, digits = text.removesuffix("\n").partition(" ")
        if not (count.isascii() and count.isdigit()):
            raise ValueError(f"not a number of rows: {count!r}")
        if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256 in hex: {digits!r}")
        return cls(int(count), digits)


EMPTY = Head(0, GENESIS)


def canonical_json(value: object) -> str:
    """The one JSON text of `value`: sorted keys, no blanks. Values are None, bool, int, str, and
    lists and string-keyed mappings of these. Raises `RecordError` for floats (their text differs
    between programs) and for anything else."""
    _check(value, "payload")
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value))  # unreachable: `_check` went over every value


def _check(value: object, where: str) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise RecordError(f"{where} has the key {key!r}; use text keys in ledger payloads.")
            _check(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _check(item, f"{where}[{index}]")
    elif isinstance(value, float):
        raise RecordError(
            f"{where} is the float {value!r}, and ledger payloads hold none;"
            " write it as text or as an integer."
        )
    else:
        raise RecordError(
            f"{where} is a {type(value).__name__}, which a ledger payload cannot hold;"
            " write it as text."
        )


def payload_hash(salt: bytes, canonical: str) -> str:
    """SHA-256 of the salt followed by the canonical JSON in UTF-8."""
    return hashlib.sha256(salt + canonical.encode("utf-8", "surrogatepass")).hexdigest()


def row_hash(
    seq: int, time: str, actor: str, kind: str, payload_digest: str, previous_hash: str
) -> str:
    """SHA-256 of the row's other columns as a canonical JSON list."""
    text = canonical_json([seq, time, actor, kind, payload_digest, previous_hash])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(head: Head, *, time: str, actor: str, kind: str, payload_digest: str) -> LedgerRow:
    """The row that follows `head`."""
    seq = head.count + 1
    digest = row_hash(seq, time, actor, kind, payload_digest, head.hash)
    return LedgerRow(seq, time, actor, kind, payload_digest, head.hash, digest)


def verify_chain(
    rows: Iterable[LedgerRow], heads: Mapping[str, Head], *, exact: Sequence[str] = ()
) -> list[str]:
    """What is wrong with a ledger, one sentence each; empty when nothing is.

    `heads` are heads kept elsewhere, by name. The ledger must pass through each; it must end at
    those named in `exact`.
    """
    problems: list[str] = []
    expected, previous = 1, GENESIS
    wanted = {head.count for head in heads.values()}
    seen = {0: GENESIS}
    for row in rows:
        if row.seq != expected:
            problems.append(f"Ledger row {expected} is missing: row {row.seq} stands in its place.")
        elif row.previous_hash != previous:
            problems.append(f"Ledger row {row.seq} does not follow the row before it.")
        computed = row_hash(
            row.seq, row.time, row.actor, row.kind, row.payload_hash, row.previous_hash
        )
        if row.hash != computed:
            problems.append(f"Ledger row {row.seq} was changed: its hash does not fit.")
        expected, previous = row.seq + 1, row.hash
        if row.seq in wanted:
            seen[row.seq] = row.hash
    last = expected - 1
    for name, head in heads.items():
        if head.count > last:
            problems.append(
                f"The ledger ends at row {last}, but {name} says it had {head.count} rows:"
                " its tail was cut off."
            )
        elif seen.get(head.count) != head.hash:
            problems.append(f"Ledger row {head.count} is not the one that {name} names.")
        elif name in exact and head.count != last:
            problems.append(
                f"The ledger has {last} rows, but {name} says {head.count}: rows were added by"
                " another program."
            )
    return problems


def read_head(path: Path) -> Head | None:
    """The head kept in the file `path`; None where there is none. Raises `RecordError` for a file
    that holds something else."""
    try:
        return Head.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise RecordError(
            f"The ledger's head file {path} may not be read ({error.strerror}); ask its owner for"
            " permission."
        ) from error
    except (OSError, ValueError) as error:
        raise RecordError(
            f"The ledger's head file {path} cannot be read; run a verification, then delete it:"
            " the next build writes it again."
        ) from error


def write_head(path: Path, head: Head) -> None:
    """Put `head` into the file `path`: the old content or the new, never a mixture. Raises
    `RecordError`."""
    try:
        temporary = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"{head}\n")
                file.flush()
                os.fsync(file.fileno())
            protect(temporary)
            os.replace(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RecordError(
            full_message(path.parent)
            if is_full(error)
            else f"The ledger's head file {path} cannot be written ({error.strerror}); make the"
            " record's folder writable and run the same command again."
        ) from error
