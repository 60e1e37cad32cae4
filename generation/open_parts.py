"""What of a question no line of a card speaks of, in the question's own phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generation.checks.met_parts import parts_met
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.demands import VERBS, Demand
from generation.question.parts import asked_parts
from graph.tokens import STOP_WORDS, words

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_BEFORE = re.compile(
    r"\b(?:for|in|under|with|without|during|after|before|from|at|by|on|against|between|outside|"
    r"inside|within|while|to|of)\s+(?:(?:an?|the|my|our|your|their|its|his|her)\s+)?$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\s*(?:,|,?\s+(?:and|or))?\s*(?:(?:of|to|in|on|from|an?|the|for|other)\s+){0,3}\s*", re.I
)
_LINKING = frozenset("of and the for in on de".split())
_AUXILIARIES = frozenset(
    "may must can could shall should will would might do does did is are was were has have had "
    "need needs upon".split()
)
_BEHIND = 2  # words that a modifier is followed by
_LONGEST = 10  # words of a phrase


def open_parts(evidence: Evidence, shown: Sequence[Unit]) -> tuple[str, ...]:
    """The parts of a question of several that no unit of `shown` (best first) meets, where it meets
    another."""
    if not shown:
        return ()
    parts = asked_parts(evidence.question.asked)
    met = parts_met(evidence, shown[0], shown[1:])
    if len(parts) != len(met) or not any(met):
        return ()
    return tuple(p.strip(" ?.,;") for p, yes in zip(parts, met, strict=True) if not yes)


def unspoken(demands: Iterable[Demand], shown: Sequence[Unit]) -> list[str]:
    """Surfaces of the demands for which no unit of `shown`, nor what stands above it, has a word, a
    relative of it or the words that an acronym stands for."""
    held = frozenset().union(*(unit.inner | unit.outer for unit in shown))
    texts = "\n".join(f"{unit.above}\n{unit.text}" for unit in shown)
    return [
        d.surface
        for d in demands
        if len(d.surface) > 1 and not (d.met_by(held) or is_spelled_out(d.surface, texts))
    ]


def is_spelled_out(letters: str, text: str) -> bool:
    """Whether words of `text` in a row have the initials `letters` ("WHO"), small words between."""
    if not (2 <= len(letters) <= 6 and letters.isupper()):
        return False
    found = [w.casefold() for w in re.findall(r"[^\W\d_]+", text)]
    wanted = letters.casefold()
    return any(wanted in "".join(w[0] for w in found if w not in small) for small in (_LINKING, ()))


def phrases(asked: str, surfaces: Iterable[str]) -> list[str]:
    """`surfaces` as phrases of the question: with the preposition before, the noun behind, and
    joined where they stand side by side ("for part-time staff")."""
    wanted = {part.casefold() for one in surfaces for part in (one, *one.split("-"))}
    tokens = list(_TOKEN.finditer(asked))
    spans: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        if not ({token.group().casefold(), *token.group().casefold().split("-")} & wanted):
            continue
        start, end = token.start(), _behind(asked, tokens, at)
        if spans and _is_join(asked[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return list(dict.fromkeys(_with_preposition(asked, *span) for span in spans))


def _is_join(between: str) -> bool:
    return _JOINS.fullmatch(between) is not None


def _behind(asked: str, tokens: Sequence[re.Match[str]], at: int) -> int:
    """The end of the words that the token at `at` modifies."""
    end = tokens[at].end()
    for token in tokens[at + 1 : at + 1 + _BEHIND]:
        stems = words(token.group())
        plain = token.group().casefold() in (STOP_WORDS | _AUXILIARIES) or bool(VERBS & set(stems))
        if asked[end : token.start()].strip() or plain or not stems:
            break
        end = token.end()
    return end


def _with_preposition(asked: str, start: int, end: int) -> str:
    before = _BEFORE.search(asked[:start])
    whole = asked[before.start() if before else start : end]
    return whole if len(whole.split()) <= _LONGEST else asked[start:end]
