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
_TELLING = re.compile(
    r"(?:for|in|without|with|during|outside)\s+"
    r"(?!(?:my|our|your|their|its|his|her|it|me|us|you|them)\b)"  # the asker's own story
    r"(?!\w+ing\b)",  # "for throwing a stone" is a deed
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SELF = re.compile(r"\bI\b")
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


def telling(asked: str, demands: Iterable[Demand], units: Sequence[Unit]) -> list[str]:
    """Phrases of `asked` for whom, where or when ("for part-time staff") of which no unit, nor what
    stands above one, has a word, and years that stand nowhere. A verb, an adverb or a word without
    such a preposition is not among them: a line may say it otherwise."""
    held = frozenset().union(*(unit.inner | unit.outer for unit in units))
    texts = "\n".join(f"{unit.above}\n{unit.text}" for unit in units)
    absent = [
        demand.surface
        for demand in demands
        if (demand.kind == "word" or _YEAR.fullmatch(demand.surface))
        and demand.stems[0] not in VERBS
        and len(demand.surface) > 1
        and not demand.met_by(held)
        and not is_spelled_out(demand.surface, texts)
        and not _stands_in_compound(demand.surface, asked, texts)
    ]
    return [phrase for phrase in phrases(asked, absent) if _TELLING.match(phrase)]


def _stands_in_compound(part: str, asked: str, texts: str) -> bool:
    """Whether the hyphened word of `asked` that `part` belongs to stands in `texts`, also in one
    word or two ("co-op", "coop"): its parts mean nothing alone."""
    wholes = [w for w in re.findall(r"\w+(?:-\w+)+", asked) if part in w.split("-")]
    return any(
        re.search(r"\b" + r"[-\s]?".join(map(re.escape, whole.split("-"))), texts, re.IGNORECASE)
        for whole in wholes
    )


def strangers(name: str, text: str) -> tuple[str, ...]:
    """What of a name of the question does not stand in `text`: the whole, or of an owner and what
    is owned ("Acme's Lisbon") the one that is strange. Nothing for words in a row with "I"."""
    if _SELF.search(name):
        return ()
    parts = re.split(r"['’]s\s+", name)
    if len(parts) == 1:
        return (name,)
    return tuple(part for part in parts if not re.search(rf"\b{re.escape(part)}\b", text, re.I))


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
    wanted = {one.casefold() for one in surfaces}
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
