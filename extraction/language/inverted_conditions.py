"""Conditions without "if": "…, should the pump stop", "…, were it to fail", "…, had it been paid".
The model reads such a clause as one beside the main clause, or as the main clause itself; here it
hangs on the verb that it bounds, and its first word stands as "if" would."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.parse import FINITE, SUBJECTS, Parse

INVERTING = frozenset({"should", "had", "were"})
"""Verbs that make a condition of their clause where they stand before its subject."""
_NO_CASE = frozenset("nor neither so only never not hardly scarcely than as and or but".split())
_ASKING = ("WP", "WRB", "WDT", "WP$")
_CLAUSES_INSIDE = ("relcl", "advcl", "ccomp", "acl")


def with_inverted_conditions(parse: Parse) -> Parse:
    """`parse` with such clauses at the end of a sentence as conditions of the clause before."""
    for first, stop in parse.sentences:
        for token in range(first + 2, stop):
            if parse.lower[token] in INVERTING and parse.tag[token] in FINITE:
                moved = _as_condition(parse, first, token, stop)
                if moved is not None:
                    parse = moved
                    break
    return parse


def _as_condition(parse: Parse, first: int, token: int, stop: int) -> Parse | None:
    before = parse.lower[token - 1]
    if before in _NO_CASE or parse.tag[token - 1] in (*_ASKING, *FINITE):
        return None
    end = stop
    while end > token and parse.words[end - 1] in (".", ";", ":"):
        end -= 1
    verb = _verb_behind(parse, token, end)
    main = _main_verb(parse, first, token)
    if verb is None or main is None or _holds_main_clause(parse, token, verb, end):
        return None
    head, dep, tag = list(parse.head), list(parse.dep), list(parse.tag)
    if dep[verb] == "ROOT" or _is_under(parse, main, verb):
        head[main], dep[main] = main, "ROOT"
    for child in range(first, stop):
        outside = child < token or child >= end
        if outside and child != main and head[child] in (verb, token):
            head[child] = main
    head[verb], dep[verb] = main, "advcl"
    if token != verb:
        head[token], dep[token], tag[token] = verb, "mark", "IN"
    return replace(parse, head=head, dep=dep, tag=tag)


def _verb_behind(parse: Parse, token: int, end: int) -> int | None:
    """The top verb of the clause that the helper at `token` opens before its subject."""
    subject = next((t for t in range(token + 1, end) if parse.dep[t] in SUBJECTS), None)
    if subject is None or parse.left[subject] != token + 1:
        return None
    verb = parse.head[subject]
    if verb == token:
        return token if parse.lower[token] == "were" else None
    helps = parse.head[token] == verb and parse.dep[token] in ("aux", "auxpass")
    joined = parse.head[verb] == token and parse.dep[verb] in ("xcomp", "ccomp")
    if joined:
        return token
    return verb if helps and subject < verb < end else None


def _main_verb(parse: Parse, first: int, token: int) -> int | None:
    """The verb of the clause before `token`: it has a subject, or nothing stands above it."""
    verbs = [t for t in range(first, token) if parse.tag[t][:2] == "VB"]
    roots = [t for t in verbs if parse.dep[t] == "ROOT"]
    if roots:
        return roots[0]
    above = (t for t in verbs if parse.head[t] >= token and parse.dep[t] in ("ccomp", "parataxis"))
    return next((t for t in above if parse.child(t, *SUBJECTS) is not None), None)


def _is_under(parse: Parse, verb: int, above: int) -> bool:
    for _ in range(20):
        if verb == above or parse.head[verb] == verb:
            break
        verb = parse.head[verb]
    return verb == above


def _holds_main_clause(parse: Parse, token: int, verb: int, end: int) -> bool:
    """Whether another finite clause follows that is none of the condition's own ("…, should it
    stop, the nurse must call")."""
    return any(
        parse.tag[t] in FINITE
        and t != verb
        and not any(
            parse.dep[above] in _CLAUSES_INSIDE and above != verb
            for above in (t, parse.head[t])
            if above > token
        )
        for t in range(token + 1, end)
    )
