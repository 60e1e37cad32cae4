"""A question that compares ("How does A differ from B?", "Compare the duties of A and of B"), taken
apart into its sides, each with a question of its own.

Rules over words say whether a question compares at all; only then its parse is read, to give each
side the words that it shares with the others ("civil and criminal penalties").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generation.comparison.shared_phrase import ASPECTS, PREPOSITIONS, Phrase, phrases, singular
from graph.tokens import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parse = Callable[[str], "Doc"]

MOST_SIDES = 4
_MOST_WORDS = 40  # of a question; a longer text is a message that mentions a comparison
_POLITE = re.compile(
    r"^(?:(?:please|kindly|now|and|so|then|(?:can|could|would|will) you|tell me|explain(?: to me)?|"
    r"describe|show me|outline|list|give me|i (?:want|would like|need) to (?:know|understand))"
    r"(?:\s+about)?[,:]?\s+)+",
    re.IGNORECASE,
)
_ASPECT = re.compile(
    r",?\s+(?:in terms of|with (?:regard|respect) to|regarding|concerning|as regards|"
    r"when it comes to|as to|on the subject of)\s+(?P<aspect>.+)$",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"^what\s+(?=the\s+(?:differences?|distinctions?)\b)", re.IGNORECASE)
_BE = r"(?:is|are|was|were)"
_DO = r"(?:do|does|did)"
_UNLIKE = r"(?:differences?|distinctions?|contrasts?)"
_ALIKE = r"(?:similarities|similarity|parallels?)"
_FRAMES = tuple(
    re.compile(rule, re.IGNORECASE)
    for rule in (
        rf"^(?:(?:what|which)(?:['’]s|\s+{_BE})\s+)?(?:the\s+|some\s+)?"
        rf"(?:(?:main|key|major|basic|chief|essential|important|precise|exact)\s+)?"
        rf"(?:{_UNLIKE}|{_ALIKE}|{_UNLIKE} and {_ALIKE}|{_ALIKE} and {_UNLIKE})"
        rf"(?:\s+(?:in|of)\s+(?P<aspect>[^?]+?))?\s+between\s+(?P<both>.+)$",
        rf"^what\s+{_UNLIKE}\s+{_BE}\s+there(?:\s+in\s+(?P<aspect>[^?]+?))?\s+between\s+(?P<both>.+)$",
        rf"^(?:how|in (?:what|which) (?:ways?|respects?))\s+{_DO}\s+(?P<aspect>[^?]+?)\s+"
        r"(?:differ|vary|compare)\s+between\s+(?P<both>.+)$",
        rf"^(?:how|in (?:what|which) (?:ways?|respects?))\s+{_DO}\s+(?P<one>.+?)\s+"
        r"(?:differ\s+from|compare\s+(?:with|to|against))\s+(?P<other>.+)$",
        rf"^(?:how|in (?:what|which) (?:ways?|respects?))\s+{_BE}\s+(?P<one>.+?)\s+"
        r"(?:any\s+)?(?:different\s+(?:from|to|than)|distinguished\s+from)\s+(?P<other>.+)$",
        rf"^(?:how|in (?:what|which) (?:ways?|respects?))\s+{_DO}\s+(?P<both>.+?\s+and\s+.+?)\s+"
        r"(?:differ|compare)(?:\s+(?:in|on|as to|by)\s+(?P<aspect>.+))?$",
        rf"^(?:how|in (?:what|which) (?:ways?|respects?))\s+{_BE}\s+(?P<both>.+?\s+and\s+.+?)\s+"
        r"(?:different|distinguished|alike|similar)(?:\s+in\s+(?P<aspect>.+))?$",
        r"^what\s+(?:distinguishes|differentiates|sets)\s+(?P<one>.+?)\s+(?:apart\s+)?from\s+"
        r"(?P<other>.+)$",
        rf"^what\s+{_DO}\s+(?P<both>.+?\s+and\s+.+?)\s+have\s+in\s+common$",
        r"^(?:compare|contrast|compare and contrast)\s+(?P<both>.+)$",
        r"^(?:a\s+|the\s+)?comparison\s+(?:of|between)\s+(?P<both>.+)$",
    )
)
_EACH_OTHER = re.compile(
    r"\s+(?:from|with|to|against)\s+(?:each other|one another)$", re.IGNORECASE
)
_ANY_OTHER = re.compile(
    r"(?:the\s+)?(?:others?|rest|alternatives?|(?:any|other|all other|similar|previous|earlier)\s+"
    r"\w+(?:\s+\w+)?|each other|one another|it|them|this|that|these|those)$",
    re.IGNORECASE,
)
"""What names no side."""
_LEFT_HANGING = re.compile(
    r"\b(?:called|named|known|recorded|recognised|recognized|treated|used|calculated|measured|"
    r"disclosed|paid|due|for|as|to|in|by|of|with|at|on|about)$",
    re.IGNORECASE,
)
_TO_COMPARE = re.compile(r"\s+(?:with|against|versus|vs\.?)\s+", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_WH = re.compile(
    r"^(?P<wh>how (?:long|often|soon|quickly|much|many \w+|far)|when|where|who|what|which \w+)\s+"
    r"(?P<both>.+?)\s+(?P<verb>is|are|was|were|must|may|can|should|shall|has|have)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_WH_ASPECT = re.compile(
    r"^(?P<wh>how (?:long|often|soon|quickly|much|many \w+|far)|when|where|who|what|which \w+)\s+"
    r"(?:they|it)\s+(?P<verb>is|are|was|were|must|may|can|should|shall|has|have)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"^(?:their|its|the)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. `name` as a card writes it; `question`, what is asked for it by
    itself, and `otherwise`, where that has no answer (empty: nothing); `own`, the words that set it
    apart from the other sides, `shared` those that it has in common with them, `others` those that
    set another one apart, all in the singular; `thing`: what it is about in the end, in order."""

    name: str
    question: str
    own: tuple[str, ...]
    shared: tuple[str, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()
    thing: tuple[str, ...] = ()
    otherwise: str = ""

    def is_named_in(self, text: str, above: str = "") -> bool:
        """Whether `text`, below the headings `above`, speaks of this side. What names another side
        and not this one speaks of that one, whatever stands above it."""
        inner, outer = _Held(text), _Held(f"{text}\n{above}")
        if not self.own:
            apart = not any(inner.holds_all(other) for other in self.others if other)
            return apart and outer.holds_all(self.shared)
        if not outer.holds_most(self.own):
            return False
        strange = any(inner.holds_all(other) for other in self.others if other)
        return inner.holds_most(self.own) or not strange

    def is_treated_in(self, text: str, above: str = "") -> bool:
        """Whether it is named there as it is called ("parental leave"; not the leave of parents),
        not as what is lacking, with most of what the sides have in common; what is asked of them
        ("the duties of") may be worded otherwise."""
        held = _Held(f"{text}\n{above}")
        common = tuple(word for word in self.shared if not set(words(word)) & ASPECTS)
        called = all(held.holds_all((pair,)) for pair in self._pairs())
        lacking = any(_Held(text).holds_all((f"without {pair}",)) for pair in self._pairs())
        return self.is_named_in(text, above) and called and not lacking and held.holds_most(common)

    def _pairs(self) -> list[str]:
        """Each of its own words in what it is about, with the next word."""
        return [
            f"{word} {after}"
            for word, after in pairwise(self.thing)
            if word in self.own and words(after)
        ]


class _Held:
    """The words of a text in the singular, to be asked for those of a side."""

    def __init__(self, text: str) -> None:
        found = map(singular, re.findall(r"\w+(?:['’]s)?", text))
        self._text = f" {' '.join(found)} "

    def holds_all(self, wanted: tuple[str, ...]) -> bool:
        return all(f" {word} " in self._text for word in wanted)

    def holds_most(self, wanted: tuple[str, ...]) -> bool:
        return 3 * sum(f" {word} " in self._text for word in wanted) >= 2 * len(wanted)


def compares(question: str) -> bool:
    """Whether the words of `question` ask for a comparison; its sides may still turn out to be
    none."""
    return _frame(_bare(question)) is not None


def compared_sides(question: str, parse: Parse) -> tuple[Side, ...]:
    """The sides of the comparison that `question` asks for, in its order; empty where it asks for
    none, or where no rule is sure what is compared."""
    bare = _bare(question)
    found = _frame(bare)
    if found is None:
        return ()
    match, aspect = found
    groups = match.groupdict()
    both = groups.get("both")
    asked = _WH.match(both) if both else None
    if asked is not None:
        parts = _split(asked["both"], bare, parse)
        named = phrases(parts, bare, parse)
        questions = [f"{asked['wh']} {asked['verb']} {p.text} {asked['rest']}?" for p in named]
    else:
        parts = _split(both, bare, parse) if both else [groups["one"], groups["other"]]
        named = phrases(parts, bare, parse, joined=bool(both))
        questions = [_question(phrase, aspect) for phrase in named]
    if not 2 <= len(named) <= MOST_SIDES or any(_ANY_OTHER.match(p.name) for p in named):
        return ()
    plain = not aspect and asked is None
    return _sides(named, questions, [_meaning(one) if plain else "" for one in named])


def _bare(question: str) -> str:
    """The question without politeness and marks; empty where it is a whole message."""
    squeezed = " ".join(question.split()).rstrip(" ?.!")
    if len(squeezed.split()) > _MOST_WORDS or re.search(r"[.?!]\s+[A-Z]", squeezed):
        return ""
    bare = _EACH_OTHER.sub("", _POLITE.sub("", squeezed))
    return re.sub(
        r"^what\s+(?=the\s+(?:differences?|distinctions?)\b)", "what is ", bare, flags=re.I
    )


def _frame(bare: str) -> tuple[re.Match[str], str] | None:
    """The frame that `bare` fits, and in what the sides are compared, where it says that."""
    tail = _ASPECT.search(bare)
    said = bare[: tail.start()] if tail else bare
    for frame in _FRAMES:
        match = frame.match(said)
        if match is None:
            continue
        groups = match.groupdict()
        last = groups.get("both") or groups.get("other") or ""
        if _LEFT_HANGING.search(last):
            return None  # "what is the difference between A and B called?"
        aspect = tail["aspect"] if tail else groups.get("aspect") or ""
        return match, aspect.strip()
    return None


def _split(both: str, bare: str, parse: Parse) -> list[str]:
    """The parts of "A and B", "A, B and C", "A with B"; itself where nothing parts it."""
    if "," in both:
        parts = [part for part in _COMMA.split(both) if part]
        if len(parts) > 2 and all(len(part.split()) <= 8 for part in parts):
            return parts
    if compared := _TO_COMPARE.split(both, maxsplit=1)[1:]:
        return [_TO_COMPARE.split(both, maxsplit=1)[0], *compared]
    places = [(m.start(), m.end()) for m in _AND.finditer(both)]
    if not places and bare.casefold().startswith(("compar", "contrast")):
        places = [(m.start(), m.end()) for m in _TO.finditer(both)]
    if not places:
        return [both]
    start, end = max(places, key=lambda at: _alike(both[: at[0]], both[at[1] :]))
    return [both[:start], both[end:]]


def _alike(one: str, other: str) -> float:
    """How much two parts are built alike: by their first and last words and their length."""
    left, right = one.casefold().split(), other.casefold().split()
    if not set(right) & PREPOSITIONS:  # what stands before the last one of the left is shared
        left = left[max((i + 1 for i, w in enumerate(left) if w in PREPOSITIONS), default=0) :]
    if not left or not right:
        return float("-inf")
    same = (left[:1] == right[:1]) + 2 * (words(left[-1]) == words(right[-1]))
    of = sum(word in right for word in left if word in PREPOSITIONS)
    return same + of - abs(len(left) - len(right)) / 10


def _question(phrase: Phrase, aspect: str) -> str:
    if not aspect:
        return f"What {'are' if phrase.plural else 'is'} {phrase.text}?"
    asked = _WH_ASPECT.match(aspect)
    if asked is not None:
        return f"{asked['wh'].capitalize()} {asked['verb']} {phrase.text} {asked['rest']}?"
    named = _OF_THEM.sub("", aspect)
    several = named.endswith("s") and not named.endswith("ss")
    return f"What {'are' if several else 'is'} the {named} of {phrase.text}?"


def _meaning(phrase: Phrase) -> str:
    """The question what the phrase means, where it is one thing and nothing is asked of it."""
    plain = not set(phrase.text.casefold().split()) & PREPOSITIONS
    return f"What does {phrase.name} mean?" if plain else ""


def _sides(named: list[Phrase], questions: list[str], otherwise: list[str]) -> tuple[Side, ...]:
    held = [phrase.words for phrase in named]
    common = [word for word in held[0] if all(word in other for other in held)]
    own = [tuple(word for word in one if word not in common) for one in held]
    if len(set(own)) < len(own) or any(all(w.isdecimal() for w in one) for one in own if one):
        return ()
    return tuple(
        Side(
            name=phrase.name,
            question=f"{question[:1].upper()}{question[1:]}",
            own=own[at],
            shared=tuple(common),
            others=tuple(other for i, other in enumerate(own) if i != at),
            thing=phrase.thing,
            otherwise=otherwise[at],
        )
        for at, (phrase, question) in enumerate(zip(named, questions, strict=True))
    )
