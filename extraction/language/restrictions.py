"""What may not be left out of a fact (the monotonicity gate).

To leave out a restriction weakens what a duty says of its object ("must file a report of the
incident" holds of "a report"), but it strengthens a permission, a prohibition, and whatever is said
of all: "may withdraw gold" claims more than "may withdraw gold with the manager's approval". There
the phrases of the verb are kept as restrictions.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.language.arguments import Phrase
from extraction.language.parse import Parse
from extraction.language.qualifiers import Qualifiers, balanced, split
from extraction.language.roles import DISCOURSE_PHRASE
from graph.model import Modality, Span

# who gets something and who acts are parts of the statement, not bounds of it
_TAKING_PART = frozenset({"to", "from", "into", "onto", "by"})
_BOUNDING = re.compile(
    r"(?:without|under|pursuant to|in accordance|in response|based on|in excess"
    r"|with (?:the )?(?:prior |written |express )*(?:approval|consent|permission|authori[sz]ation"
    r"|agreement|supervision)|for purposes|for the purpose)\b",
    re.IGNORECASE,
)
_UNBOUNDED = re.compile(r"at (?:any|all) times?\b|in any (?:case|event|way)\b", re.IGNORECASE)
_MAX_WORDS = 60
_OF_THE_VERB = ("deadline", "frequency", "exception", "condition", "override")


def strengthens(modality: Modality, *, negative: bool) -> bool:
    """Whether a statement of this kind says more where a restriction of it is left out."""
    return negative or modality in ("may", "can")


def restrictions(
    parse: Parse, verb: int, modality: Modality, text: str, *, forbids: bool = False
) -> Qualifiers:
    """Phrases of `verb` that bound the statement, each a ``restriction``: all of a permission or
    prohibition, grounds and consent everywhere."""
    found: list[tuple[str, Span]] = []
    for child in parse.children[verb]:
        first, last = parse.left[child], parse.right[child]
        words = parse.text(first, min(last, first + 3))
        if parse.dep[child] == "prep":
            bound = bool(_BOUNDING.match(words)) or (
                strengthens(modality, negative=forbids) and parse.lower[child] not in _TAKING_PART
            )
        else:
            bound = modality == "may" and parse.dep[child] == "advcl" and parse.lower[first] == "to"
        bound = bound and not DISCOURSE_PHRASE.match(words) and not _UNBOUNDED.match(words)
        if bound and 0 < last - first <= _MAX_WORDS:
            while last > first and parse.words[last] == ",":
                last -= 1
            first -= first > 0 and parse.lower[first - 1] == "only"
            found += [
                (kind, balanced(text, parse.span(begin, end)))
                for kind, begin, end in split(parse, "restriction", first, last)
            ]
    return tuple(found)


def without_qualifiers(parse: Parse, phrase: Phrase, qualifying: Qualifiers) -> Phrase:
    """`phrase` up to where a qualifier of the verb begins that the parse took for a part of it
    ("the decision within 60 days")."""
    for kind, span in qualifying:
        first = next(
            (t for t in range(phrase.head + 1, phrase.last + 1) if parse.begin[t] == span.start), 0
        )
        clause = phrase.restriction
        if clause is not None:
            begin = next((t for t in range(*clause) if parse.begin[t] == span.start), 0)
            if begin and kind in _OF_THE_VERB:
                kept = (clause[0], begin - 1) if begin - 1 > clause[0] else None
                phrase = replace(phrase, restriction=kept)
        if first and kind in _OF_THE_VERB:
            last = first - 1
            while last > phrase.head and parse.words[last] in (",", "("):
                last -= 1
            phrase = replace(phrase, last=last)
    return phrase
