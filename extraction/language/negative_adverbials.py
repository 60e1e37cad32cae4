"""Adverbials that deny a whole clause: "in no case", "under no circumstances", "nowhere".

Where the parse gives one to its verb, it is read as the "not" of the clause (modality.py). Any
other keeps the fact weak (denial_doubts.py): it would say the contrary, with a place or a time.
"""

from __future__ import annotations

from extraction.language.parse import SUBJECTS, Parse

_NOUNS = {
    "in": frozenset({"case", "cases", "event", "events", "circumstance", "circumstances",
                     "instance", "instances", "situation", "way", "manner", "respect", "sense"}),
    "under": frozenset({"circumstance", "circumstances", "condition", "conditions", "pretext",
                        "pretence"}),
    "at": frozenset({"time", "point", "stage", "moment"}),
    "on": frozenset({"account", "occasion", "occasions", "condition", "conditions", "pretext"}),
    "by": frozenset({"means"}),
    "for": frozenset({"reason", "purpose"}),
    "to": frozenset({"extent"}),
}  # fmt: skip
_COMPARED = frozenset({"less", "fewer", "more", "later", "earlier", "longer", "sooner", "lower",
                       "higher", "greater", "larger", "smaller", "shorter"})  # fmt: skip
_WHATSOEVER = frozenset({"whatsoever", "whatever"})


def denying_phrase(parse: Parse, token: int) -> range | None:
    """The tokens of the adverbial that denies a clause and begins at `token`, which the parse hangs
    on a verb; None where there is none, or where more than its own words hangs on it ("in no case
    where the gate is shut")."""
    phrase = worded_phrase(parse, token)
    if phrase is None or parse.dep[token] not in ("prep", "advmod", "npadvmod"):
        return None
    last = phrase[-1]
    listed = len(phrase) == 1 or parse.lower[token + 2] in _NOUNS.get(parse.lower[token], ())
    alone = parse.left[token] == token and parse.right[token] == last
    if not listed or not alone or is_compared(parse, last):
        return None
    return phrase


def worded_phrase(parse: Parse, token: int) -> range | None:
    """The tokens of an adverbial from `token` on that denies by its words ("in no case"), or as an
    auxiliary and the subject follow it ("with no tool may a guest …")."""
    if parse.lower[token] == "nowhere":
        return range(token, token + 1)
    words = parse.lower[token : token + 3]
    if len(words) < 3 or words[1] != "no":
        return None
    last = token + 2
    if words[2] not in _NOUNS.get(words[0], ()) and not _turns(parse, token, last):
        return None
    if parse.lower[last + 1 : last + 2] and parse.lower[last + 1] in _WHATSOEVER:
        last += 1
    return range(token, last + 1)


def _turns(parse: Parse, token: int, last: int) -> bool:
    """Whether an auxiliary that its subject follows stands right behind "in no …"."""
    verb = parse.head[token]
    after = last + 1
    if parse.dep[token] != "prep" or parse.child(token, "pobj") != last:
        return False
    helpers = parse.with_dep(verb, "aux", "auxpass")
    subject = parse.child(verb, *SUBJECTS)
    return after in helpers and subject is not None and after < subject


def is_compared(parse: Parse, last: int) -> bool:
    """Whether the adverbial bounds an amount or a time ("in no case less than three")."""
    return bool(_COMPARED.intersection(parse.lower[last + 1 : last + 2]))
