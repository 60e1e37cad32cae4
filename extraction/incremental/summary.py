"""What the base pass needs of one document, as a few bytes: its names with their counts, what it is
found by, and how many chunks and sentences it has."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

from extraction.document_pass import DocumentPass
from extraction.failures import Failure
from extraction.incremental.derived import pack, unpack
from extraction.references import Address
from extraction.resolution import Acronym, DefinedTerm, NameCounts, NamesSummary, ShortForm
from graph.model import Span


@dataclass(frozen=True, slots=True)
class Summary:
    """See the module."""

    names: NamesSummary
    address: Address
    chunks: int
    sentences: int
    failures: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, one: DocumentPass) -> Summary:
        """The summary of a pass."""
        return cls(
            NamesSummary.of(one.names),
            one.references.address,
            len(one.chunks.chunks),
            len(one.sentences),
            tuple(one.failures),
        )

    def without_names(self) -> Summary:
        """The summary of a document that the names of a base cannot be resolved with."""
        return replace(self, names=NamesSummary(self.names.document, {}))

    def pack(self) -> bytes:
        """As `unpack` reads it."""
        names, address = self.names, self.address
        return pack(
            [
                names.document,
                [
                    [
                        name,
                        int(c.local),
                        c.mentions,
                        c.doubtful,
                        c.surfaces,
                        [[*kind, n] for kind, n in c.kinds.items()],
                    ]
                    for name, c in names.counts.items()
                ],
                [
                    [a.short, a.long, a.short_surface, a.long_surface, a.quote, *astuple(a.span)]
                    for a in names.acronyms
                ],
                [astuple(form) for form in names.short_forms],
                [astuple(term) for term in names.terms],
                astuple(address),
                self.chunks,
                self.sentences,
                [astuple(failure) for failure in self.failures],
            ],
        )

    @classmethod
    def unpack(cls, data: bytes) -> Summary:
        """The inverse of `pack`."""
        document, counts, acronyms, forms, terms, address, *more = unpack(data)
        chunks, sentences, failures = more
        version_of, version, titles, identities, definitions, group = address
        names = NamesSummary(
            document,
            {
                name: NameCounts(
                    bool(local),
                    mentions,
                    doubtful,
                    surfaces,
                    {(rule, kind): n for rule, kind, n in kinds},
                )
                for name, local, mentions, doubtful, surfaces, kinds in counts
            },
            tuple(
                Acronym(short, long, surface, long_surface, quote, Span(start, end))
                for short, long, surface, long_surface, quote, start, end in acronyms
            ),
            tuple(ShortForm(*parts) for parts in forms),
            tuple(DefinedTerm(*parts) for parts in terms),
        )
        return cls(
            names,
            Address(
                version_of,
                version,
                tuple(titles),
                tuple((kind, number) for kind, number in identities),
                tuple(definitions),
                group,
            ),
            chunks,
            sentences,
            tuple(Failure(*one) for one in failures),
        )
