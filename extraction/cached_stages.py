"""Everything that is kept from one build to the next, and what it is a function of.

    read      a document from its bytes, per format     record: documents.reader
    extract   what a segment says                       record: extractions, by segment
    decide    what the trained reader says of a fact    part of `extract`
    propose   what of a model's proposals is admitted   record: extractions, by segment
    derive    sentences, chunks, names, references,     derived.sqlite; the store's rows
              facts and rows of the documents
    index     the words by which a store finds texts    the store's text index
    vectors   a text's vectors                          record: vectors; the store

The fingerprint of a stage is taken over the meaning of all code that its modules can reach
(graph/code_meaning.py): a better comment changes nothing, a changed constant anywhere below does.
Where segments and chunks are cut needs no stage of its own: an extraction is kept under the text
and the structure of its segment, and chunks belong to `derive`. `vectors` alone has a version that
people change (retrieval/embedders.py), because every text of a base hangs on it and readers refuse
a store whose vectors come from another embedder. tests/unit/test_cached_stages.py fails where a
module of `extraction` or `graph` is in no stage, unless it says there why it need not be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version

from graph.code_meaning import code_fingerprint


@dataclass(frozen=True)
class Stage:
    """A cached stage: the modules that it starts from, and libraries (by distribution) of which
    another version may give something else. Modules in `stops` are left to other stages."""

    name: str
    starts: Sequence[str]
    libraries: Sequence[str] = ()
    stops: Sequence[str] = ()

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever what the stage gives may change."""
        code = code_fingerprint(*self.starts, stops=self.stops)
        return "/".join([code, *(f"{name}-{version(name)}" for name in self.libraries)])


_SELF = "extraction.cached_stages"
EXTRACT = Stage(
    "extract", ["extraction.language.extractor", "extraction.fact_gate"], ["spacy"], [_SELF]
)
DECIDE = Stage("decide", ["retrieval.fact_reader"], ["tokenizers"])
"""Of the folder above: the front door passes the reader in, so that no import leads to its code. A
base without a reader does not hang on it."""

PROPOSE = Stage(
    "propose",
    [
        "extraction.proposals.model_extractor",
        "extraction.proposals.read_passages",
        "retrieval.trained_checker",  # passed in
    ],
    ["spacy", "tokenizers"],
    [_SELF, "extraction.language.extractor"],
)
DERIVE = Stage(
    "derive",
    ["extraction.incremental", "extraction.document_pass", "graph.projection", "graph.rows"],
    ["PyStemmer", "spacy"],
)
INDEX = Stage("index", ["graph.tokens"], ["PyStemmer"])

_FORMATS = "extraction.documents.readers"
"""The table of formats, which would lead from each reader to all of them."""

_OF_ALL_FORMATS = (
    "extraction.documents.read_document",
    "extraction.documents.sources",
    "extraction.documents.readers.enumerated_items",
)


def reading_stage(reader: str, libraries: Sequence[str] = ()) -> Stage:
    """The stage that reads one format; `reader` is its module."""
    starts = [reader, *_OF_ALL_FORMATS]
    return Stage("read", starts, libraries, [_FORMATS])


@lru_cache(maxsize=32)
def reading_fingerprint(suffix: str) -> str:
    """Changes whenever files with this extension may be read differently."""
    from extraction.documents.readers import READERS

    reader = READERS.get(suffix)
    if reader is None:
        return ""
    return f"{reader.fingerprint}/{reading_stage(type(reader).__module__).fingerprint}"
