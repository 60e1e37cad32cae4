"""The verb of a fact's sentence: as the text has it, where that says modality, polarity and
predicate of the fact; else inflected."""

from __future__ import annotations

import re

from extraction.inflection import (
    is_be,
    is_form_of,
    is_plural,
    past,
    plural_form,
    singular_form,
    third_person,
)
from extraction.language.parse import FORMAT_CHARACTER
from graph.model import Evidence, Fact, Span

_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|\*\*|__|`")
DENIAL = re.compile(r"not\b|\bnever\b|\bno longer\b|\b(?:yet|still) to\b", re.IGNORECASE)
"""Words that deny what a verb says."""
_MODALS = {
    "must": r"must|shall|ha(?:s|ve) to|needs? to|required to|obliged to|obligated to|may not"
    r"|might not|prohibited from|forbidden",
    "may": r"may|might|permitted to|allowed to|entitled to|authori[sz]ed to",
    "should": r"should|ought",
    "can": r"can|could|cannot|able to",
    "will": r"will|would|'ll",
}
_HAS_MODAL = {kind: re.compile(rf"(?<!\w)(?:{words})\b", re.I) for kind, words in _MODALS.items()}
_ANY_MODAL = re.compile("|".join(rf"(?<!\w)(?:{words})\b" for words in _MODALS.values()), re.I)
_JOINED = re.compile(r"\band\b", re.IGNORECASE)
_JOINED_BEFORE = re.compile(r"\b(?:and|or)(?:\s+the)?\s+\Z", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?:(?:must|may|might|shall|should|can|could|will|would|is|are|was|were|has|have|had|do|does|did"
    r"|cannot)\s)?(?:not\s)?"
)


def plain_words(text: str, span: Span) -> str:
    """The words of `span` without line ends and Markdown."""
    return plain(text[span.start : span.end])


def plain(words: str) -> str:
    """`words` without line ends, format characters and Markdown."""
    unmarked = _MARKUP.sub(lambda m: m.group(1) or "", FORMAT_CHARACTER.sub("", words))
    return " ".join(unmarked.split()).strip("*_ ")


def fact_verb(fact: Fact, best: Evidence, text: str) -> tuple[str, bool]:
    """The verb with its auxiliaries, "not" and the preposition that leads to the object; whether
    it is quoted."""
    quoted = plain_words(text, best.predicate)
    quoted = _with_helper(_uncontracted(quoted[:1].lower() + quoted[1:]), best, text)
    if fact.predicate != "be" and best.rule in ("apposition", "possession"):
        quoted = ""
    plural = is_plural(plain_words(text, best.subject))
    says = best.rule != "passive-agent" and _says(fact, quoted)
    if not says:
        verb = _inflected(fact, best, quoted, text, plural=plural)
    elif _shares_verb(best, text):
        verb = _agreeing(quoted, fact.predicate, plural=plural)
    else:
        verb = quoted
    return _completed(verb, fact.predicate), says


_HELPER_BEFORE = re.compile(
    r"\b(?P<helper>is|are|was|were|has|have|had)\s+"
    r"(?:(?:\w+ly|now|also|still|long|since|always|already|often|just)\s+)+\Z",
    re.IGNORECASE,
)
_FINISHED = ("has", "have", "had")


def _with_helper(quoted: str, best: Evidence, text: str) -> str:
    """ "running" as "is running" where an adverb stands between the two ("is now running"), and
    "been used" as "has been used" ("has long been used")."""
    opens = re.match(r"been\b|\w+ing\b", quoted)
    if opens is None or best.rule in ("apposition", "possession"):
        return quoted
    before = text[max(best.statement.start, best.predicate.start - 40) : best.predicate.start]
    found = _HELPER_BEFORE.search(before)
    helper = found["helper"].lower() if found is not None else ""
    fits = helper and (helper in _FINISHED) == (opens.group() == "been")
    return f"{helper} {quoted}" if fits else quoted


_CONTRACTED = re.compile(r"['’](?P<form>s|re|ve|ll)(?: (?P<next>\w+))?", re.IGNORECASE)
_WHOLE = {"re": "are", "ve": "have", "ll": "will"}


def _uncontracted(quoted: str) -> str:
    """ "'s kept" as "is kept", "'s been kept" as "has been kept": before it stood a pronoun."""
    found = _CONTRACTED.match(quoted)
    if found is None:
        return quoted
    has = (found["next"] or "").lower() in ("been", "had")
    form = _WHOLE.get(found["form"].lower(), "has" if has else "is")
    return form + quoted[found.end("form") :]


def _says(fact: Fact, quoted: str) -> bool:
    """Whether the words of the text say modality, polarity and verb of the fact by themselves."""
    quoted = _spelt_out(quoted)
    words = quoted.split()
    if not words:
        return False
    negative = DENIAL.search(quoted) is not None
    if negative != (fact.polarity == "negative"):
        return False
    if fact.modality == "none":
        if _ANY_MODAL.search(quoted):
            return False
    elif not _HAS_MODAL[fact.modality].search(quoted):
        return False
    lemma = fact.predicate.split()
    if lemma[0] == "be":
        return any(is_be(word) for word in words) or fact.modality != "none"
    if fact.modality == "none" and not negative and words == [lemma[0]]:
        return True
    return any(is_form_of(word, lemma[0]) for word in words)


def _spelt_out(verb: str) -> str:
    """ "can't" as "can not"."""
    plain = verb.lower().replace("’", "'").replace("can't", "can not").replace("won't", "will not")
    return plain.replace("n't", " not")


def _shares_verb(best: Evidence, text: str) -> bool:
    """Whether the subject is one of several of the same verb ("A and B are")."""
    if best.predicate.start < best.subject.end or _stands_before(best):
        return False
    before = text[max(0, best.subject.start - 30) : best.subject.start]
    between = text[best.subject.end : best.predicate.start][:80]
    return _JOINED_BEFORE.search(before) is not None or _JOINED.search(between) is not None


def _stands_before(best: Evidence) -> bool:
    """Whether the subject stands before the sentence, which has a pronoun for it."""
    return best.subject.end <= best.statement.start and best.rule != "list-item"


def _agreeing(quoted: str, predicate: str, *, plural: bool) -> str:
    first, *others = quoted.split()
    form = plural_form(first) if plural else singular_form(first, predicate.split()[0])
    return " ".join([form, *others])


_DENIED = re.compile(
    r"(?:is|are|was|were|has|have|had|do|does|did|must|may|shall|should|can|could|will|would) not\b"
    r"|cannot\b|never\b",
    re.IGNORECASE,
)


def with_adverb(verb: str, adverb: str, *, ahead: bool = False) -> str:
    """ "must provide" and "promptly" → "must promptly provide"; "has" and "now" → "now has".
    `ahead`: the adverb stands before the verb and says how often a denial holds ("sometimes do not
    have"), which behind the "not" would say something else."""
    if ahead and _DENIED.match(verb):
        return f"{adverb} {verb}"
    found = _AUXILIARY.match(verb + " ")
    at = found.end() if found else 0
    if at > len(verb):  # the whole verb is one that helps others
        return f"{verb} {adverb}" if verb in _FORMS_OF_BE else f"{adverb} {verb}"
    return f"{verb[:at]}{adverb} {verb[at:]}".strip()


_FORMS_OF_BE = frozenset({"is", "are", "was", "were", "is not", "are not", "was not", "were not"})


def _inflected(fact: Fact, best: Evidence, quoted: str, text: str, *, plural: bool) -> str:
    verb, *others = fact.predicate.split()
    negation = "not" if fact.polarity == "negative" else ""
    if fact.modality != "none":
        modal = "cannot" if negation and fact.modality == "can" else f"{fact.modality} {negation}"
        return " ".join([modal.strip(), verb, *others])
    if verb == "be":
        form = _tense_of_be(best, quoted, text, plural=plural)
        return " ".join(part for part in (form, negation, *others) if part)
    if negation:
        helper = "did" if _is_past(best, text) else ("do" if plural else "does")
        return " ".join([helper, "not", verb, *others])
    if best.rule == "passive-agent":
        finite = _active(verb, quoted, best, text, plural=plural)
    elif is_form_of(quoted.split(" ", 1)[0] if quoted else "", verb) and quoted != verb:
        finite, others = quoted, []
    else:
        finite = verb if plural else third_person(verb)
    return " ".join([finite, *others])


def _active(verb: str, participle: str, best: Evidence, text: str, *, plural: bool) -> str:
    """A passive turned round: "was approved by the board" → "approved"."""
    word = participle.split()[-1] if participle else verb
    before = _before_verb(best, text)
    if re.search(r"\b(?:has|have) (?:\w+ ){0,3}been\b", before):
        return f"{'have' if plural else 'has'} {word}"
    if re.search(r"\b(?:was|were)\b", before):
        return past(verb, word)
    return verb if plural else third_person(verb)


def _before_verb(best: Evidence, text: str) -> str:
    start = max(best.statement.start, best.predicate.start - 60)
    return text[start : best.predicate.end].lower()


def _is_past(best: Evidence, text: str) -> bool:
    return re.search(r"\b(?:did|was|were|had|failed)\b", _before_verb(best, text)) is not None


def _tense_of_be(best: Evidence, quoted: str, text: str, *, plural: bool) -> str:
    said = re.findall(r"\b(is|are|was|were|has been|have been)\b", _before_verb(best, text))
    if said and best.rule not in ("apposition", "possession"):
        form = str(said[-1])
        return (
            form
            if plural
            else form.replace("are", "is").replace("were", "was").replace("have been", "has been")
        )
    return "are" if plural else "is"


def _completed(verb: str, predicate: str) -> str:
    """`verb` with the words at the end of the predicate that the quoted words lack: "consist of"
    was read from "consists" and an "of" further on."""
    words = [word.lower() for word in verb.split()]
    missing: list[str] = []
    for word in reversed(predicate.split()[1:]):
        if any(other[:4] == word[:4] for other in words) or word == "have":
            break
        missing.insert(0, word)
    return " ".join([verb, *missing])
