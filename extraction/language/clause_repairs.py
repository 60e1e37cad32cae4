"""Verbs that the model takes for nouns and nouns that it takes for verbs, told by what no sentence
can have: a modal without a verb, a noun with an object, a clause without a subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.spacy_model import load_verb_lemmas

_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_BESIDE = ("compound", "nmod", "amod", "nummod")
_CLAUSES = ("advcl", "ccomp", "relcl", "acl", "conj")
_OPENERS = frozenset({"if", "when", "whenever", "where", "unless"})
# "must, save in an emergency, attend"
_SAVED = frozenset("in for where when as with under on by to that".split())
# they take no object: a clause behind "that" is whole without one
_WITHOUT_OBJECT = frozenset(
    "comply conform exist work function arrive operate agree apply belong remain".split()
)


@dataclass(frozen=True, slots=True)
class _Change:
    tag: str = ""
    dep: str = ""
    head: int = -1


def with_clauses(parse: Parse) -> Parse:
    """`parse` with each of its sentences a clause: "The clerk | stores files", "must, save in an
    emergency, | attend", "The park warden, …, may issue"; itself where nothing is wrong."""
    for repair in (
        _modal_verbs, _verbs_of_names, _subjects_of_modals, _savings, _exceptions_before, _asides,
        _conditions, _verbs_of_objects, _verbs_of_plurals, _verbs_of_clauses,
    ):  # fmt: skip
        for sentence in parse.sentences:
            parse = _changed(parse, repair(parse, sentence))
    return parse


def _changed(parse: Parse, changes: Mapping[int, _Change]) -> Parse:
    if not changes:
        return parse
    tag, dep, head = list(parse.tag), list(parse.dep), list(parse.head)
    for token, change in changes.items():
        tag[token] = change.tag or tag[token]
        dep[token] = change.dep or dep[token]
        head[token] = change.head if change.head >= 0 else head[token]
    return replace(parse, tag=tag, dep=dep, head=head)


def _is_verb(parse: Parse, token: int) -> bool:
    return parse.words[token].isalpha() and load_verb_lemmas().is_verb(parse.lower[token])


def _present(parse: Parse, token: int) -> str:
    return "VBZ" if parse.lower[token].endswith("s") else "VBP"


def _has_verb(parse: Parse, first: int, stop: int) -> bool:
    return any(tag[:2] in ("VB", "MD") for tag in parse.tag[first:stop])


def _modal_verbs(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """A noun with an auxiliary ("needn't | telephone"), or with subject and object, is a verb."""
    found: dict[int, _Change] = {}
    for token in range(*sentence):
        if parse.tag[token] not in (*_NOUNS, "JJ") or not _is_verb(parse, token):
            continue
        if parse.child(token, "aux") is not None:
            found[token] = _Change("VB")
        elif parse.head[token] == token and {"nsubj", "dobj"} <= {
            parse.dep[c] for c in parse.children[token]
        }:
            found[token] = _Change(_present(parse, token))
    return found


def _verbs_of_names(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "Ann Lee | chairs the panel", whose verb hangs on one half of the name."""
    name = next((t for t in range(*sentence) if parse.head[t] == t), sentence[0])
    given, verb = name - 1, name + 1
    if parse.tag[name] not in ("NNP", "NNPS") or verb not in parse.with_dep(name, *_CLAUSES):
        return {}
    if given not in parse.with_dep(name, "nsubj") or parse.tag[verb] not in FINITE:
        return {}
    return {
        **{c: _Change(head=verb) for c in parse.children[name] if c > verb},
        given: _Change(dep="compound"),
        name: _Change(dep="nsubj", head=verb),
        verb: _Change(dep="ROOT", head=verb),
    }


def _subjects_of_modals(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "On the quay | visitors must not:", where the place takes the subject in."""
    start, stop = sentence
    modal = next((t for t in range(start, stop) if parse.head[t] == t), start)
    noun, before = modal - 1, modal - 2
    if parse.tag[modal] != "MD" or parse.child(modal, *SUBJECTS) is not None or before <= start:
        return {}
    place = parse.head[noun]
    if place != start or parse.dep[place] != "prep" or parse.dep[noun] != "pobj":
        return {}
    opened = parse.child(noun, "det", "poss")
    joined = parse.dep[before] in ("compound", "nmod") and parse.head[before] == noun
    if not joined or opened is None or parse.tag[noun] not in ("NNS", "NNP"):
        return {}
    return {
        **{c: _Change(head=before) for c in parse.children[noun] if c < before},
        before: _Change(dep="pobj", head=place),
        noun: _Change(dep="nsubj", head=modal),
    }


def _savings(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "Save" between a modal with a comma and a comma with a verb is a preposition."""
    for token in range(sentence[0] + 2, sentence[1] - 2):
        if parse.lower[token] != "save" or parse.words[token - 1] != ",":
            continue
        if parse.tag[token - 2] != "MD" or parse.lower[token + 1] not in _SAVED:
            continue
        comma = next((t for t in range(token + 2, sentence[1]) if parse.words[t] == ","), 0)
        verb = next((t for t in parse.with_dep(token, "conj") if t > comma > 0), 0)
        if not verb or verb - comma > 2 or parse.tag[verb] not in ("VB", "VBP"):
            continue
        above = verb if parse.head[token] == token else parse.head[token]
        moved = [c for c in parse.children[token] if not token < c < comma and c != verb]
        return {
            **{c: _Change(head=verb) for c in moved},
            verb: _Change("VB", parse.dep[token], above),
            token: _Change("IN", "prep", verb),
        }
    return {}


def _exceptions_before(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "Except as …, the owner | shall pay" has the head "shall pay", not "except"."""
    first = sentence[0]
    if parse.lower[first] not in ("except", "save") or parse.head[first] != first:
        return {}
    verb = parse.child(first, "pcomp", "ccomp", "conj")
    if verb is None or parse.child(verb, *SUBJECTS) is None or parse.child(verb, "aux") is None:
        return {}
    subject = parse.child(verb, *SUBJECTS) or verb
    comma = parse.left[subject] - 1
    if comma < first + 2 or parse.words[comma] != ",":
        return {}
    inside = [c for c in parse.children[verb] if first < c < comma]
    behind = [c for c in parse.children[first] if c > comma and c != verb]
    return {
        **{c: _Change(dep="pcomp", head=first) for c in inside},
        **{c: _Change(head=verb) for c in behind},
        verb: _Change(dep="ROOT", head=verb),
        first: _Change(dep="prep", head=verb),
    }


def _asides(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """The words before a comma at the beginning are the subject of a modal's verb without one: "The
    park warden, in the absence of the clerk, | may issue"."""
    verb = next((t for t in range(*sentence) if parse.head[t] == t), sentence[0])
    helpers = parse.with_dep(verb, "aux")
    if parse.child(verb, *SUBJECTS) is not None or not any(parse.tag[t] == "MD" for t in helpers):
        return {}
    for noun in parse.with_dep(verb, "advcl", "ccomp"):
        first = parse.child(noun, "nsubj")
        parts = [c for c in parse.children[noun] if parse.words[c] != ","]
        if first is None or parts != [first] or parse.words[noun + 1] != "," or noun > verb:
            continue
        if first != noun - 1 or parse.left[first] != sentence[0]:
            continue
        return {
            **{c: _Change(head=noun) for c in parse.children[first]},
            first: _Change(dep="compound"),
            noun: _Change("NN", "nsubj", verb),
        }
    return {}


def _conditions(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "If the blank | exceeds 5 mg, …": the opening clause has a verb."""
    start = sentence[0]
    if parse.lower[start] not in _OPENERS or parse.dep[start] not in ("mark", "advmod"):
        return {}
    for verb in parse.with_dep(parse.head[start], "advcl"):
        after, noun = parse.right[verb] + 1, verb - 1
        plain = parse.tag[verb] == "NNS" and parse.left[verb] == start + 1 < noun
        if not plain or parse.words[after : after + 1] != [","] or not _is_verb(parse, verb):
            continue
        if _has_verb(parse, start, after) or noun not in parse.with_dep(verb, *_BESIDE):
            continue
        changes = {c: _Change(head=noun) for c in parse.children[verb] if c < noun}
        thing = parse.child(verb, "appos", "nummod", "npadvmod")
        if thing is not None and thing > verb:
            changes[thing] = _Change(dep="dobj")
        return {
            **changes,
            start: _Change(head=verb),
            noun: _Change("NN", "nsubj"),
            verb: _Change("VBZ"),
        }
    return {}


def _verbs_of_objects(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """A noun with an object right behind it ("the guild | fund the bus") is the verb of a sentence
    that has none."""
    if _has_verb(parse, *sentence):
        return {}
    for verb in range(sentence[0] + 1, sentence[1]):
        thing, noun = parse.child(verb, "dobj"), verb - 1
        if thing is None or parse.tag[verb] not in _NOUNS or not _is_verb(parse, verb):
            continue
        opened = parse.left[thing] == verb + 1 and parse.tag[verb + 1] in ("DT", "PRP$", "CD")
        if not opened or noun not in parse.with_dep(verb, *_BESIDE):
            continue
        changes = {c: _Change(head=noun) for c in parse.children[verb] if c < noun}
        changes[verb] = _Change(_present(parse, verb), "ROOT", verb)
        above = parse.head[verb]
        if above == verb:
            return {**changes, noun: _Change("NN", "nsubj")}
        if parse.dep[verb] == "conj" and parse.head[above] == above and parse.tag[above] in _NOUNS:
            changes[above] = _Change(dep="nsubj", head=verb)
            return {**changes, noun: _Change("NN", "conj", above)}
    return {}


def _verbs_of_plurals(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """A plural between a singular noun and another plural ("The clerk | stores files.") is the verb
    of a sentence that has none."""
    start, stop = sentence
    root = next((t for t in range(start, stop) if parse.head[t] == t), start)
    if _has_verb(parse, start, stop) or parse.words[stop - 1] != "." or parse.tag[root] != "NNS":
        return {}
    if parse.kind == "heading" or parse.tag[start] not in ("DT", "NNP"):
        return {}
    for verb in parse.with_dep(root, "compound", "nmod"):
        noun = verb - 1
        singular = parse.tag[noun] in ("NN", "NNP") and parse.head[noun] in (root, verb)
        if parse.tag[verb] != "NNS" or noun <= start or not singular or not _is_verb(parse, verb):
            continue
        before = [c for c in (*parse.children[root], *parse.children[verb]) if c < noun]
        stops = [c for c in parse.children[root] if parse.dep[c] == "punct" and c > root]
        return {
            **{c: _Change(head=noun) for c in before},
            **{c: _Change(head=verb) for c in stops},
            noun: _Change(dep="nsubj", head=verb),
            verb: _Change("VBZ", "ROOT", verb),
            root: _Change(dep="dobj", head=verb),
        }
    return {}


def _verbs_of_clauses(parse: Parse, sentence: tuple[int, int]) -> dict[int, _Change]:
    """ "The seller | warrants that the goods are new" has a verb: nothing is left out of the clause
    behind "that", as would be of "warrants that he holds"."""
    start, stop = sentence
    verb = next((t for t in range(start, stop) if parse.head[t] == t), start)
    clause, noun, that = parse.child(verb, "relcl", "acl", "ccomp"), verb - 1, verb + 1
    if clause is None or parse.lower[that] != "that" or parse.left[clause] != that:
        return {}
    as_clause = {that: _Change("IN", "mark", clause), clause: _Change(dep="ccomp")}
    if parse.tag[verb] in FINITE:
        return as_clause if parse.dep[clause] == "relcl" else {}
    if parse.tag[verb] != "NNS" or parse.words[stop - 1] != "." or not _is_verb(parse, verb):
        return {}
    subject = next((c for c in parse.with_dep(clause, *SUBJECTS) if c != that), None)
    if (
        subject is None
        or noun not in parse.with_dep(verb, *_BESIDE)
        or not _is_whole(parse, clause)
    ):
        return {}
    return {
        **{c: _Change(head=noun) for c in parse.children[verb] if c < noun},
        noun: _Change(dep="nsubj"),
        verb: _Change("VBZ"),
        **as_clause,
    }


def _is_whole(parse: Parse, verb: int) -> bool:
    things = [c for c in parse.with_dep(verb, "dobj") if parse.lower[c] != "that"]
    if things or parse.child(verb, "attr", "acomp", "nsubjpass", "ccomp") is not None:
        return True
    return load_verb_lemmas()(parse.lower[verb]) in _WITHOUT_OBJECT
