"""Questions that a whole list answers ("How many members does the committee have?", "Who are the
trustees?"), and whether the line above a list says just what such a question asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generation.computing.folded_words import Word, folded_words
from generation.computing.table_reading import is_negated
from graph.number_words import NUMBER_WORDS

Side = Literal["subject", "object", ""]
"""What the things listed are to the verb of a question or a line; empty where it has none but "be"
and "have"."""

_COUNT = re.compile(r"\bhow many\b|\b(?:what is|give|tell me|state) the (?:total )?number of\b")
_NAMED = re.compile(
    r"^(?:what|who|which) are(?: all)? (?:the|its|their)\b|^(?:which|what)\b(?! (?:is|are|of)\b)|"
    r"^(?:please )?(?:list|name|give|show|tell)(?: me)?(?: all| each)?(?: of)? the\b"
)
# Joins the words of a question or a line; whatever else stands there must stand in both.
_JOINING = frozenset(
    "a an the of in on at for with and as is are be been being has have do does there it its their "
    "they this that these those which what who whom how many all each here so our your we you i me "
    "please total number give tell state show name named names listed list lists following follows "
    "follow below consist consists consisting comprise comprises comprising composed made make "
    "makes up set out belong belongs belonging contain contains".split()
)
_OF_A_QUESTION = frozenset("include includes involve involves take takes sit sits exist".split())
_PROCEDURES = frozenset("procedure process instruction instructions steps".split())
STEPS = frozenset(("step", "steps"))
_PROCEED = frozenset("proceed carry perform complete take order sequence steps step to".split())
_PLAIN = frozenset(
    "has have consist consists comprise comprises is are composed made contain".split()
)
_POINTING = frozenset(("following", "these", "below"))
_MODAL = frozenset("must may shall should can will".split())
_PREPOSITIONS = frozenset("of in on at for to with from by".split())
_PEOPLE = frozenset("people staff personnel criteria children men women".split())
_BEFORE_NOUN = frozenset("the a an this its their it they we you".split())
_ENDS_NAME = _MODAL | frozenset(
    "of is are has have that who which for in on at to by with from "
    "make do does follow follows consist comprise belong sit".split()
)
_NARROWED = re.compile(
    r"\b(?:former|previous(?:ly)?|past|examples?|samples?|templates?|drafts?|superseded|withdrawn|"
    r"archived?|obsolete|proposed|planned|until|before|model)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LIMITED = re.compile(
    r"\b(?:or|than|least|most|more|fewer|less|different|average|per|every|other|another|new|else|"
    r"highest|lowest|first|last|latest|longest|times|any|some)\b|[;,:]"
)
_MODIFIERS = 3  # words between "the following" and what is listed


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """`words` of the question behind its form; `asked`: those of the noun phrase that names what
    is listed; `counted`: how many are asked for, not which; `side`: see `Side`."""

    words: tuple[Word, ...]
    asked: tuple[Word, ...]
    counted: bool
    side: Side

    @property
    def number(self) -> int | None:
        """How many there are, as the question says: "which three committees"."""
        said = [NUMBER_WORDS.get(w.text) for w in self.asked[:1]]
        return said[0] if said else None


def list_question(question: str) -> ListQuestion | None:
    """What `question` asks of a list; None where it asks for something else, or for more than all
    of its items ("how many more", "at least", "or", "not")."""
    plain = " ".join(question.split()).casefold().rstrip("?. ")
    count, named = _COUNT.search(plain), _NAMED.search(plain)
    found = count or named
    if found is None or is_negated(question) or _LIMITED.search(plain):
        return None
    before, after = folded_words(plain[: found.start()]), folded_words(plain[found.end() :])
    asked = _noun_phrase(after)
    if not asked:
        return None
    return ListQuestion((*before, *after), asked, count is not None, _side_asked(after, asked))


def _noun_phrase(words: Sequence[Word]) -> tuple[Word, ...]:
    found: list[Word] = []
    for word in words:
        if word.text in _ENDS_NAME or (found and word.text in _JOINING):
            break
        if word.text not in ("the", "all", "a", "an"):
            found.append(word)
    return tuple(found)


def _side_asked(after: Sequence[Word], asked: Sequence[Word]) -> Side:
    """Whether the things asked for do what the verb says, or have it done to them by another."""
    rest = [w.text for w in after if w.start >= asked[-1].end]
    if {"do", "does"} & set(rest[:2]):
        return "object"
    if rest[:1] and rest[0] in _MODAL and rest[1:2] and rest[1] in _BEFORE_NOUN:
        return "object"  # "which committees may the council dissolve"
    if _MODAL & set(rest):
        return "subject"
    said = rest[:1] in (["is"], ["are"]) and rest[1:2] != ["there"]
    left = [text for text in rest if text not in _JOINING]
    return "subject" if said and rest[1:2] == left[:1] and left else ""


def answers(
    asked: ListQuestion,
    lead: str,
    headings: Sequence[str],
    title: str,
    *,
    numbered: bool,
    headed: bool,
) -> bool:
    """Whether the line (or heading) `lead` of a list says just what is asked for: what it lists is
    what the question names, and neither says anything that the other, or what stands above, does
    not."""
    words = folded_words(lead)
    around = [word for text in (*headings, title) for word in folded_words(text)]
    steps = numbered and asked.asked[-1].text in STEPS
    if is_negated(lead) or _narrowed(asked, (lead, *headings)):
        return False
    proceeds = steps and _is_procedure(words, around, headed=headed)
    if not proceeds and not _lists(words, asked):
        return False
    known = {w.stem for w in (*words, *around)} | ({asked.asked[-1].stem} if proceeds else set())
    spoken = {w.stem for w in (*asked.words, *around)}
    free = _PROCEED | _PROCEDURES if proceeds else frozenset[str]()
    if _strange(asked.words, known, _OF_A_QUESTION) or _strange(words, spoken, free, numbers=True):
        return False
    side = _side_of(words, asked)
    return side == "subject" if asked.side == "subject" else not (asked.side and side == "subject")


def _strange(
    words: Iterable[Word], known: set[str], free: frozenset[str], *, numbers: bool = False
) -> bool:
    """Whether one of `words` narrows what is said, and is not `known`."""
    return any(
        word.text not in _JOINING
        and word.text not in free
        and word.stem not in known
        and not (numbers and (word.text in NUMBER_WORDS or word.text.isdigit()))
        for word in words
    )


def _narrowed(asked: ListQuestion, said: Iterable[str]) -> bool:
    """Whether what stands above names a time or a draft that the question does not."""
    known = {word.text for word in asked.words}
    found = [
        m.group().casefold() for text in said for p in (_NARROWED, _YEAR) for m in p.finditer(text)
    ]
    return any(word not in known for word in found)


def _is_procedure(words: Sequence[Word], around: Sequence[Word], *, headed: bool) -> bool:
    """Whether numbered items below are steps: the line says so, or the heading above it does and it
    says no more than "Proceed as follows"."""
    texts = {word.text for word in words}
    if texts & _PROCEDURES:
        return True
    plain = texts <= _PROCEED | _JOINING
    return not headed and plain and bool({word.text for word in around} & _PROCEDURES)


def _lists(words: Sequence[Word], asked: ListQuestion) -> bool:
    """Whether what is listed below `words` is what is asked for, and several of them: below
    "Technical interview" stands what belongs to one."""
    head = asked.asked[-1].stem
    return any(words[i].stem == head and _is_plural(words[i].text) for i in _listed(words))


def _is_plural(text: str) -> bool:
    return text in _PEOPLE or (text.endswith("s") and not text.endswith(("ss", "us", "is")))


def _listed(words: Sequence[Word]) -> Iterable[int]:
    """Positions of the words that may name what is listed: behind "the following" or a number, at
    the end behind "has" or "consists of", or the first noun."""
    for index, word in enumerate(words):
        if word.text in _POINTING or word.text in NUMBER_WORDS or word.text.isdigit():
            be = words[index + 1 : index + 2] and words[index + 1].text in ("are", "is")
            phrase = _phrase_end(words, index + 2 if be else index + 1)
            if phrase is not None and phrase - index <= _MODIFIERS + bool(be):
                yield phrase
    if any(word.text in _PLAIN for word in words[:-1]) and words[-1].text not in _PLAIN:
        yield len(words) - 1
    first = _phrase_end(words, 0)
    if first is not None:
        yield first


def _phrase_end(words: Sequence[Word], start: int) -> int | None:
    """The last word of the noun phrase that begins at `start`."""
    end = None
    for index in range(start, len(words)):
        text = words[index].text
        if text in _ENDS_NAME:
            break
        if text not in ("the", "a", "an", "all", *_POINTING) and text not in NUMBER_WORDS:
            end = index
    return end


def _side_of(words: Sequence[Word], asked: ListQuestion) -> Side:
    """What the things listed are to the verb of the line."""
    head = asked.asked[-1].stem
    places = [i for i in _listed(words) if words[i].stem == head]
    rest = [w.text for w in words[max(places) + 1 :]] if places else []
    if rest[:1] and rest[0] in _PREPOSITIONS:
        return ""
    return "subject" if any(text not in _JOINING for text in rest) else "object"
