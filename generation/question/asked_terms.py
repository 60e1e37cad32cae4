"""The things of which a question asks no more than what they are or mean."""

from __future__ import annotations

import re

from generation.question.analysis import Question
from graph.tokens import words

_WHAT_IS = re.compile(
    r"^(?:and |so )?(?:what|who)(?:'s|’s| is| are| was| were)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>(?:(?!\b(?:of|for|in|on|at|to|from|with|by|when|if|that|which|who|between|during|"
    r"after|before|under|about|required|allowed|used|needed|meant|the)\b)[\w'’.&/()-]++\s*+){1,5})\??$",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\bwhat (?:does|do|did) (?:the (?:term|word|phrase|expression) )?(?P<a>.+?) "
    r"(?:mean|stand for|refer to|denote)\b|"
    r"\bmeaning of (?:the (?:term|word|phrase|expression) )?(?P<b>[^?]+)|"
    r"\bwhat is (?:meant|understood) by (?:the (?:term|word|phrase|expression) )?(?P<c>[^?]+)|"
    r"\bdefin(?:ition of|e) (?P<d>[^?]+)",
    re.IGNORECASE,
)


def asked_terms(question: Question) -> tuple[tuple[str, ...], ...]:
    """Index words of each thing of which the question asks no more than what it is or means."""
    found = _WHAT_IS.match(question.asked)
    if found is not None and question.typed:
        return ()
    found = found or _MEANING.search(question.asked)
    if found is None:
        return ()
    named = re.split(r"\s+(?:and|or)\s+", next(part for part in found.groups() if part))
    return tuple(term for one in named if (term := tuple(words(one))))
