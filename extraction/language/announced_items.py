"""What items may stand for in the sentence above them: its missing object ("includes:"), or one
that only announces them ("must bring all of the following documents:")."""

from __future__ import annotations

import re

from extraction.language.parse import Parse

_TAKES_ITEMS = frozenset({"mean", "include", "exclude", "contain", "comprise", "state", "specify",
                          "describe", "document", "identify", "cover", "list",
                          "consist"})  # fmt: skip
_TAKES_ANNOUNCED = _TAKES_ITEMS | frozenset(
    """provide submit record check show give keep require need offer supply bring carry wear send
    report publish use inspect hold enter note enclose attach present""".split()
)
_FOLLOWING = re.compile(
    r"(?:(?:all|any|each|either|one|both|one or more|at least one) (?:of )?)?"
    r"the following(?P<noun>(?: [a-z-]+){0,3})"
)


def announces(parse: Parse, thing: int) -> bool:
    """Whether the phrase of the noun `thing` is "the following" or a part of it, with no more than
    a plain noun."""
    first, last = parse.left[thing], parse.right[thing]
    while last > first and parse.dep[last] == "punct":
        last -= 1
    found = _FOLLOWING.fullmatch(" ".join(parse.lower[first : last + 1]))
    if found is None:
        return False
    nouns = parse.tag[last + 1 - len(found["noun"].split()) : last + 1]
    return all(tag[:2] in ("NN", "JJ") for tag in nouns)


def announced(parse: Parse, verb: int) -> tuple[int, int] | None:
    """The tokens of an object of `verb` that announces what follows; None where it has none."""
    thing = parse.child(verb, "dobj")
    if thing is None or not announces(parse, thing):
        return None
    return parse.left[thing], parse.right[thing]


def takes_items(predicate: str, *, announced: bool) -> bool:
    """Whether nouns below a lead-in are what its `predicate` acts on."""
    return predicate in (_TAKES_ANNOUNCED if announced else _TAKES_ITEMS)


def is_activity(parse: Parse, sentence: tuple[int, int], root: int) -> bool:
    """Whether an item is one word for an activity, which the model takes for a verb
    ("catering")."""
    own = [t for t in range(*sentence) if parse.dep[t] not in ("punct", "cc")]
    return parse.tag[root] == "VBG" and own == [root]
