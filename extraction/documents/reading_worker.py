"""The process that reads files: ``python -P -m extraction.documents.reading_worker``, started by
`extraction.documents.reading_pool`. A request is a head (JSON) and the bytes of the file; what
comes back is JSON: nothing that a hostile file could make of this process is run by its parent."""

from __future__ import annotations

import json
import struct

from extraction.documents import readers
from extraction.documents.packed_reading import load_reading, pack_reading
from extraction.failures import reason_of
from graph.child_process import Serving, limit_memory
from graph.errors import ReadError
from graph.model import Reading, Source

MEGABYTES = 800
"""Memory that reading one file may take."""

_SECONDS = 8.0
_SECONDS_PER_MEGABYTE = 1.0
_LENGTH = struct.Struct(">I")


def processor_seconds(size: int) -> float:
    """Processor time that a file of `size` bytes may take."""
    return _SECONDS + _SECONDS_PER_MEGABYTE * size / 1_000_000


def pack_request(source: Source, max_document_chars: int) -> bytes:
    """As the worker reads it."""
    head = json.dumps([source.document, source.suffix, source.uri, max_document_chars]).encode()
    return b"".join((_LENGTH.pack(len(head)), head, source.data))


def unpack_reading(answered: bytes) -> Reading:
    """What the worker read. Raises the `ReadError` that it met, and `ValueError`, `TypeError` or
    `KeyError` where these are no bytes of a worker."""
    if answered[:1] == b"E":
        raise ReadError(answered[1:].decode("utf-8", "surrogatepass"))
    if answered[:1] != b"R":
        raise ValueError("no reading")
    return load_reading(answered[1:])


def _read(request: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(request)
    start = _LENGTH.size + length
    document, suffix, uri, limit = json.loads(request[_LENGTH.size : start])
    source = Source(document, request[start:], suffix, uri)
    try:
        return b"R" + pack_reading(readers.read(source, max_document_chars=limit))
    except ReadError as error:
        return b"E" + str(error).encode("utf-8", "surrogatepass")
    except MemoryError:
        raise
    except Exception as error:
        return b"E" + failed(document, reason_of(error)).encode("utf-8", "surrogatepass")


def failed(document: str, reason: str) -> str:
    """The message for a document whose reader raised what it should not."""
    return (
        f"{document} could not be read: its reader failed ({reason}). Save it again with the "
        "program it was made with, and report it to the authors of groundgraph."
    )


def main() -> None:
    serving = Serving()
    limit_memory(MEGABYTES)
    serving.tell()
    serving.serve(_read, seconds_for=lambda request: processor_seconds(len(request)))


if __name__ == "__main__":
    main()
