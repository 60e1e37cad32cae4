"""The document pass of resolution: Name ids, acronyms, short forms and defined terms of one
document. Nothing outside the document is looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache

from extraction.language.person_names import (
    HONORIFICS,
    PersonName,
    has_initials,
    person_name,
)
from extraction.language.spacy_model import load_word_classes
from extraction.profile import Profile
from extraction.resolution.acronyms import definitions
from extraction.resolution.addressee import ADDRESSEE, READER, reader_of
from extraction.resolution.doubts import doubtful
from extraction.resolution.found_names import Acronym, DefinedTerm, DocumentNames, ShortForm
from extraction.resolution.generic import is_common
from extraction.resolution.issuer import SPEAKERS, stated_issuer
from extraction.resolution.name_reader import held_back
from extraction.resolution.stated_roles import stated_roles
from graph.identity import name_id, normalise_surface, plain_name
from graph.model import Document, Mention, Span

_SHORT_FORM = re.compile(
    r"\((?:(?:hereinafter|hereafter|herein|in the following|collectively|each|together)"
    r"[^\"“()]{0,40})?(?:referred to as\s+|called\s+)?(?:the\s+|an?\s+)?"
    r"[\"“](?:the\s+)?([^\"”()\n]{2,40})[\"”]"
    r"(?:\s+or\s+(?:the\s+)?[\"“](?:the\s+)?([^\"”()\n]{2,40})[\"”])?\)"
)


# "WebMD, Inc., a Georgia | Corporation": what a party is stands between it and its short form
_ASIDE = re.compile(r",\s+an?\s\Z")
_HYPHEN = re.compile("[-\u2010\u2011\u2012\u2013]")

_normal = lru_cache(maxsize=1 << 18)(normalise_surface)


def document_pass(
    document: Document,
    mentions: Sequence[Mention],
    terms: Sequence[tuple[Span, Span]],
    profile: Profile,
) -> DocumentNames:
    """Names of `document`. `mentions` and `terms` (term, defining sentence) are in document
    offsets; mentions are added where an acronym or a term is defined and nothing names it yet.

    A surface that this document explains (an acronym, a short form, a surname of a full name, a
    defined term) becomes a Name of this document alone; whether it is the same elsewhere is for
    the base pass to say.
    """
    reading = _Reading(document, mentions)
    acronyms = reading.acronyms()
    defined = reading.defined(terms)
    short = [*reading.short_forms(), *reading.person_forms()]
    short += reading.speakers({_normal(form) for form, *_ in short})
    roles, reader = reading.roles(), reading.reader()
    name = reading.name
    return DocumentNames(
        document=document.id,
        version=document.version,
        mentions=tuple((m, name(m.surface, m.document_scope)) for m in reading.all_mentions()),
        acronyms=tuple(
            Acronym(name(a), name(b), a, " ".join(b.split()), quote, span)
            for a, b, quote, span in acronyms
        ),
        short_forms=(
            *(ShortForm(name(a), name(b), rule, why) for a, b, rule, why in short),
            *(ShortForm(name(a), plain_name(a), "same-role", role) for a, role in roles),
            *(ShortForm(name(a), plain_name(a), READER, called) for a, called in reader),
        ),
        terms=tuple(DefinedTerm(name(a), plain_name(a), a, words) for a, words in defined),
        doubtful=doubtful(document.text, mentions) | held_back(document.text, mentions),
    )


class _Reading:
    """One document being read. Each method notes which surfaces mean something only here, so that
    `name` must be asked after all of them."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self.document = document
        self.text = document.text
        self.mentions = mentions
        self.kinds = {mention.span: mention.kind for mention in reversed(mentions)}
        self.added: list[Mention] = []
        self.scoped: set[str] = set()  # normalised surfaces

    def name(self, surface: str, document_scope: bool = False) -> str:
        if document_scope or _normal(surface) in self.scoped:
            return name_id(surface, self.document.id)
        return plain_name(surface)

    def all_mentions(self) -> list[Mention]:
        return sorted((*self.mentions, *self.added), key=lambda m: (m.span, m.rule, m.kind))

    def _words(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _ensure(self, span: Span, rule: str, kind: str = "Term") -> None:
        """A mention at `span`, where nothing has named it."""
        if span not in self.kinds:
            self.kinds[span] = kind
            self.added.append(Mention(span, self._words(span), kind, rule))

    def acronyms(self) -> list[tuple[str, str, str, Span]]:
        """(short, long, quote, its span); an acronym that the document explains in two ways
        stays by itself."""
        pairs = [
            (short, long)
            for short, long in definitions(self.text)
            if _normal(self._words(short)) != _normal(self._words(long))
        ]
        meanings: dict[str, set[str]] = defaultdict(set)
        for short, long in pairs:
            meanings[_normal(self._words(short))].add(loose(self._words(long)))
            kind = self.kinds.get(long) or self.kinds.get(short) or "Term"
            self._ensure(long, "acronym", kind)
            self._ensure(short, "acronym", kind)
        self.scoped |= meanings.keys()
        found = []
        for short, long in pairs:
            if len(meanings[_normal(self._words(short))]) == 1:
                end = max(short.end, long.end)
                span = Span(min(short.start, long.start), self.text.index(")", end) + 1)
                quote = " ".join(self._words(span).split())
                found.append((self._words(short), self._words(long), quote, span))
        return found

    def defined(self, terms: Sequence[tuple[Span, Span]]) -> list[tuple[str, str]]:
        """(term, its defining sentence)."""
        found = []
        for term, sentence in terms:
            self._ensure(term, "defined-term")
            self.scoped.add(_normal(self._words(term)))
            found.append((self._words(term), " ".join(self._words(sentence).split())))
        return found

    def short_forms(self) -> list[tuple[str, str, str, str]]:
        """``Oakhythe Cells GmbH ("the Supplier")``: the name that ends before the bracket."""
        ends: dict[int, Mention] = {}
        for mention in self.mentions:
            other = ends.get(mention.span.end)
            if other is None or len(mention.span) > len(other.span):
                ends[mention.span.end] = mention
        found = []
        for match in _SHORT_FORM.finditer(self.text):
            before = len(self.text[: match.start()].rstrip(" ,\n\t"))
            long = ends.get(before)
            if long is not None and (aside := _ASIDE.search(self.text[: long.span.start])):
                long = ends.get(aside.start()) or ends.get(aside.start() + 1)
            if long is None:
                continue
            for group in (1, 2):
                short = match.group(group)
                if short is None or _normal(short) == _normal(long.surface):
                    continue
                if not stands_for(short, long):
                    continue
                self.scoped.add(_normal(short))
                self._ensure(Span(*match.span(group)), "short-form", long.kind)
                quote = " ".join(self.text[long.span.start : match.end()].split())
                found.append((short, long.surface, "short-form", f"“{quote}”"))
        return found

    def speakers(self, told: Set[str]) -> list[tuple[str, str, str, str]]:
        """ "We" and "the Company", where the document says who issues it; `told` are short forms
        that stand for something already."""
        issuer = stated_issuer(self.text, self.mentions, self.document.name)
        if issuer is None:
            return []
        found = []
        for surface in sorted({mention.surface for mention in self.mentions}):
            speaks = _normal(surface) in SPEAKERS or surface == "Company"
            if speaks and _normal(surface) not in told | self.scoped:
                self.scoped.add(_normal(surface))
                found.append((surface, issuer.surface, "short-form", issuer.reason))
        return found

    def _titled(
        self, full: Mapping[str, Sequence[str]], forms: Mapping[str, PersonName]
    ) -> list[tuple[str, str, str, str]]:
        """ "Ms Nora Pike" and "Nora Pike"."""
        found = []
        for surfaces in full.values():
            bare = {forms[s].given: s for s in surfaces if not forms[s].title}
            for surface in surfaces:
                plain = bare.get(forms[surface].given)
                if forms[surface].title and plain and forms[surface].agrees(forms[plain]):
                    reason = f"“{plain}” with a title in front"
                    found.append((surface, plain, "honorific", reason))
        return found

    def roles(self) -> list[tuple[str, str]]:
        """(full name, what the document says that its bearer is)."""
        found = []
        for surface, roles in sorted(stated_roles(self.text, self.mentions).items()):
            self.scoped.add(_normal(surface))
            found.append((surface, ", ".join(sorted(roles))))
        return found

    def reader(self) -> list[tuple[str, str]]:
        """ "you" and what the reader of this document is called, where "you" is said to do
        something."""
        if not any(_normal(mention.surface) == ADDRESSEE for mention in self.mentions):
            return []
        self.scoped.add(ADDRESSEE)
        return [(ADDRESSEE, reader_of(self.document))]

    def _people(self) -> dict[str, PersonName]:
        """Surface -> its parts, for persons and for single names, and initials before them, that
        are the surname of one ("I. Vale" where the document has an Ingrid Vale)."""
        forms: dict[str, PersonName] = {}
        alone: dict[str, PersonName] = {}
        for mention in self.mentions:
            parts = person_name(_normal(mention.surface))
            if parts is not None and mention.kind == "Person":
                forms.setdefault(mention.surface, parts)
            elif parts is not None and _may_be_surname(mention, parts):
                alone.setdefault(mention.surface, parts)
        surnames = {parts.surname for parts in forms.values() if parts.spelled_out}
        return {s: p for s, p in alone.items() if p.surname in surnames} | forms

    def person_forms(self) -> list[tuple[str, str, str, str]]:
        """ "Lindqvist", "Dr Lindqvist" and "M. Lindqvist" where one person of the document is
        called so. "Mr Hale" and "Ms Hale" are two, and neither is then the "Robin Hale"."""
        forms = self._people()
        full: dict[str, list[str]] = defaultdict(list)  # surname -> surfaces spelled out
        short: dict[str, list[str]] = defaultdict(list)
        for surface in sorted(forms, key=lambda s: (len(s), s)):
            parts = forms[surface]
            (full if parts.spelled_out else short)[parts.surname].append(surface)
        found = self._titled(full, forms)
        for surname in sorted(short.keys() & full.keys()):
            self.scoped.update(_normal(surface) for surface in short[surname])
            sexes = {forms[s].sex for s in (*short[surname], *full[surname])} - {""}
            for surface in short[surname]:
                long = _only(forms[surface], full[surname], forms)
                titled = not forms[surface].given and len(sexes) > 1
                if long is not None and not titled:
                    rule = "initials" if forms[surface].given else "surname"
                    reason = f"the only {surname.title()} in {self.document.id}"
                    found.append((surface, long, rule, reason))
        return found


def _may_be_surname(mention: Mention, parts: PersonName) -> bool:
    """Whether a single word is written as a name, and by the model or as no word of the dictionary
    taken for one; or whether a surname with initials stands there, whatever kind it was read as."""
    if parts.given:
        return mention.kind == "Term" and has_initials(mention.surface)
    if mention.rule == "ner":
        return True
    capital = mention.surface[0].isupper() and mention.rule in ("noun-phrase", "subject")
    return capital and not load_word_classes().is_noun(mention.surface.lower())


def _only(wanted: PersonName, full: Sequence[str], forms: Mapping[str, PersonName]) -> str | None:
    """The shortest of the full names that agree with `wanted`, where all of those can be one
    person."""
    matching = [one for one in full if forms[one].agrees(wanted)]
    if wanted.title and any(forms[one].title == wanted.title for one in matching):
        matching = [one for one in matching if forms[one].title == wanted.title]
    one_person = all(forms[a].agrees(forms[b]) for a in matching for b in matching)
    return matching[0] if matching and one_person else None


def without_honorific(normal: str) -> str:
    """A normalised name without "Dr", "Ms." … in front."""
    head, _, rest = normal.partition(" ")
    return rest if rest and head.rstrip(".") in HONORIFICS else normal


_PARTIES = frozenset(("Organization", "Person", "Role"))
# "the Supplier", "the Indemnitee", "the Applicant": what somebody is called in a contract
_PARTY = re.compile(r".*(?:er|or|ee|ant|ent|ian|ist|man)s?\Z")


def stands_for(short: str, long: Mention) -> bool:
    """Whether a short form in brackets is one of the name before it: a party may be called by
    one word ("the Club") or as parties are; another thing by its own words or their first letters,
    so that neither "South America (the “Territory”)" nor the end of an address is taken for what is
    defined. A party that is itself a word for any ("to the Company (the “Rights Notice”)") only
    ends the words that the bracket stands for."""
    words = [word for word in re.split(r"[\s-]+", _normal(long.surface)) if word]
    wanted = [word for word in re.split(r"[\s-]+", _normal(short)) if word]
    if long.kind in _PARTIES and long.surface[0].isupper() and _may_be_called(wanted, words):
        return True
    if len(wanted) > 1 or words[-1:] == wanted:
        same_head = words[-1].rstrip("s") == wanted[-1].rstrip("s")
        return (same_head and set(wanted[:-1]) <= set(words)) or wanted == words[: len(wanted)]
    initials = "".join(word[0] for word in words if word not in ("of", "the", "and", "for"))
    return wanted[0] in (words[0], initials) or words[0].startswith(wanted[0])


def _may_be_called(wanted: Sequence[str], words: Sequence[str]) -> bool:
    if all(is_common(word) or word in ("of", "the") for word in words):
        return False
    return len(wanted) == 1 or _PARTY.fullmatch(wanted[-1]) is not None or wanted[-1] in words


def loose(surface: str) -> str:
    """Normalised, with hyphens as blanks: "re-use", "re- use" and "re use" are one."""
    return " ".join(_HYPHEN.sub(" ", _normal(surface)).split())
