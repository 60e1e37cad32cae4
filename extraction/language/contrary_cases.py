"""Words that turn a condition round: "if the tank is full, the pump stops; otherwise it runs". What
follows them holds where the condition does not, which only the words before say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.fact_view import Doubt, VerbView
from extraction.language.modality import VerbGroup
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.roles import leaders, verb_chain

TURNED = "holds only where a condition does not"
_TURNING = frozenset({"otherwise", "else"})
_BESIDE_VERB = ("advmod", "cc", "mark", "dep")
_ONLY_NOT = re.compile(r"(?:if|when|where)(?: it (?:is|does)| they (?:are|do))? (?:not|so)\Z", re.I)


def _is_turned(fact: VerbView) -> bool:
    """Whether "otherwise" or "or else" opens the clause, or that it goes on from, or ends it."""
    parse, group = fact.parse, fact.group
    subject = _own_subject(parse, group)
    first = fact.sentence[0] + 1 if subject is None else parse.left[subject]
    own = _turning(parse, verb_chain(parse, group))
    return any(token < first or _ends(parse, token, fact.sentence[1]) for token in own) or any(
        token < first for token in _turning(parse, leaders(parse, group))
    )


def _turning(parse: Parse, verbs: Sequence[int]) -> list[int]:
    below = (token for verb in verbs for token in parse.with_dep(verb, *_BESIDE_VERB))
    return [token for token in below if parse.lower[token] in _TURNING]


def _own_subject(parse: Parse, group: VerbGroup) -> int | None:
    found = (parse.child(verb, *SUBJECTS) for verb in verb_chain(parse, group))
    return next((subject for subject in found if subject is not None), None)


def _ends(parse: Parse, token: int, stop: int) -> bool:
    joined = parse.lower[token - 1] in ("or", "and")  # "by post or otherwise"
    return not joined and all(parse.dep[t] == "punct" for t in range(token + 1, stop))


def _depends_on_its_contrary(fact: VerbView) -> bool:
    """Whether all that a condition says is "if not" or "if so"."""
    return any(
        kind in ("condition", "exception") and _ONLY_NOT.match(fact.words(span)) is not None
        for kind, span in fact.slots
    )


CONTRARY_CASES: tuple[Doubt[VerbView], ...] = (
    (TURNED, _is_turned),
    (TURNED, _depends_on_its_contrary),
)
