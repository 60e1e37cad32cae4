"""Fictional documents with the facts that they state, and faults planted into those facts.

A line of tests/fixtures/annotated/NAME.txt is a sentence with its parts in brackets, then its
predicate, its modality (none where nothing stands) and "not" where it denies:

    [s The nurse] [v must not restart] [o the pump] [place in room 4]. => restart; must; not
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "fixtures" / "annotated"
_PART = re.compile(r"\[(\w+) ([^\]]*)\]")
BOUNDING = ("condition", "exception", "deadline", "frequency", "limit", "restriction", "amount")
_SWAPPED = {
    "condition": "exception", "exception": "condition", "deadline": "frequency",
    "frequency": "deadline", "limit": "frequency",
}  # fmt: skip
_OTHER_VERBS = ("destroy", "publish", "ignore", "translate")

Fact = dict[str, Any]


@dataclass(frozen=True)
class Annotated:
    """A document: its text, and its facts in the form in which a model proposes them."""

    name: str
    text: str
    facts: tuple[Fact, ...]


def annotated(name: str) -> Annotated:
    """The document NAME of tests/fixtures/annotated."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    text: list[str] = []
    facts: list[Fact] = []
    for line in lines:
        if line and not line.startswith("#"):
            facts.append(_fact(line))
            line = facts[-1]["quote"]
        text.append(line)
    return Annotated(name, "\n".join(text).replace(".\n", ".\n\n") + "\n", tuple(facts))


def false_facts(name: str) -> list[tuple[str, Fact]]:
    """(fault, false fact) of the lines of NAME.txt, which begin with the fault: ``FAULT | …``; the
    parts in brackets are what somebody might take the sentence to say."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    parted = [line.partition(" | ") for line in lines if " | " in line]
    return [(fault, _fact(marked)) for fault, _, marked in parted]


def _fact(line: str) -> Fact:
    marked, _, said = line.partition(" => ")
    predicate, *more = (part.strip() for part in said.split(";"))
    parts = _PART.findall(marked)
    one = {kind: words for kind, words in parts if kind in "svo"}
    return {
        "quote": _PART.sub(r"\2", marked),
        "subject": one["s"],
        "verb": one["v"],
        "predicate": predicate,
        "object": one.get("o", ""),
        "modality": next((word for word in more if word != "not"), "none"),
        "negated": "not" in more,
        "qualifiers": [{"kind": k, "words": w} for k, w in parts if k not in "svo"],
    }


# --- planted faults ------------------------------------------------------------------------------


def planted(facts: tuple[Fact, ...]) -> Iterator[tuple[str, Fact]]:
    """(fault, false fact) for every fault that can be planted into each of `facts`."""
    for number, fact in enumerate(facts):
        before = facts[number - 1]
        for fault, false in (
            *_of_sense(number, fact),
            *_of_parts(fact, before),
            *_of_words(number, fact),
        ):
            if false != fact:
                yield fault, false


def _of_sense(number: int, fact: Fact) -> Iterator[tuple[str, Fact]]:
    verb = fact["verb"]
    bare = re.sub(r"\b(?:not|cannot) ?", "", verb)
    if fact["negated"]:
        yield "negation lost", fact | {"negated": False}
        if bare != verb:
            yield "negation lost with its word", fact | {"negated": False, "verb": bare.split()[-1]}
    else:
        yield "negation added", fact | {"negated": True}
    other = {"must": "may", "may": "must", "should": "must", "can": "must", "will": "may"}
    yield "modality", fact | {"modality": other.get(fact["modality"], "must")}
    yield "predicate", fact | {"predicate": _OTHER_VERBS[number % len(_OTHER_VERBS)]}


def _of_parts(fact: Fact, before: Fact) -> Iterator[tuple[str, Fact]]:
    if fact["object"]:
        swapped = {"subject": fact["object"], "object": fact["subject"]}
        yield "roles swapped", fact | swapped
        yield "object lost", fact | {"object": ""}
    yield "subject of another sentence", fact | {"subject": before["subject"]}
    if before["object"]:
        yield "object of another sentence", fact | {"object": before["object"]}
    for at, one in enumerate(fact["qualifiers"]):
        rest = [q for i, q in enumerate(fact["qualifiers"]) if i != at]
        if one["kind"] in BOUNDING:
            yield f"{one['kind']} lost", fact | {"qualifiers": rest}
        if one["kind"] in _SWAPPED:
            kinds = [*rest, {"kind": _SWAPPED[one["kind"]], "words": one["words"]}]
            yield "kind of qualifier", fact | {"qualifiers": kinds}
        noun = one["words"].split(" ", 1)[-1]
        if fact["object"] and noun != fact["object"]:
            yield "object out of a qualifier", fact | {"object": noun, "qualifiers": rest}
        yield "subject out of a qualifier", fact | {"subject": noun, "qualifiers": rest}


def _of_words(number: int, fact: Fact) -> Iterator[tuple[str, Fact]]:
    words = fact["object"].split()
    if len(words) > 2:
        yield "object cut", fact | {"object": " ".join(words[:-1])}
    yield "quote not there", fact | {"quote": f"{fact['quote'][:-1]} without exception."}
    figure = re.search(r"\d{2,}", fact["quote"])
    if figure:
        cut = figure.group()[1:]
        changed = [
            q | {"words": q["words"].replace(figure.group(), cut)} for q in fact["qualifiers"]
        ]
        obj = fact["object"].replace(figure.group(), cut)
        yield "figure cut", fact | {"qualifiers": changed, "object": obj}
    yield "word changed", fact | {"subject": f"{fact['subject']} or the deputy"}


def drawn(faults: list[tuple[str, Fact]], count: int) -> list[tuple[str, Fact]]:
    """`count` of `faults`, as evenly over the kinds as they go, spread over the documents."""
    by_kind: dict[str, list[Fact]] = {}
    for kind, fact in faults:
        by_kind.setdefault(kind, []).append(fact)
    found: list[tuple[str, Fact]] = []
    turn = 0
    while len(found) < count:
        for kind in sorted(by_kind):
            # a stride that is prime to most lengths spreads the choice over the texts
            members = by_kind[kind]
            if turn < len(members) and len(found) < count:
                found.append((kind, members[(turn * 7) % len(members)]))
        turn += 1
    return found
