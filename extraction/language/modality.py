"""How a clause says it: must, may, should, can, will; not; might.

A `VerbGroup` is the verb that carries the arguments with everything folded into it: auxiliaries,
"is required to", "is prohibited from", "fails to", "has yet to". The predicate is the lemma
("report"); a passive is "be" and the participle ("be reported"); a verb over another keeps both
("intend to report").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.language.negative_adverbials import denying_phrase
from extraction.language.noun_phrases import WHOLLY, opens_bound
from extraction.language.parse import Parse
from graph.model import Modality

_MODALS: dict[str, tuple[Modality, bool]] = {
    "must": ("must", False), "shall": ("must", False), "may": ("may", False),
    "might": ("may", True), "can": ("can", False), "ca": ("can", False),
    "could": ("can", True), "should": ("should", False), "ought": ("should", False),
    "will": ("will", False), "'ll": ("will", False), "wo": ("will", False),
    "would": ("will", True), "'d": ("will", True),
}  # fmt: skip
_OBLIGED = frozenset({"require", "oblige", "obligate", "compel"})
_PERMITTED = frozenset({"permit", "allow", "authorize", "authorise", "entitle"})
_FORBIDDEN = frozenset({"prohibit", "forbid", "bar", "preclude", "ban", "disallow", "debar",
                        "enjoin"})  # fmt: skip
_ABSTAINING = frozenset({"refrain", "abstain", "desist"})
_EVIDENCE = frozenset({"find", "show", "demonstrate", "prove", "know", "see", "observe", "note"})
_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "no"})
_DENYING = frozenset({"no", "neither", "nobody", "none"})
_HEDGES = frozenset({"possibly", "perhaps", "probably", "likely", "apparently", "presumably",
                     "potentially", "reportedly", "maybe", "seemingly", "supposedly"})  # fmt: skip
# what would be is neither what is nor what will be
_HYPOTHETICAL = frozenset({"would", "'d"})
# "may not routinely use": is not allowed to make it a habit, or perhaps does not
_HABITS = frozenset({"routinely", "always", "necessarily", "yet", "usually", "normally",
                     "generally", "typically", "regularly", "often", "ordinarily",
                     "commonly", "customarily"})  # fmt: skip
TWO_READINGS = "'may not' with an adverb has two readings"
_PERFECT = frozenset({"shall", "must", "should"})  # "should have gone"
_ASPECT = frozenset(
    """begin begins began begun start starts started continue continues continued stop stops stopped
    keep keeps kept avoid avoids avoided""".split()
)
_SO_FAR = frozenset({"yet", "still"})
_NEAR_NEGATIONS = frozenset({"hardly", "rarely", "seldom", "barely", "scarcely", "little", "less"})


@dataclass(slots=True)
class VerbGroup:
    """`outer` has the subject, `inner` the objects; `first` and `last` are the words of the
    predicate. `own_modal`: a modal verb stands in this group itself. `held`: words whose meaning
    modality, polarity and predicate hold. `told`: an instruction, read as a passive of what it
    acts on (instructions.py). `denied`: its subject has the negation ("no member")."""

    outer: int
    inner: int
    predicate: str
    first: int
    last: int
    modality: Modality = "none"
    negative: bool = False
    hedged: bool = False
    passive: bool = False
    own_modal: bool = False
    told: bool = False
    denied: bool = False
    why_weak: str = ""
    held: set[int] = field(default_factory=set)


def verb_group(
    parse: Parse,
    verb: int,
    lemma: Callable[[str], str],
    *,
    may_not: str,
    leader: VerbGroup | None = None,
) -> VerbGroup:
    """The group of `verb`. `leader` is the group of the verb it is coordinated with, whose
    auxiliaries it may share ("must notify … and document")."""
    group = VerbGroup(verb, verb, "", verb, verb, denied=_denies(parse, verb, leader))
    prefix: list[str] = []
    token, shares = verb, leader
    for _ in range(4):
        _auxiliaries(parse, token, group)
        if shares is not None:
            _share(parse, token, group, shares)
            shares = None
        form = lemma(parse.lower[token])
        below = _complement(parse, token)
        if below is None:
            break
        complement, adjective = below
        if adjective is not None:
            word = parse.lower[adjective]
            if parse.child(adjective, "advmod", "neg") is not None:
                group.why_weak = "an adverb turns the meaning"
            if word in ("able", "unable") and group.modality not in ("must", "should"):
                group.hedged |= group.modality == "may"  # "may not be able to"
                group.modality = "can"
                group.negative ^= word == "unable"
            elif word in ("required", "obligated", "obliged", "necessary"):
                _oblige(group, prefix, "be required to")
            elif word in ("permitted", "allowed", "authorized", "entitled"):
                _permit(group, prefix, word, denied=group.denied)
            else:
                prefix.append(f"be {word} to")
        elif (group.passive and form in _FORBIDDEN) or form in _ABSTAINING:
            _forbid(group, abstains=form in _ABSTAINING)
        elif group.passive and form in _OBLIGED:
            _oblige(group, prefix, "be required to")
        elif group.passive and form in _PERMITTED:
            _permit(group, prefix, parse.lower[token], denied=group.denied)
        elif (group.passive and form in _EVIDENCE) or form == "have" or form == "be":
            if _is_left_undone(parse, token, complement, group):
                pass
            elif form == "have":
                _oblige(group, prefix, "have to")
            elif form == "be":
                prefix.append("be to")
        elif form == "need":
            _oblige(group, prefix, "need to")
        elif form == "fail" and not group.negative and not group.denied:
            group.negative = True
        else:
            shown = f"be {parse.lower[token]}" if group.passive else form
            if parse.dep[complement] == "pcomp":
                link = " from"
            else:
                to = any(parse.lower[c] == "to" for c in parse.with_dep(complement, "aux"))
                link = " to" if to else ""
            prefix.append(f"{shown}{link}")
        group.passive = False
        token = complement
    group.inner = token
    word = parse.lower[token]
    if group.passive:
        core = f"be {word}"
    elif parse.tag[token] == "VBG" and prefix and not prefix[-1].endswith(" to"):
        core = word
    else:
        core = lemma(word)
    particle = parse.child(token, "prt")
    group.last = token
    if particle is not None:
        core = f"{core} {parse.lower[particle]}"
        if particle == token + 1:
            group.last = particle
    group.predicate = " ".join([*prefix, core])
    if core == "be entitled" and not prefix:
        _state(group)
    if group.modality == "may" and group.negative:
        if _HABITS.intersection(parse.lower[group.outer - 2 : group.inner]):
            group.why_weak = group.why_weak or TWO_READINGS
        if may_not == "prohibition" or _denied_throughout(parse, group):
            group.modality = "must"
        else:
            group.hedged = True
    return group


def _auxiliaries(parse: Parse, token: int, group: VerbGroup) -> None:
    for child in parse.children[token]:
        word, dep = parse.lower[child], parse.dep[child]
        denying = denying_phrase(parse, child)
        if denying is not None:
            group.negative = not group.negative
            group.held.update(denying)
        elif dep == "aux" and word in _MODALS:
            group.modality, hedged = _MODALS[word]
            group.hedged |= hedged
            group.own_modal = True
            if word in _HYPOTHETICAL:
                group.why_weak = "reads 'would'"
        elif dep == "aux" and word == "have" and _PERFECT & set(parse.lower[child - 2 : child]):
            group.why_weak = "says what must have been done before"
        elif dep == "aux" and word == "need":
            group.why_weak = "reads 'need not'"
        elif dep == "auxpass":
            group.passive = True
        elif word == "longer" and parse.lower[child - 1] == "no":
            if opens_bound(parse, child - 1):
                continue
            group.negative = not group.negative
            group.held |= {child - 1, child}
        elif word in _NEGATIONS and dep in ("neg", "advmod", "preconj"):
            _negate(parse, child, group)
        elif dep == "advmod":
            if word in _HEDGES:
                group.hedged = True
            elif word in WHOLLY and parse.lower[child + 1 : child + 2] == ["no"]:
                group.held.add(child)
            elif word in _NEAR_NEGATIONS:
                group.why_weak = f"weakened by '{word}'"


def _negate(parse: Parse, negation: int, group: VerbGroup) -> None:
    if opens_bound(parse, negation):
        return
    following = parse.lower[negation + 1] if negation + 1 < len(parse.lower) else ""
    group.held.add(negation)
    if following in ("only", "just", "merely"):
        group.held.add(negation + 1)
        return
    if following in ("necessarily", "always"):
        group.why_weak = f"reads 'not {following}'"
    group.negative = not group.negative


def _share(parse: Parse, token: int, group: VerbGroup, leader: VerbGroup) -> None:
    tag = parse.tag[token]
    joined = {parse.lower[c] for c in parse.with_dep(parse.head[token], "cc")}
    if "nor" in joined and leader.negative and tag in ("VBZ", "VBD") and not group.negative:
        group.negative = True  # "neither endorses nor opposes"
    if group.own_modal or parse.child(token, "aux", "auxpass") is not None:
        return
    base_form = tag == "VB" or (tag == "VBP" and leader.modality != "none")
    participle = tag in ("VBN", "VBD") and leader.passive
    progressive = tag == "VBG" and parse.tag[leader.inner] == "VBG"  # "may be holding or moving"
    shares = base_form or participle or progressive
    if shares and leader.own_modal and parse.child(token, "nsubj", "nsubjpass") is not None:
        if tag != "VBP" or parse.lower[token] not in ("are", "have", "do"):
            group.why_weak = group.why_weak or "whose clause it is is not certain"
        return
    if shares:
        group.modality, group.hedged = leader.modality, leader.hedged
        group.negative ^= leader.negative
        group.held |= leader.held
        group.passive = group.passive or (participle and not base_form)
        group.own_modal = leader.own_modal


def _complement(parse: Parse, token: int) -> tuple[int, int | None] | None:
    """(verb, adjective between) that `token` governs as an open complement, or behind "from"."""
    for child in parse.children[token]:
        if parse.dep[child] == "prep" and parse.lower[child] == "from":
            gerund = parse.child(child, "pcomp")
            if gerund is not None and parse.tag[gerund] == "VBG" and _kept_from(parse, token):
                return gerund, None
        if parse.dep[child] == "xcomp" and child > token and parse.tag[child].startswith("VB"):
            to = any(parse.lower[c] == "to" for c in parse.with_dep(child, "aux"))
            aspect = parse.tag[child] == "VBG" and parse.lower[token] in _ASPECT
            if (
                (to or aspect or parse.tag[child] == "VB")
                and parse.child(child, "nsubj", "nsubjpass") is None
                and not any(parse.dep[c] in ("dobj", "dative") for c in parse.children[token])
            ):
                return child, None
        elif parse.dep[child] == "acomp":
            for below in parse.children[child]:
                if parse.dep[below] == "xcomp" and parse.tag[below].startswith("VB"):
                    return below, child
    return None


def _is_left_undone(parse: Parse, token: int, complement: int, group: VerbGroup) -> bool:
    """Whether "yet" or "still" behind "have" or "be" says that nothing is done so far ("has yet to
    release", "are still to be chosen"), which `group` then denies; no duty is meant."""
    before = next((c for c in parse.with_dep(complement, "aux") if parse.lower[c] == "to"), 0) - 1
    if before <= token or parse.lower[before] not in _SO_FAR:
        return False
    if group.negative or group.denied or group.own_modal:  # "is not yet to be used" may forbid
        group.why_weak = group.why_weak or "'yet to' has two readings"
    group.negative = True
    group.held.add(before)
    return True


def _kept_from(parse: Parse, token: int) -> bool:
    """Whether "from" behind `token` says what is forbidden to its own subject ("are barred from
    entering", "must refrain from calling")."""
    form = parse.lower[token]
    if any(form.startswith(verb) for verb in _ABSTAINING):
        return True
    passive = parse.child(token, "auxpass") is not None
    return passive and parse.child(token, "dobj") is None


def _oblige(group: VerbGroup, prefix: list[str], negated: str) -> None:
    # "is not required to" leaves free; it is not "must not"; "may be required to" is no duty yet
    if group.negative:
        prefix.append(negated)
    elif group.modality in ("may", "can") and group.own_modal:
        prefix.append(negated)
        group.hedged = True
    else:
        group.modality = "must"


def _forbid(group: VerbGroup, *, abstains: bool) -> None:
    """ "Is prohibited from" is "must not", "is not prohibited from" is "may"; "must refrain from"
    keeps its own modal verb."""
    if not abstains:
        group.modality = "may" if group.negative else "must"
    group.negative = not group.negative


def _permit(group: VerbGroup, prefix: list[str], word: str, *, denied: bool) -> None:
    """ "Is not permitted to" forbids; who "is not entitled to" has no right, and breaks no rule.
    `denied`: the subject has the negation ("no member is entitled to")."""
    required = group.own_modal and group.modality in ("must", "should") and not group.negative
    if required and word != "entitled":
        prefix.append(f"be {word} to")  # whoever else must allow it
        return
    if word != "entitled" or not (group.negative or denied):
        group.modality = "must" if group.negative else "may"
        return
    prefix.append("be entitled to")
    _state(group)


def _state(group: VerbGroup) -> None:
    """ "Shall be entitled" says what is, not what to do."""
    if group.modality == "must":
        group.modality = "none"


def _denies(parse: Parse, verb: int, leader: VerbGroup | None) -> bool:
    """Whether the subject of `verb`, or the one that it shares with its `leader`, has a "no"."""
    subject = parse.child(verb, "nsubj", "nsubjpass")
    if subject is None:
        return leader is not None and leader.denied
    words = [subject, *(c for c in parse.children[subject] if c < subject)]
    not_one = "not" in parse.lower[parse.left[subject] : subject]
    return not_one or any(parse.lower[token] in _DENYING for token in words)


def _denied_throughout(parse: Parse, group: VerbGroup) -> bool:
    """Whether an adverbial denies the clause: "may in no case" forbids in any text."""
    return any(denying_phrase(parse, token) is not None for token in group.held)
