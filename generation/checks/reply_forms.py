"""Whether a sentence has the form of a reply: a reason for "why", a procedure or a means for "how",
a place for "where", what a term is for "what is". A sentence that is only about the same thing is
near to the question in every other sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generation.checks.counted_bearers import counts_of_bearer
from generation.checks.yes_no_forms import settles
from generation.evidence.answer_forms import definition
from generation.evidence.meanings import meaning_of
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from generation.question.asked_terms import asked_terms
from generation.question.numbers import values_in
from generation.question.word_families import holds
from graph.tokens import words

_REASON = re.compile(
    r"\b(?:because|due to|since|as a result|results? (?:from|in)|in order to|reasons?|owing to|"
    r"so (?:that|as to|we|you|it|they)|to ensure|caused? by|given that|therefore|thus|hence|"
    r"le(?:d|ads?) to|purpose|in response to|in (?:the )?(?:light|view) of|on account of|thanks to|"
    r"on (?:the )?grounds (?:that|of)|"
    r"to (?:prevent|avoid|protect|allow|enable))\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:by \w+ing|by means of|(?<!ed )by (?:an?|the|e?mail|post|letter|phone)|using|"
    r"through|via|with (?:the )?(?:help|use) of|"
    r"in writing|in accordance with|according to|based on|on the basis of|method|procedure|"
    r"process|rule|steps?|performed|calculated|determined)\b",
    re.IGNORECASE,
)
_BY_MEANS = re.compile(
    r"\b(?:using|by \w+ing|by means of|with (?:the )?(?:help|use) of)\b", re.IGNORECASE
)
_ASKS_WHEN = re.compile(r"^(?:\w+ )?when\b", re.IGNORECASE)
_TIMED = re.compile(
    r"\d|\b(?:when(?:ever)?|if|unless|once|until|till|before|after|during|while|upon|since|where|"
    r"within|prior|following|every|each|daily|weekly|monthly|annually|yearly|immediately|"
    r"promptly|without delay|as soon as|at (?:the |any )?(?:end|start|beginning|time|moment)|"
    r"in (?:the )?(?:case|event)|on request|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:has|have|having|bears?) the (?:same )?meanings? "
    r"(?:ascribed|given|assigned|specified|set|attributed|defined|stated)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*(?:\(\w{1,4}\)|\d+(?:\.\d+)*\.?|[-•*])\s+")
_NEAR = 1500  # characters between a statement and the steps that go with it
_OPENING = re.compile(
    r"^(?:(?:to|from|in|on|at|under|if|when|once|after|before|next|then|first|finally|please)\b"
    r"[^,.;]{0,80},\s+(?:please\s+|then\s+)?|please\s+|and then\s+)",
    re.IGNORECASE,
)
_STEPS = frozenset(
    words(
        "tap press click drag swipe touch slide turn scroll type go pull push insert choose select "
        "open enter set download sign log use send fill complete add remove "
        "place switch rotate apply attach contact call ask write submit email"
    )
)
_PLACED = re.compile(
    r"\b(?:in|at|on|near|from|to|into|onto|through|within|around|between|off|across|along|under|"
    r"behind|outside|inside|north|south|east|west|of)\s+(?:the\s+|an?\s+)?(?P<what>[A-Z][\w'’-]*)"
    r"|\b(?:located|situated|based|found|placed|stored|kept|filed)\s+"
    r"(?:in|at|on|near|within|under|with)\b"
    r"|\b(?:is|are|was|were|be|bought|obtained|collected|handed in|returned|available|displayed|"
    r"issued|sold)\s+(?:only\s+)?(?:in|at|on|near|behind|under|inside|outside|opposite|next to)\s+"
    r"(?!(?:writing|advance|time|accordance|case|order|full|part|cash|request|demand|principle|"
    r"force|effect|use|least|most|all|any)\b)"
    r"|\bplaces? (?:to|where)\b|\b(?:[Gg]o to|[Vv]isit|[Oo]pen|[Ss]ee)\b[^.]{0,40}\w\s*>\s*\w"
    r"|\b(?:from|originat\w+|deriv\w+)\b",
)
_COPULA = re.compile(
    r"\b(?:is|are|was|were|means?|meant|refers? to|denotes?|stands? for|describes?|"
    r"consists? of|comprises?|lets you|allows? you|includes?)\b",
    re.IGNORECASE,
)
_NOT_A_KIND = re.compile(
    r"\s*(?:(?:not|also|now|often|currently|widely|usually|\w+ly)\s+)*(?!(?:based|limited|"
    r"related|united|\w+thing)\b)(?:\w+(?:ed|ing)|used|known|found|made|given|seen|built|shown|held)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:called|known as|termed|referred to as|named)\s+[\"“'`]*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|--.*?--|,[^,]*,")
_CONTRAST = re.compile(
    r"\b(?:whereas|while|unlike|differ\w*|than|compared|however|in contrast|on the other hand)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"\b(?:difference|differ)\b", re.IGNORECASE)
_BEHIND_HEAD = re.compile(r"(?<=\w)\s+(?:with|on|in|for|at|by|from|who|which|that)\b")
_ASKS = re.compile(
    r"\?\s*$|\b(?:what|which|who|whom|whose|when|where|why|how)\b|^(?:is|are|was|were|does|do|did|"
    r"can|could|may|might|must|shall|should|will|would|has|have|had|name|list|explain|describe|tell|show|give|please|summari[sz]e)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"\b(?:what|which) (?:\w+ )?\w{2,}(?<![sui])s (?:is|are|was|were|does|do|did|can|could|may|"
    r"must|shall|should|will|has|have|had|in|for|to)\b|^(?:what|which) are (?:the|some)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r",(?:\s+[\w'’-]+){1,5}(?:\s*+,)?\s++(?:and|or)\b|\b(?:such as|including|namely|e\.g\.)\s|"
    r";[^.]+\b(?:and|or)\b|\b(?:two|three|four|five|six|seven|\d+) [^.:;]{2,40}:\s|"
    r"\b\w+ (?:and|or) \w+\W*$",
    re.IGNORECASE,
)
_DOES = re.compile(r"^what (?:do|does|did) (?P<who>[^?]+?) do\b", re.IGNORECASE)
_RELATION = re.compile(
    r"^what (?:does|do|did) [^?]+?\s(?P<verb>\w{4,})(?:\s(?:to|for|from|with|of|in|on|about))?\W*$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b(?:what|which) (?:[\w-]+ ){0,2}?(?:levels?|speeds?|temperatures?|pressures?|heights?|"
    r"depths?|widths?|lengths?|distances?|weights?|ages?|doses?|dosages?|voltages?|thickness|"
    r"diameters?|angles?|concentrations?|humidity)\b",
    re.IGNORECASE,
)
_DONE_TO = re.compile(  # "What is the ramp used for?"
    r"^what (?:is|are|was|were|(?:will|would|can|could|may|must|shall|should)\b[^?]*\bbe)\b[^?]*?"
    r"\s(?P<verb>\w{2,}(?:ed|en|pt|nt|lt|ld|id))(?: (?:for|as|to|with|from|by|of|in|on))?\W*$",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(r"^how much\b", re.IGNORECASE)
_FINDS = re.compile(r"^where (?:can|do|could|should) (?:i|we|you|one|people)\b", re.IGNORECASE)
_ABOUT = re.compile(r"^what (?:is|was|are|were)\b[^?]*\babout\W*$", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:about|tells?|story|stories|follows?|concerns?|deals? with|focus\w*|describes?|depicts?|"
    r"recounts?|explores?|covers?|based on|centers?|centres?|revolves?)\b",
    re.IGNORECASE,
)
_NAME_OF = re.compile(r"\bnames? (?:of|for)\b|\bcalled\b", re.IGNORECASE)
_HAPPENS = re.compile(
    r"\bwhat (?:happens|happened)\b(?![^?]* (?:if|when|after|where|once|unless)\b)", re.I
)
_CONSEQUENCE = re.compile(
    r"\bwhat (?:happens|happened|will happen|would happen)\b[^?]* "
    r"(?:if|when|after|where|once|unless)\b",
    re.IGNORECASE,
)
FEWEST_NEW = 2  # index words of a consequence that the question has not
_WHAT_TO_DO = re.compile(
    r"\bwhat (?:should|must|shall|do|does|can|could) "
    r"(?:i|we|you|one|they|people|a \w+|the \w+) do\b",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"\W*(?:please )?(?:do not|don[’']t|never)\b", re.IGNORECASE)
_FIRST_UNITS = 3  # of a card; a definition further down is not its answer
_FIRST = 8  # words of a sentence in which its subject stands
_WITHIN = re.compile(r"^\W*in (?:an? |the )?(?P<term>[^,.;:]{2,40}),\s", re.IGNORECASE)
_LABELLED = re.compile(r"^\W*(?P<term>[^:.;()]{2,60}):\s+\w")
_POINTS_BACK = 2  # words of "It" or "This test", which mean what the headings name
_SUBJECT_WORDS = 14  # words before the copula of a definition


def has_reply_form(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """Whether `lead` replies to the question word; `beside`: the other units of the card. A
    procedure may stand in the lines around the lead, in its own document. True for kinds of
    questions that say nothing of the form of a reply."""
    if _ELSEWHERE.search(lead.text):
        return False
    terms = asked_terms(question)
    if terms:
        near = [unit for unit in beside if unit.sentence.version == lead.sentence.version]
        first = (lead, *near[:_FIRST_UNITS])
        return all(any(defines(question, term, unit) for unit in first) for term in terms)
    if _DIFFERENCE.search(question.asked):
        return _CONTRAST.search(lead.text) is not None
    if is_key_words(question):  # of what form, they do not say
        return not question.typed or bool(lead.found)
    if not _follows(question, lead):
        return False
    if question.expected != "yes_no" and _PLURAL.match(question.asked):
        return is_enumeration(lead)
    rule = _FORMS.get(question.expected)
    return rule is None or rule(question, lead, beside)


def asks_for_measure(question: Question) -> bool:
    """Whether `question` names a measure: "at what pressure", "what dose"."""
    return not question.typed and _MEASURE.search(question.asked) is not None


def is_key_words(question: Question) -> bool:
    """Whether `question` asks nothing in words and names what it is about alone: "trial length"."""
    return _ASKS.search(question.asked) is None


def _follows(question: Question, lead: Unit) -> bool:
    """Whether `lead` says how two things stand to one another, what becomes of a thing, what it
    does, what it is about or called, where the question asks for just that."""
    does = _DOES.match(question.asked)
    if does is not None:
        return bool(set(words(does["who"])) & set(words(" ".join(lead.text.split()[:_FIRST]))))
    if not counts_of_bearer(question, lead.text):
        return False
    if asks_for_measure(question) and not values_in(lead.text):
        return False
    relation = _RELATION.match(question.asked) or _DONE_TO.match(question.asked)
    if relation is not None and not all(holds(w, lead.inner) for w in words(relation["verb"])):
        return False
    if _ABOUT.search(question.asked):
        return _TELLS.search(lead.text) is not None
    if _NAME_OF.search(question.asked):
        return _NAMED.search(lead.text) is not None or "name" in lead.inner
    if _WHAT_TO_DO.search(question.asked) and _FORBIDS.match(_clause(lead.text)):
        return False  # what not to do is as a rule half of what to do
    if _CONSEQUENCE.search(question.asked):
        return len(set(words(lead.text)) - set(words(question.text))) >= FEWEST_NEW
    return _HAPPENS.search(question.asked) is None


def _clause(text: str) -> str:
    """`text` behind the condition that opens it: "If it burns, …"."""
    return _OPENING.sub("", _NUMBERED.sub("", text, count=1), count=1)


def is_enumeration(unit: Unit) -> bool:
    """Whether `unit` lists several things: items below it, or members with commas."""
    return len(unit.sentence.children) > 1 or _LISTS.search(unit.text) is not None


def defines(question: Question, term: tuple[str, ...], unit: Unit) -> bool:
    """Whether `unit` says what the thing named by the index words `term` is: "A yard crane (YC) is
    a …", "Yard crane: …", "… is called a yard crane", or "It is a …" below it."""
    text = unit.text
    if meaning_of(term, text) is not None:
        return True
    if question.expected == "definition" and (
        definition(question, text, {}) is not None or _introduced(text, term)
    ):
        return True
    within = _WITHIN.match(text)
    if within is not None and tuple(words(within["term"])) == term:
        return True
    label = _LABELLED.match(text)
    if label is not None and _holds(words(label["term"]), term):
        return True
    if any(_holds(words(text[m.end() : m.end() + 60]), term) for m in _NAMED.finditer(text)):
        return True
    verb = _COPULA.search(_ASIDE.sub(lambda aside: " " * len(aside.group()), text))
    if verb is None or len(_ASIDE.sub(" ", text[: verb.start()]).split()) > _SUBJECT_WORDS:
        return False
    subject = text[: verb.start()]
    named = _holds(words(_BEHIND_HEAD.split(_ASIDE.sub(" ", subject), maxsplit=1)[0]), term)
    named = named or (unit.inner > set(term) and _introduced(subject, term))
    if not named and not (len(subject.split()) <= _POINTS_BACK and set(term) <= unit.outer):
        return False
    passive = verb.group().casefold() in ("is", "are", "was", "were")
    return not (passive and _NOT_A_KIND.match(text[verb.end() :]))


def _holds(said: Sequence[str], term: Sequence[str]) -> bool:
    """Whether the words of `term` stand together in `said`, in their order."""
    size = len(term)
    return any(tuple(said[at : at + size]) == tuple(term) for at in range(len(said) - size + 1))


def _introduced(subject: str, term: Sequence[str]) -> bool:
    """Whether `term` is the short form that `subject` gives in brackets ("Yard crane (YC)")."""
    return any(words(one) == list(term) for one in re.findall(r"\(([^()]{1,20})\)", subject))


def _gives_reason(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    return _REASON.search(lead.text) is not None


def _gives_means(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    if _HOW_MUCH.match(question.asked):
        return bool(values_in(lead.text)) and _has_deeds(question, lead)
    if _has_steps(lead, beside):
        return True
    return _LABELLED.match(lead.text) is None and _MEANS.search(lead.text) is not None


def says_by_what(text: str) -> bool:
    """Whether the sentence `text` itself says by what something is done, and is no step of it."""
    return _BY_MEANS.search(text) is not None and not _is_step(text)


def _has_steps(lead: Unit, beside: Sequence[Unit]) -> bool:
    near = (
        unit
        for unit in beside
        if unit.sentence.version == lead.sentence.version
        and abs(unit.span.start - lead.span.start) < _NEAR
    )
    return any(_is_step(unit.text) for unit in (lead, *near))


def _is_step(text: str) -> bool:
    """Whether `text` tells the reader what to do: "From the menu, tap Print". What stands behind a
    label ("Paper: Choose a size.") says what an option does."""
    if _LABELLED.match(text):
        return False
    rest = _OPENING.sub("", _NUMBERED.sub("", text, count=1), count=1)
    first = words(rest.split(" ", 1)[0]) if rest else []
    return bool(first) and first[0] in _STEPS


def _gives_place(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    asked = set(words(question.text))
    if _FINDS.search(question.asked) and _has_steps(lead, beside):
        return True
    deeds = [d.surface for d in question.demands if d.kind == "verb"]
    deeds += [d.surface for d in question.demands[-1:]]  # a verb that is not known as one
    if any(_happens_in(deed, lead.text) for deed in deeds):
        return True
    return any(
        match["what"] is None or not set(words(match["what"])) <= asked
        for match in _PLACED.finditer(lead.text)
    )


def _happens_in(deed: str, text: str) -> bool:
    """Whether a place follows the verb `deed` in `text`: "form in the cells"."""
    stem = re.escape(deed[: max(4, len(deed) - 2)])
    there = rf"\b{stem}\w*\s+(?:\w+ly\s+)?(?:in|at|on|near|within|inside|outside|under)\b"
    return re.search(there, text, re.IGNORECASE) is not None


def _lists(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    return is_enumeration(lead)


def _sole_measure(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """Whether a sentence of the deed that is asked about has one measure, which must be meant."""
    return len(lead.found) == 1 and _has_deeds(question, lead)


def _has_deeds(question: Question, lead: Unit) -> bool:
    """Whether the verbs of the question stand in `lead` itself, or over the columns of a row."""
    held = lead.inner | lead.outer if lead.kind == "table_row" else lead.inner
    return all(d.met_by(held) for d in question.demands if d.kind == "verb")


def _never(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """A number that no headline shows counts something else."""
    return False


def _names_somebody(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    return bool(lead.found) and _has_deeds(question, lead)


def _tells_when(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    if _ASKS_WHEN.search(question.asked) is None:
        return True
    return _TIMED.search(lead.text) is not None and _has_deeds(question, lead)


_FORMS: dict[AnswerType, Callable[[Question, Unit, Sequence[Unit]], bool]] = {
    "reason": _gives_reason,
    "manner": _gives_means,
    "place": _gives_place,
    "person": _names_somebody,
    "list": _lists,
    "yes_no": settles,
    "condition": _tells_when,
    "date": _sole_measure,
    "number": _never,
    "amount": _sole_measure,
    "percent": _sole_measure,
    "duration": _sole_measure,
    "deadline": _sole_measure,
}
