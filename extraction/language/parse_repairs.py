"""What the model reads wrong in ways that can be told from the words, put right in its parse."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.clause_repairs import with_clauses
from extraction.language.double_objects import with_double_objects
from extraction.language.firm_names import with_whole_firms
from extraction.language.indirect_questions import with_questions
from extraction.language.inverted_conditions import with_inverted_conditions
from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.phrase_repairs import with_phrases
from extraction.language.whole_names import fused

_MEASURES = frozenset(
    "second minute hour day night morning evening afternoon week weekend month quarter year season"
    " time day-to-day way inch foot mile yard metre meter kilometre kilometer step turn monday"
    " tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december spring summer autumn winter shift".split()
)
PUTTING = frozenset({"keep", "store", "place", "put", "leave"})
"""Verbs that say little without a place, and the prepositions of places."""
PLACES = frozenset(
    """in on at inside into onto under near behind beside below above outside within away
    """.split()
)
_COMPLEMENTS = ("xcomp", "ccomp", "oprd", "acomp", "attr", "dative")


def repaired(parse: Parse) -> Parse:
    """`parse` with its clauses (clause_repairs.py) and phrases (phrase_repairs.py) right, firms'
    names whole, their figures too ("3M Company"), "signs each recipe" with its object, "give the
    guest a key" with both, "keep the key in the safe" with its place, "note when it began" with
    what is asked, "provided that" and "should it stop" at the clause that they bound; itself where
    nothing is wrong."""
    whole = with_phrases(with_clauses(_with_figures(parse)))
    with_things = with_double_objects(_with_objects(whole))
    with_parts = _with_places(_with_provisos(with_things))
    return with_whole_firms(with_questions(with_inverted_conditions(with_parts)))


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


def _with_places(parse: Parse) -> Parse:
    """A place at the end of what an instruction says to keep or to put somewhere belongs to its
    verb: "Keep the key | in the safe"."""
    moved = {
        place: verb
        for verb in range(len(parse.words))
        if parse.lower[verb] in PUTTING and parse.tag[verb] in ("VB", "VBP")
        for place in [_place_in_object(parse, verb)]
        if place is not None
    }
    if not moved:
        return parse
    return replace(parse, head=[moved.get(token, above) for token, above in enumerate(parse.head)])


def _place_in_object(parse: Parse, verb: int) -> int | None:
    """The preposition of the place that ends the object of `verb`, where that has none itself."""
    thing = parse.child(verb, "dobj")
    if thing is None or parse.child(verb, *SUBJECTS, "aux", *_COMPLEMENTS) is not None:
        return None
    if any(place > thing for place in parse.with_dep(verb, "prep", "prt")):
        return None
    last = next(reversed(parse.with_dep(thing, "prep")), thing)
    ends = last > thing and parse.right[last] == parse.right[thing]
    return last if ends and parse.lower[last] in PLACES else None


def _with_provisos(parse: Parse) -> Parse:
    """ "Provided that …" between a semicolon and a clause is the condition of that clause, not of
    the one before: "…; provided that he has none, | the owner shall pay"."""
    head, dep = list(parse.head), list(parse.dep)
    for token, word in enumerate(parse.lower):
        if word not in ("provided", "providing"):
            continue
        verb = _clause_behind(parse, token)
        if verb is not None and parse.words[token - 1] == ";":
            head[token] = verb
        elif parse.dep[token] in _COMPLEMENTS and parse.lower[token + 1 : token + 2] == ["that"]:
            dep[token] = "prep"  # as a complement it would be no condition: "keep it provided that"
        elif (clause := _clause_of_proviso(parse, token)) is not None:
            dep[clause], head[clause] = "pcomp", token
        elif (bound := _proviso_of_noun(parse, token)) is not None:
            verb, clause = bound
            dep[token], head[token] = "prep", verb
            dep[clause], head[clause] = "pcomp", token
    if head == parse.head and dep == parse.dep:
        return parse
    return replace(parse, head=head, dep=dep)


def _clause_of_proviso(parse: Parse, proviso: int) -> int | None:
    """The clause that "provided that" opens, where the parse took it for the object of the verb."""
    mark, verb = proviso + 1, parse.head[proviso]
    if parse.dep[proviso] != "prep" or parse.lower[mark : mark + 1] != ["that"]:
        return None
    clause = parse.head[mark]
    object_like = parse.dep[mark] == "mark" and parse.dep[clause] in _COMPLEMENTS
    return clause if object_like and parse.head[clause] == verb and clause > mark else None


def _proviso_of_noun(parse: Parse, proviso: int) -> tuple[int, int] | None:
    """The verb that "provided that" bounds, and the verb of its clause, where the parse hung both
    on the object: "shall issue a key provided that the guest pays"."""
    noun = parse.head[proviso]
    verb = parse.head[noun]
    if parse.dep[proviso] != "acl" or parse.lower[proviso + 1 : proviso + 2] != ["that"]:
        return None
    if parse.tag[verb][:2] != "VB" or parse.dep[noun] not in ("dobj", "attr", "pobj"):
        return None
    mark = proviso + 1
    clause = parse.head[mark]
    behind = parse.dep[mark] == "mark" and clause > mark
    return (verb, clause) if behind and parse.child(clause, *SUBJECTS) is not None else None


def _clause_behind(parse: Parse, proviso: int) -> int | None:
    """The verb of the clause that a comma parts from the `proviso` before it."""
    stop = parse.sentence_of(proviso)[1]
    after = parse.right[proviso] + 1
    if parse.head[proviso] > proviso or parse.words[after : after + 1] != [","]:
        return None
    subject = next((t for t in range(after, stop) if parse.dep[t] in SUBJECTS), None)
    if subject is None or parse.left[subject] != after + 1 or parse.head[subject] < subject:
        return None
    verb = parse.head[subject]
    helped = any(parse.tag[t] in FINITE for t in [verb, *parse.with_dep(verb, "aux", "auxpass")])
    return verb if helped else None
