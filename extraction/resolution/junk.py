"""Which names are worth showing: no bare numbers, enumerators, or words that name nothing."""

from __future__ import annotations

import re

from extraction.language.firm_names import LEGAL_FORMS, bare
from extraction.language.given_names import GIVEN_NAMES
from extraction.language.noun_phrases import LIGHT_NOUNS
from extraction.language.spacy_model import load_word_classes

_GENERIC = frozenset(
    """section subsection paragraph subparagraph part subpart chapter subchapter article
    clause title definition applicability scope page table figure exhibit annex appendix
    schedule item list example note following extent case purpose purposes way manner
    order basis number date day days week weeks month months year years hour hours
    minute minutes time times period one two three four five six seven eight nine ten
    first second third other others another such same each any all both either thing
    things fact reason result end beginning use kind type form number addition
    accordance respect regard behalf event course least most more less part parts side
    place area point line word words jan feb mar apr jun jul aug sep sept oct nov dec
    january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday today tomorrow
    yesterday he she it they we you i him her them us this that these those which who
    whom whose what there here a an the none nothing something anything everything
    someone anyone everyone requirement requirements provision provisions standard
    general rule exception exceptions implementation specification specifications above
    below foregoing subject matter""".split()
)
_ENUMERATOR = re.compile(r"\(?(?:\d+|([a-z])\1?|[ivxl]+)\)?(?:\(?[\da-z]{1,4}\))*\.?")
_NUMBERISH = re.compile(r"[\W\d_]+")


def is_junk(normal: str) -> bool:
    """Whether a normalised name says nothing by itself."""
    if len(normal) < 2 or _NUMBERISH.fullmatch(normal) or "\n" in normal:
        return True
    words = normal.split()
    if all(_generic(word.rstrip(".,;")) for word in words):
        return True
    if all(bare(word) in LEGAL_FORMS for word in words):
        return True  # cut off behind a comma: "…, LLC"
    if normal in LIGHT_NOUNS or normal.removesuffix("s") in LIGHT_NOUNS:
        return True
    if _CODE.search(normal):
        return True
    if ")(" in normal or normal.count("(") != normal.count(")"):
        return True
    return len(words) == 1 and len(normal) < 12 and _ENUMERATOR.fullmatch(normal) is not None


# "bb8d8077-6320-464e": a key, an address
_CODE = re.compile(r"[0-9a-f]{6,}-|\w{24}|\d[a-z]+\d\w{6}")


def _generic(word: str) -> bool:
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return word in _GENERIC or singular in _GENERIC or _NUMBERISH.fullmatch(word) is not None


_DANGLING = frozenset(
    """and or of the to by with for in at from as than that which via per during within after before
    upon under over about into when while since until if are is was were how why what where e.g i.e
    your our their its my his her
    e.g. i.e. hereto hereof herein hereunder thereto thereof therein thereunder""".split()
)
_BEFORE_NUMBERS = frozenset("no no. nos nos.".split())
_COUNTING = frozenset(
    "one two three four five six seven eight nine ten eleven twelve half another".split()
)
# Nouns that only say how or how much, whatever adjective stands before them.
_EMPTY = frozenset(
    """manner manners way ways extent extents basis amount amounts proportion
    proportions portion portions majority minority lack sake fact facts""".split()
)
_QUANTITY = _EMPTY | frozenset("number numbers total series variety range".split())
# "standard and implementation specifications": one head for two, which is no one thing
_SHARED_HEAD = re.compile(r"[a-z-]*[a-rt-z] and [a-z-]+(?: [a-z-]+)*? [a-z-]+s")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th)? [a-z]")
# "lost/stolen laptop", "System/Relationship Owner": two things in one
_PIECES = re.compile(r"[A-Za-z][a-z]+/[A-Za-z]?[a-z]{2}|[A-Z]{2}/[A-Z][a-z]")
# A line that tells to do something ("Join Zoom Meeting", "Contact Maven")
_ORDERS = frozenset(
    """add ask assign book check choose click complete confirm configure connect contact
    create delete disable download enable enter ensure export fill find follow get give
    go hire import include install join keep let make manage navigate open ping please
    provide read remember save remove see select send set submit tag take tell update upload
    use verify view visit watch""".split()
)
# "Will The Harbour Club …?": a question's heading
_ASKS = re.compile(
    r"(?:Are|Can|Do|Does|Has|Have|How|Is|Should|What|When|Will) (?:The|An?|You|We|I)\b"
)
# "TIP NFC technology": the word that heads a remark
_REMARK = re.compile(r"(?:TIP|NOTE|CAUTION|WARNING|IMPORTANT) [A-Z]")
_NUMERALS = re.compile(r"[IVXLivxl\d]+(?:\s?[-–—]\s?[IVXLivxl\d]+)+")
# "6.2.1.Guidance.2", "Restricted Companies.2", "5/17/12 VESSEN PIKE"
_OUTLINE = re.compile(r"^\d[\d.]*\.[A-Za-z]|[a-z]{3}\.\d+$|^\d+/\d+/\d+ ")
_JOINED = re.compile(r"\b(?:and|or|and/or) (?=\S*[A-Z\d]{2})[A-Z][A-Z\d-]+\Z")
_REPEATED = re.compile(r"\b(\w+) (?:and|or) \1\b|^(\w+) \2$|\b(\w{3,}(?: \w+){0,3}) \3(?![\w-])")
_TITLED_PAIR = re.compile(r"^(?!.* (?:of|for) )[A-Z].* and ")
_PLURAL_PAIR = re.compile(r"(?:[A-Z][\w-]+ )+[A-Z][\w-]+s and (?:[A-Z][\w-]+ )+[A-Z][\w-]+s")
_LABELLED = re.compile(r"(?:Attn|Attention|Re|Tel|Fax|Email|E-mail|Phone)\b\.?:", re.IGNORECASE)
# A small word with a capital stands in a heading that is capitalised throughout.
_HEADING = re.compile(r"[A-Za-z] (?:In|Or|By|To|With|From) [A-Z][a-z]")
_ARTICLE_INSIDE = re.compile(r" (?:the|an?|its|their|our|your) [a-z]")


_PART = re.compile(
    r"(?:article|item|exhibit|section|annex|appendix|schedule|step|figure|table|note|clause|chapter)s?"
    r" (?:[\divxl]+|[a-z]|\d[\w.]*|one|two|three|four)\b.*"
    r"|(?:part|rule) (?:[\d.]+|[ivxl]+)",
    re.IGNORECASE,
)


def is_joined(name: str) -> bool:
    """Whether a name without a kind holds two things ("Rights or Options", "Talent Team, Optional",
    "Jira - Admin"), or is a place in a document ("ARTICLE II", "Exhibit B")."""
    if any(link in name for link in (",", ": ", " or ", " - ", " and/or ", " to ", " as ")):
        return True
    if all(part.split(" ")[0].lower() in GIVEN_NAMES for part in name.split(" & ")) and "&" in name:
        return True
    return _PART.fullmatch(name) is not None or _PLURAL_PAIR.fullmatch(name) is not None


def _read_on(name: str) -> bool:
    """Whether a line was read on into the next one: small words before one word of the dictionary
    with a capital ("chest Exposure", "tank samples Ballast pump")."""
    words, classes = name.split(), load_word_classes()
    at = next((i for i, word in enumerate(words) if not word.islower()), 0)
    word = words[at].lower()
    if not at or not words[at].istitle() or len(word) < 3 or not word.isalpha():
        return False
    known = classes.is_noun(word) or classes.is_no_noun(word)
    return known and all(after.islower() for after in words[at + 1 :])


def is_read_on(name: str) -> bool:
    """Whether a title that stands once was read on into what follows it: words of the dictionary
    that end in none that names ("Sites Communicate", "Types Adrenal"; a product may be called
    "Kelpo Connect"), or five and more nouns without a link, as in the head of a table."""
    words, classes = name.lower().split(), load_word_classes()
    if len(words) < 2 or bare(words[-1]) in LEGAL_FORMS:
        return False
    known = all(classes.is_noun(w) or classes.is_no_noun(w) for w in words)
    return known and (len(words) > 4 or classes.is_no_noun(words[-1]))


def is_fragment(name: str, *, parsed_only: bool) -> bool:
    """Whether a name as shown is a piece of a phrase: it starts or ends with a function word or a
    hyphen, joins two names ("Beck scale and SF-36", "subpart or subpart D"), or, where only the
    parse says it names something (`parsed_only`), holds an "or" or a comma, begins with a number
    ("one patient"), or ends in a participle ("receipt requested") or a noun that only says how
    ("unauthorized manner")."""
    words = name.lower().split()
    if _LABELLED.match(name) or _HEADING.search(name) or (len(words) > 2 and words[0] == words[-1]):
        return True
    if words[0] in _DANGLING or words[-1] in _DANGLING or name[0] in "-–" or name[-1] in "-–":
        return True
    if words[-1] in _BEFORE_NUMBERS or _read_on(name) or "P.O. Box" in name:
        return True
    if (
        _ASKS.match(name)
        or _REMARK.match(name)
        or _NUMERALS.fullmatch(name)
        or _OUTLINE.search(name)
        or words[-1] in ("attn", "attention")
    ):
        return True
    if name.count('"') % 2 or _JOINED.search(name) or _REPEATED.search(name.lower()):
        return True
    if " this " in name or _PIECES.search(name) or words[0] in _ORDERS:
        return True
    last = words[-1]
    if parsed_only and (
        "or" in words or "," in name or words[0] in _COUNTING or _COUNTED.match(name)
    ):
        return True
    if parsed_only and (_ARTICLE_INSIDE.search(name) or _TITLED_PAIR.search(name)):
        return True
    if parsed_only and _SHARED_HEAD.fullmatch(name):
        return True
    if parsed_only and (last in _EMPTY or (words[0] in _QUANTITY and words[1:2] == ["of"])):
        return True
    return (
        parsed_only
        and len(words) > 1
        and len(last) > 5
        and last.endswith("ed")
        and not last.endswith(("eed", "red"))
    )
