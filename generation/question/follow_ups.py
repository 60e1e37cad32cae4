"""A question that goes on from another one ("and for associates?", "who approves them?") as a whole
question. What is carried over from the former one is told; where no rule is sure what would be,
nothing is, and the question stays as it was typed.

The parse is spaCy's, of which only tags and dependencies are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.model import FollowUp
from graph.tokens import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parse = Callable[[str], "Doc"]

_LEAD = re.compile(r"^(?:(?:and|but|or|so|also|then|ok|okay)\b[,\s]*)+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:(?:what|how) about|what of|as for|regarding)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"^(?:if|unless|once|while|in case)\b", re.IGNORECASE)
_WAY = re.compile(
    r"^(?:(?:by|until|till|since|from|for|within|at|to|in|on|with)\s+)?"
    r"(?:why|when|where|who|whom|how(?:\s+(?:long|soon|often|quickly|far|fast))?|"
    r"(?:what|which)\s+[a-z]+)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:by|until|since|from|within)\s+)?"
    r"(?:why|when|where|whom|how(?:\s+(?:long|soon|often|quickly|far|fast))?)\s+",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|must|may|can|should|shall|will)\b", re.IGNORECASE
)
_EXPLETIVE = re.compile(
    r"\bit\b(?:\s+\w+){0,2}\s+(?:allowed|possible|necessary|required|permitted|enough|true|takes?)"
    r"\s+(?:to|that|for)\b|\bdoes it take\b",
    re.IGNORECASE,
)
_PLACES = frozenset({"in", "at", "on"})
_OF_SUBJECT = frozenset({"", "for", "about"})
_MOST_WORDS = 12  # of a new part; what is longer stands alone
_SINGULAR = frozenset({"it", "its", "he", "she", "him", "her", "his"})
_POINTING = frozenset({"this", "that", "such"})  # with a noun; alone they mean a whole statement
_PLURAL = frozenset({"they", "them", "their", "these", "those"})
_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "ROOT", "oprd"})


def follow_up(typed: str, former: str, parse: Parse, after: str = "") -> FollowUp:
    """`typed`, asked after the whole question `former`, made whole. `after` is the id of the
    answer to that one."""
    said = " ".join(typed.split())
    asking = _Asking(said, " ".join(former.split()).rstrip(" ?.!"), parse)
    for rule in (_clause, _way_of_asking, _one_part, _pronoun, _left_open):
        found = rule(asking)
        if found is not None:
            question, carried, in_place_of = found
            return FollowUp(said, _whole(question), carried, in_place_of, after)
    return FollowUp(said, said, "", "", after)


Found = tuple[str, str, str] | None
"""The whole question, what it carries over, and the former words that new ones stand in for."""


class _Asking:
    """The new question without what only leads over, and the former one, both parsed."""

    def __init__(self, said: str, former: str, parse: Parse) -> None:
        bare = _LEAD.sub("", said)
        self.rest = _ABOUT.sub("", bare).rstrip(" ?.!")
        self.led = self.rest != said.rstrip(" ?.!") or said.endswith("?")
        self.former = former
        self.new = parse(self.rest)
        self.parts = list(_parts(parse(f"{former}?")))
        self.verbs = [
            token
            for token in self.new
            if token.tag_ in ("VB", "VBZ", "VBP", "VBD", "MD") and token.dep_ != "amod"
        ]


@dataclass(frozen=True, slots=True)
class _Part:
    """A noun with what stands before it: offsets in the former question, the preposition before
    it and where that begins; `whole_end` is the end with what follows and belongs to it."""

    text: str
    start: int
    end: int
    before: str
    before_start: int
    role: str
    plural: bool
    whole: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset(words(self.text))

    @property
    def subject(self) -> bool:
        return self.role in ("nsubj", "nsubjpass")


def _parts(doc: Doc) -> Iterator[_Part]:
    for token in doc:
        if not _is_head(token):
            continue
        left = [t for t in token.lefts if not t.tag_.startswith("W")]
        if any(t.tag_.startswith("W") for t in token.lefts):
            continue  # "which records": asked for, not named
        first = min([token, *(u for t in left for u in t.subtree)], key=lambda t: t.i)
        case = token.head if token.dep_ == "pobj" and token.head.tag_ in ("IN", "TO") else None
        last = _last_of(token)
        yield _Part(
            doc.text[first.idx : token.idx + len(token.text)],
            first.idx,
            token.idx + len(token.text),
            "" if case is None else case.text.lower(),
            first.idx if case is None else case.idx,
            token.dep_,
            token.tag_ in ("NNS", "NNPS"),
            doc.text[first.idx : last.idx + len(last.text)],
        )


def _is_head(token: Token) -> bool:
    return token.tag_.startswith(("NN", "CD")) and token.dep_ in _ROLES


def _last_of(token: Token) -> Token:
    """The last word of the prepositional phrases that belong to the noun `token`."""
    last = token
    for child in token.rights:
        if child.dep_ == "prep":
            last = max(child.subtree, key=lambda t: t.i)
    return last


def _clause(asking: _Asking) -> Found:
    """ "and if it is late?": a condition of the former question."""
    if not (asking.led and _CLAUSE.match(asking.rest)):
        return None
    return f"{asking.former} {asking.rest}", f"{asking.former} …", ""


def _way_of_asking(asking: _Asking) -> Found:
    """ "By whom?", "Since when?": the former question asked in another way."""
    if not _WAY.match(asking.rest):
        return None
    opening = _OPENING.match(asking.former)
    if opening is not None:
        left = asking.former[opening.end() :]
    elif _INVERTED.match(asking.former):
        left = asking.former[:1].lower() + asking.former[1:]
    else:
        return None
    passive = any(part.role == "nsubjpass" for part in asking.parts)
    way = asking.rest
    if way.lower() == "who":
        if not passive:
            return None
        way = "by whom"
    return f"{way} {left}", f"… {left}", opening.group().strip() if opening else ""


def _one_part(asking: _Asking) -> Found:
    """ "and for associates?": a new part in the place of one of the former question, or behind
    it."""
    rest = asking.rest
    if asking.verbs or any(token.tag_.startswith("W") for token in asking.new):
        return None
    if not asking.led or len(rest.split()) > _MOST_WORDS:
        return None
    if not any(token.tag_.startswith(("NN", "CD")) for token in asking.new):
        return None
    first = asking.new[0]
    before = first.text.lower() if first.tag_ in ("IN", "TO") else ""
    new = rest[len(first.text) :].strip() if before else rest
    part = _replaced(asking.parts, before, new)
    if part is None:
        return f"{asking.former} {rest}", f"{asking.former} …", ""
    same = bool(part.before) and bool(before) and before not in ("about",)
    start = part.before_start if same else part.start
    put = rest if same else new
    former = asking.former
    carried = f"{former[:start]}… {former[part.end :].lstrip()}".strip()
    return f"{former[:start]}{put}{former[part.end :]}", carried, former[start : part.end]


def _replaced(parts: list[_Part], before: str, new: str) -> _Part | None:
    """The part that `new` stands in for: one that shares a word with it, stands behind the same
    preposition, or is the subject (without one, the object)."""
    own = frozenset(words(new))
    if new.isdecimal():
        return next((part for part in parts if part.text.isdecimal()), None)
    group = _PLACES if before in _PLACES else frozenset({before})
    alike = [part for part in parts if part.words & own and part.words != own]
    placed = [part for part in parts if before and part.before in group]
    if before not in _OF_SUBJECT:
        return next(iter(placed), None)
    subjects = [part for part in parts if part.subject]
    others = [part for part in parts if part.role in ("dobj", "attr")]
    return next(iter((*alike, *placed, *subjects, *others)), None)


def _pronoun(asking: _Asking) -> Found:
    """ "Who approves them?": what the pronoun, or "these files", means."""
    if _EXPLETIVE.search(asking.rest):
        return None
    for token in asking.new:
        named = token.text.lower()
        plural = named in _PLURAL
        if not (plural or named in _SINGULAR | _POINTING):
            continue
        head = token.head if token.dep_ in ("det", "amod", "predet") else None
        if head is None and (named in _POINTING or token.tag_ not in ("PRP", "PRP$", "DT")):
            continue
        if head is None and _means_own(asking.new, token, plural):
            continue
        part = _meant(asking.parts, plural, head)
        if part is not None:
            return _with_noun(asking.rest, token, head, part), part.whole, ""
    return None


def _means_own(new: Doc, token: Token, plural: bool) -> bool:
    """Whether a noun of the same number stands before the pronoun in its own question."""
    return any(
        _is_head(other) and (other.tag_ in ("NNS", "NNPS")) == plural for other in new[: token.i]
    )


def _meant(parts: list[_Part], plural: bool, head: Token | None) -> _Part | None:
    if head is not None:
        own = frozenset(words(head.text))
        return next((part for part in parts if part.words & own), None)
    ranked = sorted(parts, key=lambda part: (part.plural != plural, not part.subject))
    return ranked[0] if ranked else None


def _with_noun(rest: str, token: Token, head: Token | None, part: _Part) -> str:
    end = token.idx + len(token.text) if head is None else head.idx + len(head.text)
    put = part.whole
    if token.tag_ == "PRP$":
        put += "’" if put.endswith("s") else "’s"
    return f"{rest[: token.idx]}{put}{rest[end:]}"


def _left_open(asking: _Asking) -> Found:
    """ "Who approves?": a question without a noun of its own, about the former subject."""
    nouns = [t for t in asking.new if t.tag_.startswith(("NN", "PRP", "CD"))]
    subject = next((part for part in asking.parts if part.subject), None)
    subject = subject or next(iter(asking.parts), None)
    if not asking.verbs or nouns or subject is None or not asking.new[0].tag_.startswith("W"):
        return None
    active = not any(token.dep_ in ("auxpass", "nsubjpass") for token in asking.new)
    about = "" if active else "about "
    return f"{asking.rest} {about}{subject.whole}", subject.whole, ""


def _whole(question: str) -> str:
    """With a capital letter and a question mark."""
    squeezed = " ".join(question.split())
    return f"{squeezed[:1].upper()}{squeezed[1:].rstrip(' ?.!')}?"
