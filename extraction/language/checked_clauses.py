"""What somebody is to check, confirm or make sure of is no fact yet: neither the clause that says
it nor one that goes on from it ("Check that the lid is tight and | the valve is open")."""

from __future__ import annotations

from extraction.language.fact_view import Doubt, VerbView
from extraction.language.parse import SUBJECTS, Parse

CHECKED = "what is to be checked is no fact"
_CHECKING = frozenset(
    """check checks checking ensure ensures ensuring confirm confirming verify verifying test tests
    testing inspect inspects examine examines assure assures ascertain ascertains certify validate
    control determine prove""".split()
)
_SURE = frozenset({"sure", "certain"})
_MAKING = frozenset({"make", "makes", "making", "be"})
_THROUGH = ("conj", "ccomp", "dep", "parataxis")
_BREAKS = frozenset({";", ":", "—", "–", "--"})


def _is_checked(fact: VerbView) -> bool:
    """Whether a clause without a modal goes on from the complement of a verb that asks for a check,
    or is that complement."""
    parse, verb, group = fact.parse, fact.group.outer, fact.group
    subject = parse.child(verb, *SUBJECTS)
    if group.told or group.modality != "none" or subject is None:
        return False
    token = verb
    for _ in range(12):
        above = parse.head[token]
        if above == token or parse.dep[token] not in _THROUGH:
            return False
        token = above
        if token < verb and _asks_for_check(parse, token, verb):
            return not _BREAKS.intersection(parse.words[token : parse.left[subject]])
    return False


def _asks_for_check(parse: Parse, token: int, verb: int) -> bool:
    """Whether the verb at `token` asks for a check of a clause that stands before `verb`, or is
    that of `verb`: "check that …", "make sure …", "see to it that …"."""
    after = parse.lower[token + 1 : token + 4]
    word = parse.lower[token]
    sure = word in _MAKING and bool(after) and after[0] in _SURE
    seen = word in ("see", "sees") and (after[:2] == ["to", "it"] or after[:1] == ["that"])
    if not (word in _CHECKING or sure or seen):
        return False
    return any(_is_complement(parse, t) for t in range(token + 1, verb + 1))


def _is_complement(parse: Parse, verb: int) -> bool:
    """Whether a clause with a subject says what is checked; "if" and the like open others."""
    marks = {parse.lower[c] for c in parse.with_dep(verb, "mark", "advmod")}
    if parse.dep[verb] == "ccomp":
        return parse.tag[verb][:2] == "VB"
    aside = parse.dep[verb] in ("xcomp", "advcl") and not marks
    return aside and parse.child(verb, *SUBJECTS) is not None


CHECKED_CLAUSES: tuple[Doubt[VerbView], ...] = ((CHECKED, _is_checked),)
