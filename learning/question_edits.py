"""Questions narrowed to a case that a sentence states, states otherwise, or does not state."""

from __future__ import annotations

import re
from random import Random

from learning.edit_words import CASES, MONTHS, NAMES, OPPOSITE, OPPOSITE_WORD, any_of
from learning.sentence_edits import NUMBER, names_in, other_number, put, same_case
from learning.training_rows import AnswerPair, Group, Sentence

_VAGUE = frozenset(
    "with over under before after first last high low new long short early late left right lead "
    "follow public private".split()
)
_MONTH = any_of(MONTHS)
_QUESTION = re.compile(r"(who|what|when|where|how|which|why|is|are|do|does|did|can)\b", re.I)


def swapped(question: str, text: str, rng: Random) -> tuple[str, str] | None:
    """`question` with another value where it and `text` have the same one, so that `text` answers
    it no longer, and the kind of value; None where they share none."""
    ways: list[tuple[re.Match[str], str, str]] = []
    for place in NUMBER.finditer(question):
        if re.search(rf"\b{re.escape(place.group())}\b", text):
            ways.append((place, other_number(place.group(), rng), "number"))
    for place in OPPOSITE_WORD.finditer(question):
        word = place.group().lower()
        if word not in _VAGUE and re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            ways.append((place, same_case(place.group(), OPPOSITE[word]), "pair"))
    for at, name in names_in("x " + question):
        found = re.compile(re.escape(name)).search(question, max(0, at - 2))
        if found and name.lower() in text.lower():
            ways.append((found, rng.choice(NAMES), "name"))
    for place in _MONTH.finditer(question):
        if place.group() in text:
            other = rng.choice([month for month in MONTHS if month != place.group()])
            ways.append((place, other, "date"))
    if not ways:
        return None
    place, words, kind = rng.choice(ways)
    return put(question, place, words), kind


def narrowed(group: Group, sentence: Sentence, rng: Random) -> list[AnswerPair]:
    """The question of `group` narrowed to a case: beside `sentence` with the same case (answers),
    and with another one or none (does not)."""
    case, other = rng.sample(rng.choice(CASES), 2)
    question = _with_case(group.question, case, rng)
    if not question:
        return []
    where = rng.random()
    met = _placed(sentence, case, where)
    unmet = _placed(sentence, other, where) if rng.random() < 0.6 else sentence
    kinds = ("qualifier-met", "qualifier-absent" if unmet == sentence else "qualifier-other")
    return [
        AnswerPair(group.set, group.document, kind, question, text, answers)
        for kind, text, answers in zip(kinds, (met, unmet), (True, False), strict=True)
    ]


def _with_case(question: str, case: str, rng: Random) -> str:
    if not question.rstrip().endswith("?") and not _QUESTION.match(question):
        return ""
    base = question.rstrip().rstrip("?").rstrip()
    style = rng.random()
    if style < 0.7:
        return f"{base} {case}?"
    if style < 0.85 and not base[:2].isupper():
        return f"{case[:1].upper() + case[1:]}, {base[:1].lower() + base[1:]}?"
    return f"{base}, {case}?"


def _placed(sentence: Sentence, case: str, where: float) -> Sentence:
    """`sentence` with the case before it, at its end, or in the heading above it."""
    text, above = sentence.text, sentence.above
    if where < 0.45:
        rest = text[:1].lower() + text[1:] if text[1:2].islower() else text
        return Sentence(above, f"{case[:1].upper() + case[1:]}, {rest}")
    if where < 0.7:
        end = text[-1:] if text[-1:] in ".;!" else ""
        return Sentence(above, f"{text.removesuffix(end)} {case}{end}")
    core = re.sub(r"^(for|in|during|under|at) ", "", case)
    heading = core[:1].upper() + core[1:]
    return Sentence(f"{above} > {heading}" if above else heading, text)
