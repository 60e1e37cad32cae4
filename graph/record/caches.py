"""Caches, addressed by content and fingerprint: what a segment's text yields, what a text's
vector is. They can be computed again; that nobody changed them is in the ledger (`batches`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, Table, insert, select

from graph.model import Extraction
from graph.record.base import Base
from graph.record.batches import newest_id, seal
from graph.record.codec import pack_extraction, pack_text, unpack_extraction, unpack_text
from graph.record.schema import extractions, fingerprints, vectors

_REPLY = "reply:"
"""How the fingerprint of a reading model's replies begins; they lie among the extractions, as what
reading a text gave."""
BATCH = 500  # keys in one SELECT, well below SQLite's limit on variables


class Caches(Base):
    """The part of `Record` that keeps what is expensive to recompute."""

    def extractions(self, hashes: Sequence[str], fingerprint: str) -> dict[str, Extraction]:
        """The kept extractions among `hashes` (of segment texts) by the extractor with this
        fingerprint."""
        return {
            key: unpack_extraction(data)
            for key, data in self._cached(extractions, hashes, fingerprint).items()
        }

    def extracted(self, hashes: Sequence[str], fingerprint: str) -> set[str]:
        """Those of `hashes` for which `extractions` has something; nothing is unpacked."""
        return self._held(extractions, hashes, fingerprint)

    def put_extractions(self, fingerprint: str, items: Mapping[str, Extraction]) -> None:
        """Keep extractions, in one transaction; one that is kept already stays as it is."""
        self._keep(
            extractions, fingerprint, {key: pack_extraction(found) for key, found in items.items()}
        )

    def replies(self, keys: Sequence[str], asked: str) -> dict[str, str]:
        """The kept replies of a reading model for passages, among `keys`; `asked` names the model
        and all that it was told beside the passage."""
        found = self._cached(extractions, keys, f"{_REPLY}{asked}")
        return {key: unpack_text(data) for key, data in found.items()}

    def replied(self, keys: Sequence[str], asked: str) -> set[str]:
        """Those of `keys` for which `replies` has something; nothing is unpacked."""
        return self._held(extractions, keys, f"{_REPLY}{asked}")

    def put_replies(self, asked: str, items: Mapping[str, str]) -> None:
        """Keep replies, in one transaction; one that is kept already stays as it is."""
        packed = {key: pack_text(raw) for key, raw in items.items()}
        self._keep(extractions, f"{_REPLY}{asked}", packed)

    def vectors(self, keys: Sequence[str], fingerprint: str) -> dict[str, npt.NDArray[np.float32]]:
        """The kept vectors among `keys` by the embedder with this fingerprint: float32,
        (dimension,), read-only."""
        return {
            key: np.frombuffer(data, dtype="<f4")
            for key, data in self._cached(vectors, keys, fingerprint).items()
        }

    def put_vectors(self, fingerprint: str, items: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Keep vectors, in one transaction; one that is kept already stays as it is, so that a
        text has one vector for ever. Raises `ValueError` for an array that is not 1-D."""
        packed = {}
        for key, vector in items.items():
            if vector.ndim != 1:
                raise ValueError(f"the vector of {key} has shape {vector.shape}, not (dimension,)")
            packed[key] = np.ascontiguousarray(vector, dtype="<f4").tobytes()
        self._keep(vectors, fingerprint, packed)

    def _cached(self, table: Table, keys: Sequence[str], fingerprint: str) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._read() as connection:
            number = _number(connection, fingerprint)
            if number is None:
                return found
            wanted = iter(dict.fromkeys(keys))
            while batch := list(islice(wanted, BATCH)):
                rows = connection.execute(
                    select(table.c.key, table.c.data).where(
                        table.c.fingerprint == number, table.c.key.in_(batch)
                    )
                )
                found.update((row.key, row.data) for row in rows)
        return {key: found[key] for key in keys if key in found}

    def _held(self, table: Table, keys: Sequence[str], fingerprint: str) -> set[str]:
        found: set[str] = set()
        with self._read() as connection:
            number = _number(connection, fingerprint)
            wanted = iter(keys if number is not None else ())
            while batch := list(islice(wanted, BATCH)):
                query = select(table.c.key).where(
                    table.c.fingerprint == number, table.c.key.in_(batch)
                )
                found.update(connection.execute(query).scalars())
        return found

    def _keep(self, table: Table, fingerprint: str, items: Mapping[str, bytes]) -> None:
        if not items:
            return
        with self._write() as connection:
            number = _number(connection, fingerprint)
            if number is None:
                connection.execute(insert(fingerprints).values(fingerprint=fingerprint))
                number = _number(connection, fingerprint)
            before = newest_id(connection, table)
            connection.execute(
                insert(table).prefix_with("OR IGNORE"),
                [{"fingerprint": number, "key": key, "data": data} for key, data in items.items()],
            )
            seal(connection, table, before, self.actor)
            self._head_lags = True


def _number(connection: Connection, fingerprint: str) -> int | None:
    return connection.execute(
        select(fingerprints.c.id).where(fingerprints.c.fingerprint == fingerprint)
    ).scalar_one_or_none()
