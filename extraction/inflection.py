"""English verbs in the forms that a fact's sentence needs, and whether a noun is plural."""

from __future__ import annotations

_IRREGULAR_PAST = {
    "be": "was", "bear": "bore", "become": "became", "begin": "began", "break": "broke",
    "choose": "chose", "do": "did", "draw": "drew", "drive": "drove", "fall": "fell",
    "forbid": "forbade", "forget": "forgot", "get": "got", "give": "gave", "go": "went",
    "grow": "grew", "have": "had", "know": "knew", "ride": "rode", "rise": "rose", "see": "saw",
    "show": "showed", "speak": "spoke", "steal": "stole", "swear": "swore", "take": "took",
    "tear": "tore", "throw": "threw", "undertake": "undertook", "wear": "wore",
    "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip
"""Where the past is not the participle; of all others the participle serves."""

_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"})
_HAVE = frozenset({"have", "has", "had", "having"})
_DO = frozenset({"do", "does", "did", "done", "doing"})
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "news")
_PLURALS = frozenset(
    """people staff personnel police children men women criteria data media they we you these those
    both all many few several cattle""".split()
)
_TO_SINGULAR = {"are": "is", "were": "was", "have": "has", "do": "does"}


def is_plural(noun: str) -> bool:
    """Whether a noun phrase is plural, as the end of its last word before a preposition tells."""
    if _head(noun).isupper():
        return False  # an acronym
    head = _head(noun).lower()
    if head in _PLURALS:
        return True
    return head.endswith("s") and not head.endswith((*_SINGULAR_ENDS, "'s", "’s"))


def _head(noun: str) -> str:
    words = noun.split()
    for index, word in enumerate(words[1:], 1):
        if word.lower() in _BREAKS:
            return words[index - 1].strip(",;")
    return words[-1].strip(",;") if words else ""


_BREAKS = frozenset("of for in on with from to at by under over within that which who as".split())


def third_person(lemma: str) -> str:
    """ "reports", "applies", "goes", "has", "is"."""
    known = {"be": "is", "have": "has", "do": "does"}
    if lemma in known:
        return known[lemma]
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{lemma}es"
    if lemma.endswith("y") and lemma[-2:-1] not in tuple("aeiou"):
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"


def past(lemma: str, participle: str) -> str:
    """The simple past of `lemma`, whose participle is known from the text."""
    return _IRREGULAR_PAST.get(lemma, participle)


def singular_form(verb: str, lemma: str) -> str:
    """A plural present form made singular ("are" → "is", "maintain" → "maintains"); other forms
    stay as they are."""
    if verb in _TO_SINGULAR:
        return _TO_SINGULAR[verb]
    return third_person(lemma) if verb == lemma else verb


def plural_form(verb: str) -> str:
    """ "is" → "are", "was" → "were"; other forms stay as they are."""
    return next((many for many, one in _TO_SINGULAR.items() if one == verb), verb)


def is_form_of(word: str, lemma: str) -> bool:
    """Whether `word`, read as a verb, may be a form of the verb `lemma`."""
    word = word.lower()
    for forms in (_BE, _HAVE, _DO):
        if lemma in forms:
            return word in forms
    return word[:1] == lemma[:1] or word == _IRREGULAR_PAST.get(lemma)


def is_be(word: str) -> bool:
    """Whether `word` is a form of "to be"."""
    return word.lower() in _BE
