"""Instructions: "Keep the lid closed while the pump runs." says what must be done with the lid, by
whoever reads it. The fact is about the thing ("The lid must be kept closed …"), which stands by
itself; who has to do it only the document's purpose tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.participles import participle
from extraction.language.residue import label_of

INSTRUCTION = "instruction"
"""The rule of a fact that was read from an instruction."""
STEP = "a step of a procedure says little by itself"
INVITES = "an invitation is no duty"
EITHER_OBJECT = "one of several alternatives"
SCOPE = "how far the negation goes is not certain"
# What stands before the verb of an instruction and belongs to it.
_BEFORE = frozenset("advcl prep advmod neg intj punct npadvmod aux cc dep meta".split())
# They ask for attention, point to a text or invite; nothing is broken where they are not followed.
_INVITING = frozenset(
    """see refer note contact visit consider feel enjoy imagine remember try learn let thank view
    suppose compare discover explore like love meet welcome recall think expect read watch join help
    ask email call say want need have""".split()
)
_ADVISING = frozenset({"consider", "try", "feel", "imagine", "think", "suppose", "enjoy", "like",
                       "want", "aim"})  # fmt: skip
# Steps on a screen: without the steps around them they say nothing.
_ON_SCREEN = frozenset(
    """click tap press select choose type scroll swipe drag double-click highlight launch paste
    navigate double-tap right-click toggle""".split()
)
# What is sought is where it is already: "Find the screws in the corners".
_SEEKING = frozenset({"find", "locate", "spot"})
_SEQUENCE = frozenset({"then", "next", "now", "finally", "first", "second", "third", "lastly",
                       "afterwards", "firstly", "secondly", "alternatively", "otherwise",
                       "instead"})  # fmt: skip
# "Keep it dry", "Leave the door open": the parse makes a small clause of what follows
_STATE_VERBS = frozenset({"keep", "leave", "hold"})
_QUANTIFIED = frozenset({"any", "all", "every", "each", "both", "either", "such"})


@dataclass(frozen=True, slots=True)
class Instruction:
    """A verb group read as a passive, and the head of what it acts on."""

    group: VerbGroup
    thing: int


def instruction(
    parse: Parse, group: VerbGroup, sentence: tuple[int, int], lemma: Callable[[str], str]
) -> Instruction | None:
    """The instruction that the verb of `group` gives, read as a passive; None where it gives none,
    or none that could stand without its reader."""
    verb = group.outer
    if group.inner != verb or not is_told(parse, verb, sentence[0], lemma):
        return None
    found, getting = thing_and_state(parse, verb), recipient(parse, verb)
    form = participle(parse.lower[verb])
    thing = getting if getting is not None else (found[0] if found is not None else None)
    if thing is None or form is None:
        return None
    particle = parse.child(verb, "prt")
    core = f"be {form}" if particle is None else f"be {form} {parse.lower[particle]}"
    polite = any(parse.lower[t] == "please" for t in range(sentence[0], verb))
    told = VerbGroup(
        verb, verb, core, verb, group.last, "should" if polite else "must",
        group.negative, group.hedged, passive=True, own_modal=True, told=True, held=group.held,
        why_weak=group.why_weak or _why_weak(parse, group, thing, sentence),
    )  # fmt: skip
    return Instruction(told, thing)


def is_told(parse: Parse, verb: int, start: int, lemma: Callable[[str], str]) -> bool:
    """Whether `verb` is a bare form that opens its sentence, behind conditions and the like, or is
    joined to one that does."""
    if parse.tag[verb] not in ("VB", "VBP") or lemma(parse.lower[verb]) != parse.lower[verb]:
        return False
    if parse.child(verb, "nsubj", "nsubjpass", "csubj", "csubjpass", "expl", "auxpass") is not None:
        return False
    if any(parse.lower[c] not in ("do", "please") for c in parse.with_dep(verb, "aux")):
        return False
    if parse.dep[verb] == "conj":
        above = parse.head[verb]
        plain = parse.lower[parse.left[verb] - 1] in ("and", "or", ",", ";")
        return above < verb and plain and is_told(parse, above, start, lemma)
    return parse.dep[verb] == "ROOT" and _opens(parse, verb, start)


def _opens(parse: Parse, verb: int, start: int) -> bool:
    """Whether nothing stands before `verb` in its sentence but its own conditions, adverbs and a
    label."""
    label = label_of(parse, start)
    held = set(label)
    for child in parse.children[verb]:
        if child < verb and parse.dep[child] in _BEFORE:
            held |= set(range(parse.left[child], parse.right[child] + 1))
    behind = (t for t in range(start, verb) if t not in held)
    return all(parse.dep[t] == "punct" or parse.lower[t] == "please" for t in behind)


def recipient(parse: Parse, verb: int) -> int | None:
    """Who gets the object of `verb` in "give the guest a key"; of whom the instruction is then told
    ("The guest must be given a key")."""
    direct, found = parse.child(verb, "dobj"), parse.child(verb, "dative")
    if direct is None or found is None or not verb < found < direct:
        return None
    return found if parse.tag[found] in ("NN", "NNS", "NNP", "NNPS") else None


def thing_and_state(parse: Parse, verb: int) -> tuple[int, int | None] | None:
    """The heads of what an instruction's `verb` acts on and of what becomes of it ("Keep the lid
    closed"); None where it has no object that could be a subject."""
    direct = parse.child(verb, "dobj")
    below = [c for c in parse.children[verb] if c > verb and parse.dep[c] in _COMPLEMENTS]
    if direct is not None:
        if _gives(parse, verb) or direct < verb or len(below) > 1:
            return None
        state = below[0] if below else None
        return (
            None if state is not None and not _is_state(parse, direct, state) else (direct, state)
        )
    if len(below) != 1 or parse.lower[verb] not in _STATE_VERBS:
        return None
    state = below[0]
    thing = parse.child(state, "nsubj", "nsubjpass")
    plain = parse.tag[state] in ("JJ", "VBN", "RB") and parse.child(state, "aux", "mark") is None
    return (thing, state) if thing is not None and plain and thing < state else None


def _gives(parse: Parse, verb: int) -> bool:
    """Whether somebody gets something: "provide the guest with a key", "give the guest a key"."""
    with_what = any(parse.lower[c] == "with" for c in parse.with_dep(verb, "prep"))
    taking = parse.lower[verb] in ("provide", "supply", "furnish", "present")
    return parse.child(verb, "dative") is not None or (taking and with_what)


def _is_state(parse: Parse, thing: int, state: int) -> bool:
    """Whether `state` says what becomes of `thing`: "closed", "to leave"."""
    aims = any(parse.lower[c] == "to" for c in parse.with_dep(state, "aux"))
    return state > thing and (aims or parse.tag[state] in ("JJ", "VBN"))


_COMPLEMENTS = ("xcomp", "ccomp", "oprd", "acomp", "attr")


def _why_weak(parse: Parse, group: VerbGroup, thing: int, sentence: tuple[int, int]) -> str:
    verb = group.outer
    word = parse.lower[verb]
    if word in _INVITING or _goes_on_from_advice(parse, verb):
        return INVITES
    if word in _ON_SCREEN | _SEEKING or any(
        parse.lower[t] in _SEQUENCE and parse.dep[t] == "advmod" for t in range(sentence[0], verb)
    ):
        return STEP
    if _joined_by_or(parse, verb):
        return EITHER_OBJECT
    before = {parse.lower[c] for c in parse.children[thing] if c < thing}
    joined = parse.dep[verb] == "conj"
    if (group.negative and before & _QUANTIFIED) or (joined and _is_denied(parse, verb)):
        return SCOPE
    return ""


def _goes_on_from_advice(parse: Parse, verb: int) -> bool:
    """Whether `verb` is joined to one that only advises ("Consider an oak lid and buy …")."""
    while parse.dep[verb] == "conj":
        verb = parse.head[verb]
        if parse.lower[verb] in _ADVISING:
            return True
    return False


def _joined_by_or(parse: Parse, verb: int) -> bool:
    joined = [verb] if parse.dep[verb] == "conj" else []
    joined += [c for c in parse.with_dep(verb, "conj") if parse.tag[c][:2] == "VB"]
    return any("or" in parse.lower[max(0, parse.left[c] - 2) : c] for c in joined)


def _is_denied(parse: Parse, verb: int) -> bool:
    """Whether a verb that `verb` is joined to is denied."""
    while parse.dep[verb] == "conj":
        verb = parse.head[verb]
        if parse.child(verb, "neg") is not None:
            return True
    return False
