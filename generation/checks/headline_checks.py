"""Whether a headline is what the question asks for, and not only a span of the same form."""

from __future__ import annotations

import re

from generation.checks.counted_bearers import counts_of_bearer
from generation.checks.qualifier_checks import CLAUSES, Fit
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.answer_types import MEASURES, AnswerType
from generation.question.numbers import values_in
from generation.question.periods import periods
from generation.question.word_families import holds
from graph.tokens import words

_MEASURED: frozenset[AnswerType] = frozenset(
    ("date", "deadline", "duration", "number", "amount", "percent")
)
_LIGHT = re.compile(
    r"\b(?:come|came|comes|go|goes|went|take|takes|took|get|gets|got|make|makes|made|put|set|turn|"
    r"turns|turned) (?:up|down|out|off|over|away|back|apart|place|effect|"
    r"(?:on|in)(?! (?:the|an?|\d|(?-i:[A-Z]))))\b",
    re.IGNORECASE,
)
_TAKES_TIME = re.compile(r"\bhow (?:long|much time)\b[^?]*\btakes?\b", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:dated?|made|entered|executed|signed|effective|concluded|issued|adopted|published|born|"
    r"died|occurr\w+|took place|held|on|as of)\b",
    re.IGNORECASE,
)
_DATE_OF = re.compile(r"\b(?:date|year|day) of\b", re.IGNORECASE)
_CLAUSE_WORD = re.compile(
    r"^(?:since|for|in|at|on|by|after|before|during|as|when|if|although|while|with|from|to|of|and|"
    r"but|or|because|however|then|that|which)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.,]*|\b[a-z]+", re.IGNORECASE)
_NOUNS = re.compile(r"(?:\s+[\w'’-]+){1,4}")
MANY = 4  # demands beside which a duty may have another verb: "report to", "send … to"
_ABSTRACT = re.compile(
    r"(?:tions?|ments?|ness|ances?|ences?|isms?)\W*$(?<!department)(?<!departments)(?<!government)"
    r"(?<!governments)(?<!management)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"^\W*(?:these|those|such)\b", re.IGNORECASE)
_OFTEN = re.compile(r"\bhow (?:often|frequently)\b", re.IGNORECASE)
_FREQUENCY = re.compile(
    r"\b(?:every|each|once|twice|times|per|an?|annual\w*|yearly|monthly|weekly|daily|hourly|"
    r"quarterly)\b",
    re.IGNORECASE,
)
_HOW_LONG_TAKES = re.compile(
    r"^how long (?:does|do|did|will|would|can|may) (?!it\b)[^?]+ (?:take|last)\W*$", re.IGNORECASE
)
_WITHIN = re.compile(r"within\b", re.IGNORECASE)
_HOW_LARGE = re.compile(rf"\bhow (?:{'|'.join(MEASURES)})\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\d|\b(?:met(?:re|er)s?|feet|foot|miles?|inch(?:es)?|yards?|acres?|hectares?|tons?|tonnes?|"
    r"pounds?|kilos?|kilo\w+|grams?|lit(?:re|er)s?|gallons?|degrees?|per ?cent|euros?|dollars?|"
    r"people|persons?|members?|hundred|thousand|million|billion|times|half|third|quarter)\b",
    re.IGNORECASE,
)
_END = re.compile(r"\b(?:maximum|minimum)\b", re.IGNORECASE)
_SAYS_END = {
    "maximum": re.compile(
        r"\b(?:max\w*|up to|at most|exceed\w*|no(?:t)? more|limit\w*|cap\w*)\b", re.I
    ),
    "minimum": re.compile(r"\b(?:min\w*|at least|no(?:t)? less|no(?:t)? fewer|from)\b", re.I),
}
_BEFORE_END = 60  # characters in front of a measure in which its bound stands
_NEAREST = 20  # units in which another number of the same things is looked for
_RATE = re.compile(r"\s(?:per|each|every|an?)\s", re.IGNORECASE)
_BOUNDS = frozenset(
    "least most more less fewer maximum minimum exceeding approximately nearly almost".split()
)
_SCALES = frozenset("million billion thousand hundred dozen".split())


def is_asked_for(evidence: Evidence, lead: Unit, said: str, found: Fit) -> bool:
    """Whether the headline `said` of `lead`, which meets the question as far as `found` says, is
    what is asked for. A measure belongs to the deed of its sentence, so that deed must be the one
    asked about; a count to all things of its name; a person is no clause."""
    question = evidence.question
    if lead.on_path:
        return True
    if _of_other_time(question.asked, lead.text, said):
        return False
    if question.expected == "person":
        return _CLAUSE_WORD.match(said) is None and _ABSTRACT.search(said) is None
    if question.expected not in _MEASURED:
        return True
    due = question.expected in ("deadline", "duration") and found.demanded >= MANY
    if found.unmet or (found.unmet_verbs and not due) or not _same_light_verb(question.asked, lead):
        return False
    if _POINTS_BACK.match(lead.text):
        return False  # "These records are kept for …": which ones is told elsewhere
    if _OFTEN.search(question.asked) and _FREQUENCY.search(said) is None:
        return False
    if _HOW_LONG_TAKES.search(question.asked) and _WITHIN.match(said):
        return False  # when it comes, not how long it goes on
    if _HOW_LARGE.search(question.asked) and not _MEASURE.search(said):
        return False  # "two main reasons" is no size
    end = _END.search(question.asked)
    if end is not None and not _is_end(end.group(), lead, said):
        return False
    if question.expected == "date" and _DATE_OF.search(question.asked):
        return _DATED.search(lead.text) is not None
    return question.expected != "number" or _counts_all(evidence, lead, said)


def _of_other_time(asked: str, text: str, said: str) -> bool:
    """Whether the clause of `text` that holds `said` is about another time than is asked about."""
    wanted = periods(asked)
    clause = next((one for one in CLAUSES.split(text) if said in one), "")
    times = periods(clause) if wanted else ()
    return bool(times) and not any(time.overlaps(one) for time in times for one in wanted)


def _is_end(end: str, lead: Unit, said: str) -> bool:
    """Whether the headline `said` is the `end` that is asked for, and not another measure of its
    sentence."""
    at = lead.text.find(said)
    bound = _SAYS_END[end.casefold()]
    return at < 0 or bound.search(lead.text[max(0, at - _BEFORE_END) : at + len(said)]) is not None


def _same_light_verb(asked: str, lead: Unit) -> bool:
    """ "Come down" is a verb of its own: its words must stand in the sentence. What a thing takes
    of time, it may take "on average" or "in the north"."""
    verb = None if _TAKES_TIME.search(asked) else _LIGHT.search(asked)
    return verb is None or verb.group().casefold() in lead.text.casefold()


def _counts_all(evidence: Evidence, lead: Unit, said: str) -> bool:
    """Whether the number in `said` counts the things asked about and not a kind of them ("8 guest
    berths"), and no other sentence near it gives another number of them."""
    counted = evidence.question.counted
    if not counted:
        return True
    if not counts_of_bearer(evidence.question, lead.text):
        return False
    values = set(values_in(said))
    asked = set(words(evidence.question.text))
    counting = _RATE.split(said, maxsplit=1)[0].split()
    plain = (w for w in counting if w.casefold() not in _SCALES | _BOUNDS and not values_in(w))
    between = words(" ".join(plain))
    if any(not holds(word, asked) for word in between if not word[0].isdigit()):
        return False
    others = (u for u in evidence.units[:_NEAREST] if u.key != lead.key)
    return not any(
        values.isdisjoint(other)
        for unit in others
        if all(d.met_by(evidence.reach(unit)) for d in evidence.question.demands)
        for other in numbers_of(unit.text, counted[-1])
    )


def numbers_of(text: str, noun: str) -> list[set[float]]:
    """The numbers in `text` that count `noun`."""
    found = []
    for match in _NUMBER.finditer(text):
        values = set(values_in(match.group()))
        nouns = _NOUNS.match(text, match.end()) if values else None
        if nouns is not None and holds(noun, words(nouns.group())):
            found.append(set(values_in(text[match.start() : nouns.end()])))
    return found
