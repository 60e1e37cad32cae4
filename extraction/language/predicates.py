"""The predicates of a verb group with their objects: direct object, complement, preposition,
agent. Passive without an agent that acts: "be <participle>"; with one: the agent is the subject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.language.arguments import (
    Phrase,
    coordinated,
    objects,
    whole_coordination,
    with_scope,
)
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse

# Verbs that say who gets something; the preposition completes them even where an object stands
# between: "report the incident to the authority" says "report to the authority".
_TRANSFER = frozenset({"report", "submit", "disclose", "send", "provide", "give", "transmit",
                       "deliver", "forward", "transfer", "release", "grant", "refer", "escalate",
                       "notify", "inform", "return", "assign", "pay", "sell", "issue"})  # fmt: skip
_TRANSFER_PREPOSITIONS = frozenset({"to", "of", "about"})
_NOTHING: frozenset[str] = frozenset()
# Prepositions that only say when, how or why, or that need more than one noun to be complete.
_LOOSE = frozenset(
    """during after before until within upon without except via despite per than like unlike because
    between among throughout since following including whether if unless through due such regarding
    given as besides toward concerning versus vs compared according depending prior instead
    notwithstanding whereas over under out at""".split()
)
# "in accordance with", "with respect to": the noun belongs to the preposition
_PREPOSITIONAL_NOUNS = frozenset(
    """accordance respect order addition means case cases event terms view light conjunction
    contrast behalf regard connection lieu time course absence presence extent manner way basis
    part fact general particular total turn comparison study paragraph section subpart example
    instance purpose purposes response place period setting average vitro vivo""".split()
)
_TAKING_WITH = frozenset({"provide", "supply", "furnish", "present"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One predicate with its object. `last` is its last word; `inverted`: the object acts;
    `words`: the object is said of the subject in words (an adjective), it names nothing."""

    predicate: str
    last: int
    object: Phrase | None
    rule: str
    why_weak: str = ""
    inverted: bool = False
    words: bool = False


class PredicateReader:
    """Reads predicates and objects; `acts` says whether a surface names someone who acts."""

    def __init__(
        self, lemma: Callable[[str], str], names: dict[str, str], acts: Callable[[str], bool]
    ) -> None:
        self._lemma = lemma
        self._names = names
        self._acts = acts

    def read(self, parse: Parse, group: VerbGroup) -> list[Reading]:
        """All readings of `group`; never empty unless its complement is a clause."""
        verb = group.inner
        lemma = self._lemma(parse.lower[verb])
        name = self._names.get(group.predicate, group.predicate)
        direct = parse.child(verb, "dobj")
        complement = parse.child(verb, "attr", "oprd")
        adjective = parse.child(verb, "acomp")
        cut = self._cut(parse, verb, direct, complement, adjective)
        found: list[Reading] = []
        if direct is not None:
            found.extend(self._direct(parse, group, name, lemma, direct, cut))
        elif complement is not None and parse.tag[complement][:2] in ("NN", "CD"):
            found.append(self._complement(parse, group, name, lemma, complement, cut))
        elif adjective is not None:
            found.append(self._adjective(parse, group, name, adjective))
        if group.passive and (agent := parse.child(verb, "agent")) is not None:
            found.extend(self._agent(parse, group, name, lemma, agent, cut))
        between = ""
        for preposition in parse.with_dep(verb, "prep", "dative"):
            if adjective is not None:
                break
            moves = lemma in _TRANSFER and parse.lower[preposition] in _TRANSFER_PREPOSITIONS
            why = cut or ("" if moves else between)
            found.extend(self._preposition(parse, group, preposition, name, direct, lemma, why))
            if preposition > verb:
                between = "another phrase stands between"
        if not found and not any(
            parse.dep[c] in ("ccomp", "xcomp", "attr", "oprd", "dobj", "acomp")
            for c in parse.children[verb]
        ):
            why = "" if group.modality != "none" and group.passive else "no object"
            if any(parse.dep[c] == "prep" and parse.lower[c] == "as" for c in parse.children[verb]):
                why = why or "complement left out"
            rule = "passive" if group.passive else "active"
            found.append(Reading(name, group.last, None, rule, cut or why))
        return found

    def _cut(
        self,
        parse: Parse,
        verb: int,
        direct: int | None,
        complement: int | None,
        adjective: int | None,
    ) -> str:
        labels = {parse.dep[c] for c in parse.children[verb] if c > verb}
        if direct is not None and (adjective or complement or labels & {"ccomp", "xcomp"}):
            return "complement left out"
        for child in parse.children[verb]:
            if parse.lower[child] in ("negatively", "inversely"):
                return "an adverb turns the meaning"
            if parse.dep[child] in ("prep", "advmod") and (
                parse.lower[child] in ("than", "more", "less", "compared")
                or (parse.tag[child] == "RBR" and parse.lower[child] != "longer")
            ):
                return "comparison left out"
        if any(
            parse.tag[c] in ("VBN", "VBG") and parse.dep[c] == "xcomp" for c in parse.children[verb]
        ):
            return "complement is not certain"
        return ""

    def _direct(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, direct: int, cut: str
    ) -> list[Reading]:
        verb = group.inner
        with_what = next(
            (c for c in parse.with_dep(verb, "prep") if parse.lower[c] == "with" and c > direct),
            None,
        )
        if lemma in _TAKING_WITH and with_what is not None:
            # "provides the individual with a statement"
            what = parse.child(with_what, "pobj")
            if what is None or not parse.tag[what].startswith("NN"):
                return []
            return [
                *(Reading(name, group.last, p, "active", cut) for p in objects(parse, what, group)),
                *(
                    Reading(f"{name} to", group.last, p, "active", cut)
                    for p in objects(parse, direct, group)
                ),
            ]
        also = _TRANSFER_PREPOSITIONS if lemma in _TRANSFER else _NOTHING
        if group.passive and lemma not in _TRANSFER:
            cut = cut or "object of a passive"
        phrases = objects(parse, direct, group)
        if group.modality == "none":
            phrases = [*phrases[:-1], with_scope(parse, phrases[-1], verb, also=also)]
        return [Reading(name, group.last, phrase, "active", cut) for phrase in phrases]

    def _complement(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, complement: int, cut: str
    ) -> Reading:
        heads, _ = coordinated(parse, complement)
        phrase = (
            whole_coordination(parse, heads)
            if len(heads) > 1
            else with_scope(parse, objects(parse, complement, group)[0], group.inner, also=_NOTHING)
        )
        rule = "copula" if lemma in ("be", "become", "remain") else "active"
        return Reading(name, group.last, phrase, rule, cut)

    def _adjective(self, parse: Parse, group: VerbGroup, name: str, adjective: int) -> Reading:
        prepositions = parse.with_dep(adjective, "prep")
        plain = not any(
            parse.dep[c] in ("advmod", "cc", "conj", "npadvmod", "ccomp", "xcomp", "advcl", "neg")
            for c in parse.children[adjective]
        )
        if plain and len(prepositions) == 1 and parse.tag[adjective] == "JJ":
            noun = parse.child(prepositions[0], "pobj")
            if (
                noun is not None
                and parse.tag[noun].startswith("NN")
                and parse.child(noun, "conj") is None
            ):
                predicate = f"{name} {parse.lower[adjective]} {parse.lower[prepositions[0]]}"
                phrase = with_scope(
                    parse, objects(parse, noun, group)[0], group.inner, also=_NOTHING
                )
                return Reading(predicate, prepositions[0], phrase, "copula")
        phrase = Phrase(adjective, parse.left[adjective], parse.right[adjective])
        phrase = with_scope(parse, phrase, group.inner, also=_NOTHING)
        return Reading(name, group.last, phrase, "copula", words=True)

    def _agent(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, agent: int, cut: str
    ) -> list[Reading]:
        noun = parse.child(agent, "pobj")
        if noun is None or not parse.tag[noun].startswith("NN"):
            return []
        phrases = objects(parse, noun, group)
        if group.predicate == f"be {parse.lower[group.inner]}" and all(
            self._acts(parse.lower[phrase.head]) for phrase in phrases
        ):
            verb = self._names.get(lemma, lemma)
            return [
                Reading(verb, group.last, p, "passive-agent", cut, inverted=True) for p in phrases
            ]
        last = agent if agent == group.last + 1 else group.last
        return [Reading(f"{name} by", last, p, "passive", cut) for p in phrases]

    def _preposition(
        self, parse: Parse, group: VerbGroup, preposition: int, name: str, direct: int | None,
        lemma: str, cut: str,
    ) -> list[Reading]:  # fmt: skip
        word = parse.lower[preposition]
        if parse.dep[preposition] == "dative" and parse.tag[preposition].startswith("NN"):
            if lemma not in _TRANSFER:
                return []
            phrases = objects(parse, preposition, group)
            return [Reading(f"{name} to", group.last, p, "active", cut) for p in phrases]
        noun = parse.child(preposition, "pobj")
        if noun is None or word in _LOOSE or preposition < group.inner:
            return []
        if parse.tag[noun][:2] not in ("NN", "CD") or parse.lower[noun] in _PREPOSITIONAL_NOUNS:
            return []
        if direct is not None and not (lemma in _TRANSFER and word in _TRANSFER_PREPOSITIONS):
            return []
        why = cut
        if lemma == "be" and parse.tag[noun] == "CD":
            why = why or "bare figure"
        last = preposition if preposition == group.last + 1 else group.last
        phrases = objects(parse, noun, group)
        if group.modality == "none" and direct is None:
            phrases = [*phrases[:-1], with_scope(parse, phrases[-1], group.inner, also=_NOTHING)]
        rule = "passive" if group.passive else "preposition"
        return [Reading(f"{name} {word}", last, p, rule, why) for p in phrases]
