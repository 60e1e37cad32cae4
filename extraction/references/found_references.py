"""What the document pass hands to the base pass: small frozen values of one document version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from graph.model import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a document that others can point at.

    `kind`: ``number`` (a numbered heading or paragraph, label "5.2"), ``paragraph`` (label
    "(b)(2)(ii)", from the root of its container), ``definition`` (label: the term, case-folded) or
    the word of its label (``article``, ``exhibit``, ``annex``, ``table`` …, label "17", "B").
    `container`: index of the place that it is counted in, -1 for the document itself. `span` runs
    from its label to the end of its last child.
    """

    kind: str
    label: str
    container: int
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """A reference as read in one place, before anything is known of other documents.

    `kind`: ``section``, ``paragraph``, ``part``, ``subpart``, ``article``, ``identifier``,
    ``external`` … `number` is what is pointed at ("164.404", "17", "SOP-014"), `pinpoint` the
    paragraph in it. `within` says in what it is counted: "" (not said), ``this`` ("of this
    section"), ``definition:TERM``, ``name:TEXT`` ("of SOP-014", "of the Supply Agreement") or a
    further reference such as ``part:164``. `place` is the innermost place that holds it, -1 for
    none. A `tentative` one counts only if it resolves. `term` is the word that is said to be
    defined there.
    """

    span: Span
    kind: str
    number: str
    pinpoint: str = ""
    within: str = ""
    place: int = -1
    tentative: bool = False
    term: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """What other documents go by to find this one: titles, numbers and identifiers, and the terms
    that it defines. Documents of one `group` (a corpus) may share a title."""

    document: str
    version: str
    titles: tuple[str, ...]
    identities: tuple[tuple[str, str], ...]
    definitions: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class DocumentReferences:
    """One document's references and addressable places; a pure function of the document.

    `titles` are the names it goes by, best first; `identities` what it calls itself:
    ("section", "164.404"), ("identifier", "SOP-014"), ("part", "160"). `text` is the document's
    own text (not copied, and left out of `to_json`): the base pass looks for titles in it.
    `title_span` is the title line, whose words point at nothing.
    """

    document: str
    version: str
    titles: tuple[str, ...]
    identities: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]
    found: tuple[Found, ...]
    title_span: Span
    group: str = ""
    text: str = field(default="", repr=False, compare=False)

    @property
    def address(self) -> Address:
        """How others find this document."""
        return Address(
            self.document,
            self.version,
            self.titles,
            self.identities,
            tuple(place.label for place in self.places if place.kind == "definition"),
            self.group,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, without the text."""
        values = asdict(self)
        del values["text"]
        return values

    @classmethod
    def from_json(cls, values: Mapping[str, Any], text: str) -> DocumentReferences:
        """The inverse of `to_json`; `text` is the text of that document version."""
        return cls(
            document=values["document"],
            version=values["version"],
            titles=tuple(values["titles"]),
            identities=tuple((kind, number) for kind, number in values["identities"]),
            places=tuple(Place(**{**p, "span": _span(p["span"])}) for p in values["places"]),
            found=tuple(Found(**{**f, "span": _span(f["span"])}) for f in values["found"]),
            title_span=_span(values["title_span"]),
            group=values["group"],
            text=text,
        )


def _span(values: Mapping[str, int] | Sequence[int]) -> Span:
    return Span(**values) if isinstance(values, Mapping) else Span(*values)
