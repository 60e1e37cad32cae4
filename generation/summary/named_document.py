"""Which documents a question means by "the cleaning handbook": by their title, or by the name of
their file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from graph.tokens import words

_KINDS = frozenset(
    words(
        "document file text page paper handbook manual guide guideline policy procedure agreement "
        "contract report rule regulation protocol plan notice form record letter minutes code act "
        "standard instruction instructions leaflet schedule register"
    )
)
"""Words that say what kind of document is meant; alone they name one only where it is alone."""
_ANY = frozenset(words("document file text page paper"))


@dataclass(frozen=True, slots=True)
class TitledDocument:
    """A document by its key and title."""

    key: str
    name: str

    @property
    def titles(self) -> tuple[frozenset[str], ...]:
        """The index words of its title, and of the name of its file."""
        stem = PurePosixPath(self.key.partition("#")[0]).stem
        return tuple(frozenset(words(text.replace("_", " "))) for text in (self.name, stem))


def documents_named(
    named: str, documents: Iterable[TitledDocument], *, plainly: bool
) -> tuple[TitledDocument, ...]:
    """The documents that `named` may mean: those whose whole title it is; else those of whose title
    it is a part, where it names a kind of document or it is `plainly` a document that is asked
    for. A kind alone means a document only where there is one of it."""
    wanted = frozenset(words(named))
    listed = tuple(documents)
    telling = wanted - _KINDS
    if not telling:
        of_kind = [d for d in listed if wanted <= _ANY or any(wanted <= t for t in d.titles)]
        return tuple(of_kind) if plainly or len(of_kind) == 1 else ()
    whole = [d for d in listed if any(wanted == t for t in d.titles)]
    if not whole and not plainly and wanted == telling:
        return ()
    whole = whole or [d for d in listed if any(telling == t - _KINDS for t in d.titles)]
    if whole:
        return tuple(whole)
    part = [d for d in listed if any(wanted <= t for t in d.titles)]
    part = part or [d for d in listed if any(telling <= t for t in d.titles)]
    return tuple(part)
