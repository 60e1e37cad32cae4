"""What the model reads wrong in ways that can be told from the words, put right in its parse."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.firm_names import with_whole_firms
from extraction.language.parse import Parse
from extraction.language.whole_names import fused

_MEASURES = frozenset(
    "second minute hour day night morning evening afternoon week weekend month quarter year season"
    " time day-to-day way inch foot mile yard metre meter kilometre kilometer step turn monday"
    " tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december spring summer autumn winter shift".split()
)


def repaired(parse: Parse) -> Parse:
    """`parse` with firms' names whole, their figures too ("3M Company"), and "signs each recipe"
    with its object; itself where nothing is wrong."""
    return with_whole_firms(_with_objects(_with_figures(parse)))


def _with_figures(parse: Parse) -> Parse:
    """A figure that begins a name ("4K | Lines sells") as a part of the word it stands fused to."""
    figures = [token for token in range(len(parse.words) - 1) if _begins_name(parse, token)]
    if not figures:
        return parse
    tag, dep, head = list(parse.tag), list(parse.dep), list(parse.head)
    for token in figures:
        letter = token + 1
        if head[letter] == token:
            head[letter] = letter if head[token] == token else head[token]
            dep[letter] = dep[token]
        head = [letter if above == token else above for above in head]
        head[token], dep[token], tag[token], tag[letter] = letter, "compound", "NNP", "NNP"
    entities = [(e[0] - (e[0] - 1 in figures), e[1], e[2]) for e in parse.entities]
    return replace(parse, tag=tag, dep=dep, head=head, entities=entities)


def _begins_name(parse: Parse, token: int) -> bool:
    """Whether the digits at `token` and the capital behind them are a name: what follows has a
    capital or they own it or act; an amount ("$3M", "3M users") is none."""
    letter, after = token + 1, token + 2
    if not (parse.words[token].isdigit() and fused(parse, token)):
        return False
    if not parse.words[letter].isalpha() or not parse.words[letter].isupper():
        return False
    if (token and parse.words[token - 1] in ("$", "€", "£")) or after >= len(parse.words):
        return False
    proper = parse.words[after][0].isupper() and parse.tag[after] in ("NNP", "NNPS")
    return proper or parse.tag[after] in ("POS", "VBZ", "VBD")


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
