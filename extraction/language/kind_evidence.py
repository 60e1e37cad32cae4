"""What shows the kind of a name: its own words ("… LLP", "Department of …", "Dr …"), the words
beside it ("X, a Delaware corporation", "X, Ohio") and known given names and places. A named-entity
label alone shows nothing: models of this size call a heading a person. Without evidence the kind
is ``Term``, which is true of every name; a wrong kind is worse than none."""

from __future__ import annotations

import re

from extraction.language.firm_names import LEGAL_FORMS, bare, ends_firm
from extraction.language.given_names import ALSO_WORDS, GIVEN_NAMES
from extraction.language.parse import Parse
from extraction.language.person_names import has_initials, is_person_form
from extraction.language.place_names import PLACES
from extraction.language.role_nouns import ROLES
from extraction.language.singular import singular
from graph.identity import normalise_surface

_ORGANIZATIONS = frozenset(
    """administration agency airlines airways association authority bancorp bank board
    brewery bureau chamber church clinic club college commission committee
    company consortium corporation council court courts department
    directorate exchange federation firm foundation fund group holdings hospital
    industries institute institutes institution laboratories league library
    ministry museum navy office orchestra parliament partnership
    pharmaceuticals police registry school secretariat senate society subsidiary team
    technologies tribunal trust union university ventures""".split()
)
_VAGUE_HEADS = frozenset("board exchange fund office team trust union".split())
_IN_APPOSITION = (_ORGANIZATIONS - _VAGUE_HEADS) | frozenset(
    """affiliate airline bookseller brand broker charity contractor distributor employer
    insurer lender maker manufacturer nonprofit provider publisher retailer startup
    supplier vendor""".split()
)
_PLACES_BY_HEAD = frozenset(
    """avenue bay boulevard city county gulf harbor harbour highway island islands lake
    mountain mountains ocean peninsula province river road sea street valley""".split()
)
_PLACE_OF = re.compile(
    r"(?:city|state|county|district|commonwealth|republic|kingdom|province|town|territory|borough)"
    r" of [A-Z]", re.IGNORECASE,
)  # fmt: skip
_LAWS = re.compile(
    r"(?:.+ )?(?:Act|Code|Constitution|Convention|Directive|Law|Laws|Ordinance|Regulation"
    r"|Regulations|Statute|Treaty)(?: of (?:19|20)\d\d)?"
)
_FIRM = re.compile(
    r"[A-Z]\S{0,40} (?:and|&) (?:Sons|Partners|Associates|Brothers|Daughters|Co\.?)\Z"
)
_SECTION_OF_LAW = re.compile(
    r"(?:Section|Article|Title|Part|Rule) [\w.()-]+ of (?:the )?(?P<law>.+)"
)
_CODES = re.compile(
    r".*\b(?:Source|Zip|Postal|Dress|Access|Bar|Promo|Discount|Area|QR|Open) Code", re.I
)
# "Nelson Airport", "Max Starcke Dam": what is called after a person is none
_NO_SURNAMES = frozenset(
    """airport auditorium award building cathedral centre center clinic conference council dam
    depression festival gallery hospital hotel insurance library memorial museum observatory party
    plan prize project room scholarship school society stadium station surgery theatre theater
    trail trophy university""".split()
)
_ACTS = frozenset(
    """acquired acquires announced announces employs employed hired hires manufactures
    manufactured merged sells sold sued filed owns owned publishes operates launched
    agreed leases""".split()
)
_OWNED_BY_FIRMS = frozenset(
    """board ceo cfo customers directors employees headquarters management shareholders
    shares staff stock stockholders subsidiaries subsidiary""".split()
)


def kind_by_words(surface: str) -> str:
    """The kind that the words of a capitalised name show by themselves; ``Term`` where none do."""
    words = surface.split()
    if not words or not words[0][0].isupper():
        return "Term"
    if is_person_form(surface):
        return "Person"
    if (ends_firm(words[-1]) and len(words) > 1) or _FIRM.search(surface):
        return "Organization"
    if normalise_surface(surface) in PLACES or _PLACE_OF.match(surface):
        return "Location"
    if _is_law(surface):
        return "Law"
    head = head_of(surface)
    if len(words) > 1 and head[:1].isupper() and " and/or " not in surface:
        if head.lower() in _ORGANIZATIONS:
            return "Organization"
        if head.lower() in _PLACES_BY_HEAD and len(words) < 5:
            return "Location"
    return "Term"


def head_of(surface: str) -> str:
    """The head word of a phrase: the last before a preposition ("Board" of "Board of Directors");
    empty where it joins two things ("brands or products", "Equipment and Products")."""
    words = surface.split()
    if "or" in words or "and/or" in words or (len(words) == 3 and words[1].lower() in ("and", "&")):
        return ""
    for at, word in enumerate(words):
        if at and word.lower() in _PREPOSITIONS:
            return words[at - 1].rstrip(",")
    return words[-1] if words else ""


_PREPOSITIONS = frozenset("of for in to with by on at from under between within against".split())


def _is_law(surface: str) -> bool:
    section = _SECTION_OF_LAW.fullmatch(surface)
    name = section["law"] if section else surface
    return (
        len(name.split()) > 1
        and not surface.isupper()
        and _LAWS.fullmatch(name) is not None
        and _CODES.match(name) is None
    )


def shown_kind(parse: Parse, first: int, last: int, surface: str, label: str) -> str:
    """The kind of a name that the model calls `label`, where its words or those beside it show it
    too; ``Term`` where nothing does."""
    kind = kind_by_words(surface)
    if kind == "Location" and label == "PERSON" and surface.lower() in GIVEN_NAMES | ALSO_WORDS:
        return "Term"  # "Madison", "Austin"
    if kind != "Term":
        return kind
    beside = kind_beside(parse, first, last)
    if beside != "Term":
        return beside
    if label == "PERSON" and _is_person(parse, first, last, surface):
        return "Person"
    if label in ("ORG", "PRODUCT", "PERSON", "GPE") and _is_organization(parse, first, last):
        return "Organization"
    if label in ("GPE", "LOC", "FAC") and _is_place(parse, last):
        return "Location"
    return "Term"


def kind_beside(parse: Parse, first: int, last: int) -> str:
    """The kind that an apposition says of a proper noun ("Quillon, a manufacturer of seals")."""
    if parse.tag[last] not in ("NNP", "NNPS") or not parse.words[first][0].isupper():
        return "Term"
    if _apposed(parse, last, _IN_APPOSITION):
        return "Organization"
    title = singular(parse.lower[last]) in ROLES  # "Vice Chairs, the secretary and …"
    return "Person" if first < last and not title and _apposed(parse, last, ROLES) else "Term"


def names_by_role(surface: str) -> bool:
    """Whether a role and a given name begin it ("Captain Olga Brandt")."""
    words = surface.split()
    known = len(words) in (3, 4) and words[0].lower() in ROLES and words[1].lower() in GIVEN_NAMES
    return known and all(word[0].isupper() for word in words)


def _is_person(parse: Parse, first: int, last: int, surface: str) -> bool:
    words = surface.split()
    given = words[0].lower()
    if any(character.isdigit() or character in "&/:" for character in surface) or surface.isupper():
        return False
    if bare(words[-1].lower()) in LEGAL_FORMS | _NO_SURNAMES or len(words) > 4:
        return False
    if has_initials(surface):
        return True
    if len(words) == 1:
        return given in GIVEN_NAMES and given not in ALSO_WORDS
    if given in GIVEN_NAMES and all(word[0].isupper() for word in (words[0], words[-1])):
        return True
    return _has_role(parse, first, last)


def _has_role(parse: Parse, first: int, last: int) -> bool:
    """Whether a role stands right before the name or, behind a comma, after it."""
    if first and parse.lower[first - 1] in ROLES:
        return True
    return _apposed(parse, last, ROLES)


def _is_organization(parse: Parse, first: int, last: int) -> bool:
    after = parse.words[last + 1 : last + 4]
    if after and after[0] in ("'s", "’s") and any(w in _OWNED_BY_FIRMS for w in after[1:]):
        return True
    head = parse.head[last]
    return (
        parse.dep[last] == "nsubj"
        and parse.lower[head] in _ACTS
        and parse.words[first][0].isupper()
    )


def _apposed(parse: Parse, last: int, heads: frozenset[str]) -> bool:
    """Whether ", a …" or ", the …" (or "is a …") behind the name leads to one of `heads`."""
    at = last + 1
    if at + 1 >= len(parse.words) or parse.words[at] not in (",", "is", "was"):
        return False
    titled = parse.words[at] == "," and heads is ROLES
    if parse.lower[at + 1] not in ("a", "an", "the", "our", "its") and not titled:
        return False
    for token in range(at + 1, min(at + 8, len(parse.words))):
        if parse.lower[token] in heads:
            # "After the Closing Date, the Company may …" sets nothing beside the date
            names = parse.tag[token] in ("NN", "NNP", "NNS", "NNPS")
            return names and parse.dep[token] not in ("nsubj", "nsubjpass")
        if parse.tag[token] not in (
            "DT",
            "PRP$",
            "JJ",
            "NN",
            "NNP",
            "NNS",
            "NNPS",
            "HYPH",
            "VBN",
            "VBG",
        ):
            return False
    return False


def _is_place(parse: Parse, last: int) -> bool:
    """Whether a known place stands behind a comma ("Taicang, China")."""
    after = parse.words[last + 1 : last + 5]
    if len(after) < 2 or after[0] != ",":
        return False
    return any(normalise_surface(" ".join(after[1:stop])) in PLACES for stop in (2, 3, 4))
