"""What the model reads wrong in ways that can be told from the words, put right in its parse."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.firm_names import with_whole_firms
from extraction.language.parse import Parse

_MEASURES = frozenset(
    "second minute hour day night morning evening afternoon week weekend month quarter year season"
    " time day-to-day way inch foot mile yard metre meter kilometre kilometer step turn monday"
    " tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december spring summer autumn winter shift".split()
)


def repaired(parse: Parse) -> Parse:
    """`parse` with firms' names whole and "signs each recipe" with its object; itself where
    nothing is wrong."""
    return with_whole_firms(_with_objects(parse))


def _with_objects(parse: Parse) -> Parse:
    """A noun with "each" or "every" right behind a verb without an object is its object, unless
    it says when or how far."""
    wrong = [token for token, dep in enumerate(parse.dep) if dep == "npadvmod"]
    wrong = [token for token in wrong if _is_object(parse, token)]
    if not wrong:
        return parse
    dep = list(parse.dep)
    for token in wrong:
        dep[token] = "dobj"
    return replace(parse, dep=dep)


def _is_object(parse: Parse, token: int) -> bool:
    verb, first = parse.head[token], parse.left[token]
    return (
        first == verb + 1
        and parse.lower[first] in ("each", "every")
        and first < token
        and parse.tag[token] in ("NN", "NNS", "NNP")
        and parse.tag[verb].startswith("VB")
        and parse.lower[token] not in _MEASURES
        and parse.child(verb, "dobj", "attr", "nsubjpass") is None
    )
