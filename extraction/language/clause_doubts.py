"""What the words of a sentence say against the parse of one of its clauses: a heading run into it,
alternatives, a condition that may go on, an apposition taken for a clause."""

from __future__ import annotations

import re

from extraction.language.arguments import Phrase
from extraction.language.clauses import Clause
from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.noun_phrases import LIGHT_NOUNS
from extraction.language.parse import FINITE, Parse

HEADING = "a heading may stand before the sentence"
ALTERNATIVES = "one of several alternatives"
OPEN_CONDITION = "how far the condition goes is not certain"
POINTS_BACK = "subject points back"
APPOSITION = "an apposition may be read as a clause"
NO_TERM = "the term may stand in the lead-in"
# They open a sentence where they are capitalised.
_OPENING = frozenset({"If", "When", "Whenever", "We", "You", "They", "It", "This", "These",
                      "Please", "Although", "However", "As"})  # fmt: skip
_LONG_CAPITALS = 6  # letters; shorter words are abbreviations
_DOMAIN = re.compile(r"\w\.(?:com|org|net|gov|edu|co|io)\b", re.IGNORECASE)
_OPENED_BY = ("if", "unless", "when", "where")
_CONDITIONS = ("condition", "exception")


def _heading_runs_in(fact: ClauseView) -> bool:
    """Whether the subject begins in a heading that stands on one line with the sentence."""
    parse, start, clause = fact.parse, fact.start, fact.clause
    first, last, verb = fact.subjects[0].first, fact.subjects[-1].last, clause.group.outer
    if clause.inner or first >= verb:
        return False
    if any(parse.words[t] in _OPENING and _unparted(parse, t) for t in range(first + 1, verb)):
        return True
    inside = range(first + 1, verb)
    if any(parse.words[t] == "The" and parse.tag[t - 1][:2] == "NN" for t in inside):
        return True
    if _capital_verb(parse, start, clause) or _capitals_end(parse, first, last):
        return True
    return first == start and _name_at_the_end(parse, first, last, fact.text)


def _unparted(parse: Parse, token: int) -> bool:
    return parse.words[token - 1][-1].isalnum()


def _capital_verb(parse: Parse, start: int, clause: Clause) -> bool:
    """Whether the verb is capitalised though no other word between it and the sentence's end is
    expected to be ("… Refer to"); the verb of a definition may be ("Means")."""
    verb = clause.group.outer
    word = parse.words[verb]
    return (
        verb > start
        and word[:1].isupper()
        and not word.isupper()
        and clause.group.predicate != "mean"
        and _unparted(parse, verb)
    )


def _capitals_end(parse: Parse, first: int, last: int) -> bool:
    """Whether capital letters stop inside the subject: "SIMILAR TECHNOLOGIES Yahoo"."""
    words = [word for word in parse.words[first : last + 1] if word.isalpha()]
    shouted = [word for word in words if word.isupper() and len(word) >= _LONG_CAPITALS]
    conjoined = any(word in ("Or", "And") for word in words[1:])
    return conjoined or (len(shouted) > 0 and words[0].isupper() and not words[-1].isupper())


def _name_at_the_end(parse: Parse, first: int, last: int, text: str) -> bool:
    """Whether a run of capitalised words that opens the sentence ends in a name that is the subject
    of another sentence by itself, or in the name of a site."""
    words = parse.words[first : last + 1]
    named = [word for word in words if word not in ("and", "or", "/", "of", "-", "the", "to", "&")]
    if len(named) < 3 or not all(word[:1].isupper() for word in named):
        return False
    if _DOMAIN.search(words[-1]):
        return True
    for token in range(last, first, -1):
        if token == last and last - first < 2:
            continue
        name = re.escape(text[parse.begin[token] : parse.end[last]])
        alone = rf"(?:\A|[.!?:]\s+|\n|, ){name} (?:may|must|shall|will|can|is|has|does|also)\b"
        if parse.words[token][:1].isupper() and re.search(alone, text):
            return True
    return False


def _says_either(fact: ClauseView) -> bool:
    return any(_either(fact.parse, phrase) for phrase in fact.subjects)


def _either(parse: Parse, phrase: Phrase) -> bool:
    """ "Either type of account": which two is said before."""
    before = {parse.lower[c] for c in parse.children[phrase.head] if c < phrase.head}
    return "either" in before and parse.lower[phrase.head] in LIGHT_NOUNS


def _is_alternative(fact: ClauseView) -> bool:
    """Whether "either" opens the sentence and "or" behind a comma a clause of its own: "Either A
    pays, or B does"."""
    parse, (start, stop) = fact.parse, fact.sentence
    return parse.lower[start] == "either" and any(
        parse.words[t - 1] == "," and parse.lower[t] == "or"
        for t in range(start + 1, stop)
        if any(parse.tag[v] in FINITE for v in range(start, t))
    )


def _is_case(fact: ClauseView) -> bool:
    """Whether "any", or "a" and a comma before the verb, make the subject a case of the term ("a
    share in a fund, means the person who issued it")."""
    parse, clause, first = fact.parse, fact.clause, fact.subjects[0].first
    if clause.group.predicate != "mean":
        return False
    article = parse.words[first - 1] if first else ""
    parted = parse.words[clause.group.outer - 1] == ","
    return article == "any" or (article in ("a", "an") and parted)


def _condition_is_open(fact: ClauseView) -> bool:
    """Whether a clause behind "and" may belong to the condition before it: "may act if A holds,
    and B agrees". A modal verb of its own makes it a rule of its own."""
    parse, verb = fact.parse, fact.parse.begin[fact.group.inner]
    ends = {span.end for kind, span in fact.slots if kind in _CONDITIONS and span.start > verb}
    places = [t for t in range(len(parse.end)) if parse.end[t] in ends]
    return any(_goes_on(parse, place + 1) for place in places)


def _goes_on_with(fact: ClauseView) -> bool:
    """Whether the clause stands behind "and" right after a condition that ends another one."""
    parse, start, clause = fact.parse, fact.start, fact.clause
    first = parse.left[clause.subject]
    if parse.lower[first - 1] not in ("and", "or") or clause.group.modality != "none":
        return False
    opened = next((t for t in range(first - 1, start, -1) if parse.lower[t] in _OPENED_BY), start)
    between = parse.words[opened:first]
    ruled = any(parse.tag[t] == "MD" for t in range(start, opened))
    return opened > start and ruled and ";" not in between and "." not in between


def _goes_on(parse: Parse, token: int) -> bool:
    stop = next((stop for first, stop in parse.sentences if first <= token < stop), token)
    token += token < stop and parse.words[token] == ","
    if token + 1 >= stop or parse.lower[token] not in ("and", "or"):
        return False
    if parse.lower[token + 1] in ("if", "when", "where", "then", "in", "to"):
        return False
    verb = next((t for t in range(token + 1, stop) if parse.tag[t] in FINITE), None)
    if verb is None or parse.tag[verb] == "MD":
        return False
    return any(parse.dep[t] in ("nsubj", "nsubjpass") for t in range(token + 1, verb))


def _is_apposition(fact: ClauseView) -> bool:
    """Whether only a comma joins the clause to another one before it, and its verb does not agree
    with its subject: "…, the premier secure authority"."""
    parse, start, clause = fact.parse, fact.start, fact.clause
    subject, verb = clause.subject, clause.group.outer
    first = parse.left[subject]
    return (
        start < first - 1
        and parse.words[first - 1] == ","
        and parse.tag[subject] in ("NN", "NNP", "JJ")
        and parse.tag[verb] in ("VB", "VBP")
        and clause.group.modality == "none"
        and parse.child(verb, "aux") is None
        and parse.child(subject, "conj") is None
        and any(parse.tag[t] in FINITE for t in range(start, first))
    )


CLAUSE_DOUBTS: tuple[Doubt[ClauseView], ...] = (
    (HEADING, _heading_runs_in),
    (POINTS_BACK, _says_either),
    (ALTERNATIVES, _is_alternative),
    (OPEN_CONDITION, _condition_is_open),
    (OPEN_CONDITION, _goes_on_with),
    (NO_TERM, _is_case),
    (APPOSITION, _is_apposition),
)
