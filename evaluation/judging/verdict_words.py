"""What a judge can say of each kind of item, and with which key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["fact", "name", "duty", "sentence", "qualifier"]
KINDS: tuple[Kind, ...] = ("fact", "name", "duty", "sentence", "qualifier")


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict or fault: its `name` in files, its `key`, what it `means` to the judge. `others`:
    further spellings that a file may have, in lower case."""

    name: str
    key: str
    means: str
    others: tuple[str, ...] = ()

    def spelled(self, text: str) -> bool:
        return text in (self.name, self.key, *self.others)


SKIP = Word("skip", "s", "cannot be judged", ("",))

_RIGHT = Word("right", "r", "says what its words say, nothing lost", ("true", "ok"))
_MISLEADING = Word("misleading", "m", "wrong, and a reader would act wrongly")

VERDICTS: Mapping[Kind, tuple[Word, ...]] = MappingProxyType(
    {
        "fact": (
            _RIGHT,
            Word("wrong", "w", "not what its words say, or something is lost", ("false",)),
            Word("trivial", "t", "true, and of no use to anybody"),
            _MISLEADING,
            SKIP,
        ),
        "name": (
            Word("good", "r", "the name of one thing, or a term, whole", ("right", "n", "true")),
            Word("generic", "g", "a word for anything of its sort"),
            Word("cut", "c", "a part of a name, or two in one", ("cut or joined",)),
            Word("junk", "j", "no name at all", ("wrong", "w")),
            SKIP,
        ),
        "duty": (
            Word("acceptable", "r", "the row can stand", ("right", "true", "accept", "a")),
            Word("wrong", "w", "the row cannot stand", ("false", "reject")),
            _MISLEADING,
            SKIP,
        ),
        "sentence": (
            Word("found", "r", "its main statement is shown, rightly", ("right", "f", "true")),
            Word("partly", "p", "shown, and something of it is missing"),
            Word("missing", "n", "not shown", ("not", "not found", "false")),
            Word("wrong", "w", "shown wrongly"),
            Word("skip", "s", "no clear statement in it", ("", "na", "none")),
        ),
        "qualifier": (
            Word("whole", "r", "shown whole, with what it qualifies", ("right", "ok", "true")),
            Word("bad", "w", "shown cut, or with something else", ("wrong", "cut")),
            Word("missing", "n", "not shown", ("not", "not found", "false")),
            Word("skip", "s", "no qualifier", ("", "na", "none")),
        ),
    }
)
"""Kind -> its verdicts; the first one is the good one, the last one is left out of every score."""

STRICTEST = ("misleading", "wrong", "bad", "junk", "missing", "cut", "generic", "partly", "trivial")
"""Of two verdicts that as many judges gave, the first of these counts."""

CUT_OBJECT = Word("cut object", "o", "the object or complement is cut", ("obj", "cut"))
FAULTS: tuple[Word, ...] = (
    CUT_OBJECT,
    Word("lost condition", "c", "a condition or restriction is lost", ("cond", "restriction")),
    Word("deadline", "d", "a deadline, limit or number is lost or wrong", ("dl", "number")),
    Word("subject", "b", "the subject is wrong", ("subj",)),
    Word("negation or modality", "n", "not, must, may or can is lost or wrong", ("neg", "mod")),
    Word("attachment", "a", "joined to the wrong word", ("attach", "parse")),
    Word("list", "l", "an item without what governs it, or items lost", ()),
    Word("garbage", "g", "no statement at all", ("junk",)),
    Word("other", "x", "something else: say it in the note", ()),
)
WRONG_KIND = Word("wrong kind", "k", "the name is good, what it is said to be is wrong", ("kind",))
_NAME_FAULTS = (WRONG_KIND, Word("none", "r", "and its kind is right or is Term", ("",)))


def faults_of(kind: Kind, verdict: str) -> tuple[Word, ...]:
    """What a judge is asked after `verdict`: the faults to choose from, or nothing."""
    if kind == "name":
        return _NAME_FAULTS if verdict == "good" else ()
    return FAULTS if verdict in ("wrong", "misleading", "partly", "bad") else ()


def verdict_named(kind: Kind, text: str) -> str | None:
    """The verdict that `text` spells for an item of `kind`; None where it is none."""
    wanted = text.strip().lower()
    return next((word.name for word in VERDICTS[kind] if word.spelled(wanted)), None)


def fault_named(text: str) -> str:
    """The fault that `text` spells; what is none of them is kept as it is written."""
    wanted = text.strip().lower()
    if not wanted or wanted == "none":
        return ""
    known = (*FAULTS, WRONG_KIND)
    return next((word.name for word in known if word.spelled(wanted)), wanted)


def is_good(kind: Kind, verdict: str) -> bool:
    return verdict == VERDICTS[kind][0].name
