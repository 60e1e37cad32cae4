"""A sentence in words of its own: what a trained checker sees badly there is looked for apart,
whether it denies at all, which way it compares, who comes first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.written.bounds_checks import meant
from generation.written.clause_reading import Reading, content_tokens, held, read
from generation.written.denying_words import denies, negations
from generation.written.operator_checks import Fault
from graph.tokens import stem

_LESS = r"less|fewer|lower|smaller|worse|shorter|younger|weaker|rarer|slower|poorer"
_MORE = (
    r"more|greater|higher|larger|better|longer|older|stronger|faster|sooner|bigger|heavier|"
    r"oftener|richer|stricter"
)
_THAN = re.compile(
    rf"\b(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b[^.;,]{{0,60}}?\bthan\b(?P<behind>[^.;]*)",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:whatever|whichever|regardless|irrespective|of (?:any|every|all) (?:kind|sort|type)s?)\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:[a-z]{3,}(?:er|or|ee|ist|ian|yst)s?|patients?|compan(?:y|ies)|secretar(?:y|ies)|"
    r"teams?|agenc(?:y|ies)|part(?:y|ies)|boards?|individuals?|respondents?|agents?|participants?|"
    r"applicants?|tenants?|clients?|committees?|departments?|residents?|students?|parents?|"
    r"associates?|entit(?:y|ies)|women|men|children|people|staff)\b",
    re.IGNORECASE,
)
_NO_ACTORS = frozenset(
    map(
        stem,
        "whether other another either neither order matter number letter paper over under after "
        "further later earlier however never ever whenever together rather for nor per color "
        "factor error major minor prior former computer water power center centre winter summer "
        "quarter september october november december offer cover consider remember enter answer "
        "transfer refer render register monitor behavior disorder cancer tumor diameter "
        "parameter".split(),
    )
)


def sense_fault(text: str, said: str) -> Fault | None:
    """Whether `text` denies, compares or widens where `said` does not."""
    reading = read(text)
    near = " ; ".join(meant(reading, said)) or said
    return (
        _denial_fault(reading, near, said)
        or _comparison_fault(text, said)
        or _widening_fault(text, said)
    )


def _denial_fault(text: Reading, near: str, said: str) -> Fault | None:
    if (negations(near) or _speaks_of_denied(text, said)) and not denies(text.text):
        return "the source denies, and it does not", True
    if negations(text.text) and not denies(near):
        return "it denies what the source does not deny", True
    return None


def _speaks_of_denied(text: Reading, said: str) -> bool:
    """Whether `text` holds most of the words that a negation of `said` governs."""
    groups = read(said).negated
    return any(3 * sum(map(text.holds, group)) >= 2 * len(group) > 2 for group in groups)


def _comparison_fault(text: str, said: str) -> Fault | None:
    """ "A did less well than B" is "B did better than A", and not "A did better than B"."""
    own, source = _THAN.search(text), _THAN.search(said)
    if own is None or source is None:
        return None
    behind, other = _stems(own["behind"]), _stems(source["behind"])
    before, front = _stems(text[: own.start()]), _stems(said[: source.start()])
    straight = _shared(before, front) + _shared(behind, other)
    crossed = _shared(before, other) + _shared(behind, front)
    turned = bool(own["less"]) != bool(source["less"])
    if (crossed >= straight) != turned and crossed + straight:
        return "the source compares the other way round", True
    return None


def _widening_fault(text: str, said: str) -> Fault | None:
    word = _ANY.search(text)
    if word is not None and not _ANY.search(said):
        return f"it says “{word.group()}”, which the source does not", False
    return None


def order_fault(text: str, said: str) -> Fault | None:
    """Two who act or are acted on, in the other order: words alone do not show who does what."""
    own, source = _actors(text), _actors(said)
    both = [word for word in own if word in source]
    if len(both) > 1 and both != [word for word in source if word in both]:
        return (
            "it names those who act in another order, and words alone do not show who acts",
            False,
        )
    return None


def _actors(text: str) -> Sequence[str]:
    found = (stem(match.group().casefold()) for match in _ACTOR.finditer(text))
    return list(dict.fromkeys(word for word in found if word not in _NO_ACTORS))


def _stems(text: str) -> frozenset[str]:
    return frozenset(token.stem for token in content_tokens(text))


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return sum(1 for word in one if held(word, other))
