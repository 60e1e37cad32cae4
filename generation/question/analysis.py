"""A question taken apart: the kind of answer, the key words, the names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from generation.question.answer_types import TIME_UNIT, TYPED, AnswerType, expected_answer
from generation.question.contractions import written_out
from generation.question.demands import Demand, demands
from generation.question.named_things import identifiers_in, names_in
from generation.question.periods import is_date
from graph.tokens import words

_TYPE_WORDS = frozenset(
    words(
        "how what which who whom whose when where why long soon quickly fast often many much time "
        "limit period deadline date day days hour hours week weeks month months year years minutes "
        "count counts mean means meant term short stand regarded considered named name person role "
        "must may need needs happen us one ones we someone anyone still rather want wants make "
        "makes let lets get gets"
    )
)
_MESSAGE = 40  # words; a longer text is a message with a question in it
_INTRODUCED = re.compile(r"^[^?]{0,80}\bquestion[^?:]{0,40}:\s+", re.IGNORECASE)
_REPLY = re.compile(r"(?:yes|no)\s*[.!]?$", re.IGNORECASE)
_SOON = re.compile(
    r"\bhow (?:soon|quickly|fast|promptly)\b|\bby when\b|\bhow long does it take\b|\bdeadline\b|"
    r"\bwithin (?:what|which|how)\b|\btime limit\b",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\bhow (?:long|many \w+)\b[^?]*\b(?:kept|keep|retain(?:ed)?|store[ds]?|lasts?|valid|"
    r"preserve\w*)\b",
    re.IGNORECASE,
)
_EXTREME = re.compile(
    r"\b(?:first(?! aid)|least(?<!at least)|fewest|highest|lowest|longest|shortest|largest|"
    r"smallest|biggest|heaviest|lightest|oldest|youngest|newest|earliest|latest|fastest|slowest|"
    r"greatest|cheapest|best|worst|total|combined|average|altogether|sum of)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bhow many (?P<what>(?:(?!(?:do|does|did|is|are|was|were|may|must|can|will|shall|should|has|"
    r"have|had|of|in|there|per|people)\b)[\w'’-]+\s*){1,4})",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\bwhat does (?:the (?:term|word) )?(?P<term>.+?) (?:mean|stand for)\b", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:was|were|did|had|used to)\b", re.IGNORECASE)
_UNITS = re.compile(rf"\b{TIME_UNIT}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. `asked` is its last sentence (the rest is setting); `words` are the
    index words without those that only say what kind of answer is wanted; `names` its capitalised
    names and identifiers as written; `units` the units of time it asks for, as stems; `told`: a
    case is told beside it in sentences of its own; `open_`: all questions of the text that are not
    answered in it, `asked` among them."""

    text: str
    asked: str
    expected: AnswerType
    words: tuple[str, ...]
    names: tuple[str, ...]
    units: frozenset[str]
    demands: tuple[Demand, ...] = ()
    told: bool = False
    open_: tuple[str, ...] = ()

    @property
    def present(self) -> bool:
        """Whether it asks what holds now: it names no past in its verb."""
        return _PAST.search(self.asked) is None

    @property
    def excluded(self) -> str:
        """The word in front of a length of time that cannot be meant: nothing is due "for" 3 years,
        and nothing is kept "within" 3 days."""
        if _SOON.search(self.asked):
            return "for"
        return "within" if _LASTING.search(self.asked) else ""

    @property
    def extreme(self) -> tuple[str, ...]:
        """Words that ask for the first of an order or for a sum ("heaviest", "total"): one
        statement answers that only where it says so itself."""
        return tuple(w for m in _EXTREME.finditer(self.asked) for w in words(m.group()))

    @property
    def counted(self) -> tuple[str, ...]:
        """Index words of what "how many" counts."""
        match = _COUNTED.search(self.asked)
        return tuple(words(match.group("what"))) if match else ()

    @property
    def term(self) -> frozenset[str]:
        """Index words of the term whose meaning is asked for; empty where none is singled out."""
        match = _TERM.search(self.asked)
        return frozenset(words(match.group("term"))) if match else frozenset()

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Its identifiers as written: "SOP-014", "164.308(a)(1)", "number 7"."""
        return identifiers_in(self.text)

    @property
    def relation(self) -> tuple[str, ...]:
        """The words that are no part of a name."""
        named = {word for name in self.names for word in words(name)}
        return tuple(word for word in self.words if word not in named)

    @property
    def typed(self) -> bool:
        return self.expected in TYPED


def analyse(text: str) -> Question:
    """Take `text` apart. Anything is accepted; an empty text has no words and type ``other``. Of a
    whole message only the question in it counts."""
    whole = written_out(" ".join(text.split()))
    asked = _asked(whole)
    told, left = whole != asked, open_questions(whole)
    if len(whole.split()) > _MESSAGE and 3 * len(asked.split()) < 2 * len(whole.split()):
        whole = asked
    expected = expected_answer(asked)
    kept = tuple(dict.fromkeys(word for word in words(whole) if word not in _TYPE_WORDS))
    units: frozenset[str] = frozenset()
    if expected == "duration":
        units = frozenset(w for match in _UNITS.finditer(asked) for w in words(match.group()))
    names = tuple(name for name in names_in(whole) if not is_date(name))
    return Question(whole, asked, expected, kept, names, units, demands(asked, names), told, left)


def open_questions(text: str) -> tuple[str, ...]:
    """The sentences of `text` that end with a question mark and are not answered there ("Is it
    heavy? No."), without what introduces them ("My question is:"), in order."""
    sentences = _sentences(text)
    found = [
        sentence
        for sentence, after in zip_longest(sentences, sentences[1:])
        if sentence.endswith("?") and not _REPLY.match(after or "")
    ]
    return tuple(_INTRODUCED.sub("", sentence, count=1) for sentence in found)


def _asked(text: str) -> str:
    """The last question of `text`; where it has none, its last sentence."""
    sentences = _sentences(text)
    asked = open_questions(text) or tuple(s for s in sentences if s.endswith("?"))
    if asked:
        return asked[-1]
    return sentences[-1] if sentences else text


def _sentences(text: str) -> list[str]:
    return [s for s in re.split(r"(?<=[^\W\d_]{2}[.?!])\s+(?=[A-Z\"“])", text) if s]
