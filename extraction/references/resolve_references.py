"""The base pass: what each reference points at, with all documents known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from extraction.failures import Failure, attempt
from extraction.references.found_references import Address, DocumentReferences, Found
from extraction.references.labels import split
from extraction.references.titles import TitleIndex, TitleMention, lowercase_occurrences
from graph.identity import content_id
from graph.model import Reference, Span

Passed = Callable[[str], DocumentReferences]
"""The pass of the document with this key."""


class _Places:
    """The places of one document by (kind, label, container)."""

    def __init__(self, one: DocumentReferences) -> None:
        self.one = one
        self.by_label: dict[tuple[str, str, int], int] = {}
        self.anywhere: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.definitions = {p.span for p in one.places if p.kind == "definition"}
        for index, place in enumerate(one.places):
            self.by_label.setdefault((place.kind, place.label, place.container), index)
            self.anywhere[place.kind, place.label].append(index)

    def find(self, kind: str, label: str) -> int | None:
        """The place of that label, wherever it is counted; None where there is none or several."""
        found = self.anywhere.get((kind, label), [])
        return found[0] if len(found) == 1 else None

    def containers(self, place: int) -> list[int]:
        """The places that a paragraph can be counted in, seen from `place`: inside out."""
        chain: list[int] = []
        while place >= 0:
            if self.one.places[place].kind != "paragraph":
                chain.append(place)
            place = self.one.places[place].container
        return [*chain, -1]

    def paragraph(self, path: str, container: int) -> int | None:
        return self.by_label.get(("paragraph", path, container))

    def defines(self, span: Span) -> bool:
        return span in self.definitions

    def span(self, place: int) -> Span:
        return self.one.places[place].span


class BaseReferences:
    """What the documents of a base have to be found by, and what each of their references points
    at.

    `addresses` are those of all documents; `passed` gives the pass of one, and is asked only for
    documents that a reference leads to.
    """

    def __init__(self, titles: TitleIndex, addresses: Iterable[Address], passed: Passed) -> None:
        self.title_index = titles
        self.addresses = {one.document: one for one in addresses}
        self._passed = passed
        self._places: dict[str, _Places] = {}
        self.led_to: set[str] = set()  # documents that were looked into, or found
        self.failures: list[Failure] = []  # of the document that was asked about last
        self.identities: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.prefixes: set[str] = set()
        self.titles: dict[str, list[str]] = defaultdict(list)
        self.defining: dict[str, list[str]] = defaultdict(list)
        for one in self.addresses.values():
            for label in one.definitions:
                self.defining[label].append(one.document)
            for kind, number in one.identities:
                self.identities[kind, number].append(one.document)
                if kind == "identifier":
                    self.prefixes.add(number.split("-")[0])
            for title in one.titles:
                self.titles[_key(title)].append(one.document)

    def references(self, one: DocumentReferences) -> tuple[list[Reference], frozenset[str]]:
        """The references of one document, sorted by position, and the documents (itself left out)
        on whose content they depend; none where that fails, and then `failures` says why."""
        self.failures = []
        return attempt(
            "references", lambda: self._references(one), lambda: ([], frozenset()), self.failures
        )

    def _references(self, one: DocumentReferences) -> tuple[list[Reference], frozenset[str]]:
        self.led_to = set()
        found: list[Reference] = []
        covered: list[Span] = []
        for read in one.found:
            reference = _resolve(self, one, read)
            if reference is not None:
                found.append(reference)
                covered.append(read.span)
        found.extend(_title_references(self, one, self.title_index, covered))
        self.led_to.update(reference.target for reference in found if reference.target)
        return (
            sorted(found, key=lambda r: (r.span, r.pinpoint, r.target or "", r.id)),
            frozenset(self.led_to - {one.document}),
        )

    def places(self, document: str) -> _Places:
        """The places of a document."""
        self.led_to.add(document)
        found = self._places.get(document)
        if found is None:
            found = self._places[document] = _Places(self._passed(document))
        return found

    def document(self, kind: str, number: str) -> tuple[str | None, str]:
        """The one document that calls itself `number`, or why there is none."""
        return _only(self.identities.get((kind, number), []), f"{kind} {number}")

    def named(self, name: str) -> tuple[str | None, str]:
        """The document that a name means: an identifier or a title."""
        first = name.split()[0].rstrip(",.;")
        if ("identifier", first) in self.identities:
            return self.document("identifier", first)
        return _only(self.titles.get(_key(name), []), name)


def _key(title: str) -> str:
    return " ".join(title.casefold().split()).strip(" .,;:")


def _only(documents: Sequence[str], what: str) -> tuple[str | None, str]:
    distinct = sorted(set(documents))
    if len(distinct) == 1:
        return distinct[0], ""
    if not distinct:
        return None, f"no document of this base is {what}"
    listed = ", ".join(distinct[:3]) + (" …" if len(distinct) > 3 else "")
    return None, f"{what} could be {len(distinct)} documents: {listed}"


def resolve(passes: Sequence[DocumentReferences]) -> list[Reference]:
    """All references of a base, sorted by document and position; the order of `passes` does not
    matter. Unresolved ones have no `target` and say `why`; a document that is found although the
    paragraph named in it is not has a `target`, no `target_span`, and `why`."""
    ordered = sorted(passes, key=lambda one: one.document)
    addresses = [one.address for one in ordered]
    titles = TitleIndex(addresses)
    titles.common = frozenset().union(
        *(lowercase_occurrences(one.text, titles.singles) for one in ordered)
    )
    by_document = {one.document: one for one in ordered}
    base = BaseReferences(titles, addresses, by_document.__getitem__)
    return [reference for one in ordered for reference in base.references(one)[0]]


def _resolve(base: BaseReferences, one: DocumentReferences, found: Found) -> Reference | None:
    if found.kind == "identifier" and ("identifier", found.number) in one.identities:
        return None
    target, span, why = _target(base, one, found)
    if found.tentative and target is None:
        known = found.kind == "identifier" and found.number.split("-")[0] in base.prefixes
        if not known:
            return None
    rule = "external" if found.within.startswith("external") else found.kind
    if target and span and base.places(target).defines(span):
        rule = "defined-term"
    return Reference(
        id=content_id("r", one.version, found.span.start, found.span.end, rule, found.pinpoint),
        document=one.document,
        version=one.version,
        span=found.span,
        surface=one.text[found.span.start : found.span.end],
        rule=rule,
        target=target,
        target_version=base.addresses[target].version if target else None,
        target_span=span,
        pinpoint=found.pinpoint,
        why=why,
    )


def _target(
    base: BaseReferences, one: DocumentReferences, found: Found
) -> tuple[str | None, Span | None, str]:
    """(document, span in it, why not)."""
    kind, within = found.kind, found.within
    if kind == "external" or within.startswith("external:"):
        outside = found.number if kind == "external" else within.removeprefix("external:")
        return None, None, f"{outside} is not in this base"
    if kind == "identifier":
        target, why = base.document("identifier", found.number)
        return target, None, why
    if within.startswith("name:"):
        name = within.removeprefix("name:")
        target, why = base.named(name)
        if target is None:
            return None, None, why
        return _inside(base, target, found, -1)
    if within.startswith("noun:"):
        noun = within.removeprefix("noun:")
        if not any(noun in title.casefold() for title in one.titles):
            return None, None, f"which {noun} is meant is not said"
    if within.startswith("definition:"):
        return _definition(base, one, found)
    if kind == "paragraph":
        return _paragraph(base, one, found)
    if found.number:
        target, span, why = _inside(base, one.document, found, found.place)
        if target is not None and span is not None:
            return target, span, why
    if not found.number:
        return None, None, f"no document says which {kind} this is"
    if kind == "section":
        target, why = base.document("section", found.number)
    else:
        target, why = base.document(kind, found.number)
    if target is None:
        return None, None, why
    return _inside(base, target, found, -1)


def _inside(
    base: BaseReferences, document: str, found: Found, place: int
) -> tuple[str | None, Span | None, str]:
    """The place in `document` that `found` names."""
    places = base.places(document)
    own = ("section" if found.kind == "paragraph" else found.kind, found.number)
    if found.kind == "section" and found.term:
        term = _longest_term(places, found.term)
        if term is not None:
            return document, places.span(term), ""
    container: int | None = -1
    if found.number and own in base.addresses[document].identities:
        if not found.pinpoint:
            return document, None, ""
    elif found.number:
        kind = "number" if found.kind in ("section", "paragraph") else found.kind
        container = places.find(kind, found.number)
        if container is None and found.kind == "section":
            container = places.paragraph(f"({found.number})", -1)
        if container is None:
            return None, None, f"{document} has no {found.kind} {found.number}"
        if not found.pinpoint:
            return document, places.span(container), ""
    for root in (container, -1):
        hit = None if root is None else places.paragraph(found.pinpoint, root)
        if hit is not None:
            return document, places.span(hit), ""
    return document, None, f"{document} has no paragraph {found.number}{found.pinpoint}"


def _longest_term(places: _Places, words: str) -> int | None:
    """The definition whose term ends `words` ("… for data aggregation")."""
    parts = words.split()
    for start in range(len(parts)):
        hit = places.find("definition", " ".join(parts[start:]))
        if hit is not None:
            return hit
    return None


def _definition(
    base: BaseReferences, one: DocumentReferences, found: Found
) -> tuple[str | None, Span | None, str]:
    """ "paragraph (1) of the definition of health care operations": in this document, or in the
    only one that defines the term."""
    words = found.within.removeprefix("definition:").split()
    documents: list[str] = []
    for length in range(len(words), 0, -1):
        term = " ".join(words[:length])
        documents = base.defining.get(term, [])
        if documents:
            break
    if one.document in documents:
        documents = [one.document]
    target, why = _only(documents, f"the definition of {term}")
    if target is None:
        return None, None, why
    places = base.places(target)
    container = places.find("definition", term)
    if container is None:
        return target, None, f"{target} defines {term} more than once"
    if not found.pinpoint:
        return target, places.span(container), ""
    hit = places.paragraph(found.pinpoint, container)
    if hit is None:
        return target, None, f"the definition of {term} has no paragraph {found.pinpoint}"
    return target, places.span(hit), ""


def _paragraph(
    base: BaseReferences, one: DocumentReferences, found: Found
) -> tuple[str | None, Span | None, str]:
    """ "paragraph (b)(2) of this section", or with nothing said: counted in the container that
    holds the reference, else from an enclosing paragraph ("paragraph (ii)" within (a)(1))."""
    places = base.places(one.document)
    if found.within.startswith(("section:", "article:")):
        kind, _, number = found.within.partition(":")
        number, bracket, rest = number.partition("(")
        path = bracket + rest + found.pinpoint
        return _target(base, one, Found(found.span, kind, number, path, place=found.place))
    path = found.pinpoint or f"({found.number})"
    if found.number:
        hit = places.find("number", found.number)
        if hit is not None and not found.pinpoint:
            return one.document, places.span(hit), ""
    containers = places.containers(found.place)
    if found.within == "this:definition":
        containers = [c for c in containers if c >= 0 and places.one.places[c].kind == "definition"]
    elif found.within == "this:section":
        containers = [c for c in containers if c < 0 or places.one.places[c].kind != "definition"]
    for container in containers:
        hit = places.paragraph(path, container)
        if hit is not None:
            return one.document, places.span(hit), ""
    if found.within in ("", "this:paragraph") and found.place >= 0:
        here = places.one.places[found.place]
        prefix = split(here.label) if here.kind == "paragraph" else []
        for length in range(len(prefix), 0, -1):
            above = "".join(f"({label})" for label in prefix[:length])
            hit = places.paragraph(above + path, here.container)
            if hit is not None:
                return one.document, places.span(hit), ""
    return None, None, f"no paragraph {path} in this section"


def _title_references(
    base: BaseReferences, one: DocumentReferences, titles: TitleIndex, covered: list[Span]
) -> list[Reference]:
    taken = bytearray(len(one.text))
    for span in covered:
        taken[span.start : span.end] = b"\x01" * len(span)
    result: list[Reference] = []
    for mention in titles.mentions(one):
        if not any(taken[mention.span.start : mention.span.end]):
            result.extend(_title_reference(base, one, mention))
    return result


def _title_reference(
    base: BaseReferences, one: DocumentReferences, mention: TitleMention
) -> list[Reference]:
    span = mention.span
    surface = one.text[span.start : span.end]
    parts: tuple[object, ...] = (one.version, span.start, span.end, "title", "")
    if mention.titles > 1:
        _, why = _only(mention.documents, f"“{surface}”")
        return [
            Reference(
                content_id("r", *parts), one.document, one.version, span, surface, "title", why=why
            )
        ]
    several = len(mention.documents) > 1
    return [
        Reference(
            id=content_id("r", *parts, *([target] if several else [])),
            document=one.document,
            version=one.version,
            span=span,
            surface=surface,
            rule="title",
            target=target,
            target_version=base.addresses[target].version,
        )
        for target in mention.documents
    ]
