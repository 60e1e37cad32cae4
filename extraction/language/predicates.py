"""The predicates of a verb group with their objects: direct object, complement, preposition,
agent. Passive without an agent that acts: "be <participle>"; with one: the agent is the subject."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.language.arguments import Phrase, coordinated, objects, whole_coordination
from extraction.language.clauses import BELIEF, DOUBTED
from extraction.language.instructions import INSTRUCTION, recipient, thing_and_state
from extraction.language.modality import VerbGroup
from extraction.language.noun_phrases import with_bound
from extraction.language.parse import Parse
from extraction.language.phrase_repairs import names_time
from extraction.language.roles import UNREAD, joint_verbs, part_of, parts_of_clause

# Verbs that say who gets something; the preposition completes them even where an object stands
# between: "report the incident to the authority" says "report to the authority".
_TRANSFER = frozenset({"report", "submit", "disclose", "send", "provide", "give", "transmit",
                       "deliver", "forward", "transfer", "release", "grant", "refer", "escalate",
                       "notify", "inform", "return", "assign", "pay", "sell", "issue"})  # fmt: skip
_NO_OBJECT = ("time", "amount", "frequency", "limit", "")
_STATES = ("under", "without", "above", "below", "over", "between", "due", "out", "outside")
_QUOTES = ('"', "“", "”")
# Prepositions that only say when, how or why, or that need more than one noun to be complete.
_LOOSE = frozenset(
    """during after before until within upon without except via despite per than like unlike because
    between among throughout since following including whether if unless through due such regarding
    given besides toward concerning versus vs compared according depending prior instead
    notwithstanding whereas over under out at""".split()
)
# "in accordance with", "with respect to": the noun belongs to the preposition
_PREPOSITIONAL_NOUNS = frozenset(
    """accordance respect order addition means case cases event terms view light conjunction
    contrast behalf regard connection lieu time course absence presence advance extent manner way
    basis part fact general particular total turn comparison study paragraph section subpart example
    instance purpose purposes response place period setting average vitro vivo""".split()
)
# they say nothing without an object
_TRANSITIVE = frozenset(
    """be mean use make take provide include require have obtain implement maintain disclose ensure
    contain establish send give keep develop identify determine describe need permit allow enable
    prohibit receive cause create reduce bring hold buy acquire want get
    update review amend""".split()
)
_NEEDING = _TRANSITIVE - frozenset({"be", "provide", "need", "take", "develop", "hold", "get"})
_GIVING = frozenset({"submit", "send", "provide", "give", "transmit", "deliver", "disclose",
                     "forward", "grant", "assign", "issue"})  # fmt: skip
# beginnings of the forms of "forbid someone to", "require someone to"
_MAKING_TO = ("forbid", "forbade", "allow", "permit", "requir", "oblig", "enabl", "instruct",
              "order", "ask", "encourag", "advis", "entitl", "authori")  # fmt: skip
# what must be approved needs the approval; nobody must approve it
_ASSENTING = frozenset("""approve authorise authorize endorse ratify sanction accept confirm grant
    permit allow agree countersign adopt pass""".split())  # fmt: skip
# "furnish a room with chairs": nobody gets them
_FURNISHED = frozenset("""room house flat apartment dwelling premise hall office ward building home
    cottage cabin hut lounge kitchen lobby""".split())  # fmt: skip
_TAKING_WITH = frozenset({"provide", "supply", "furnish", "present"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One predicate with its object. `last` is its last word; `inverted`: the object acts;
    `words`: the object is said of the subject in words (an adjective, a clause), it names nothing.
    `roles`: parts that the object's place gives a role: (kind, first, last)."""

    predicate: str
    last: int
    object: Phrase | None
    rule: str
    why_weak: str = ""
    inverted: bool = False
    words: bool = False
    roles: tuple[tuple[str, int, int], ...] = ()


class PredicateReader:
    """Reads predicates and objects; `acts` says whether a surface names someone who acts."""

    def __init__(
        self, lemma: Callable[[str], str], names: dict[str, str], acts: Callable[[str], bool]
    ) -> None:
        self._lemma = lemma
        self._names = names
        self._acts = acts

    def read(self, parse: Parse, group: VerbGroup) -> list[Reading]:
        """The readings of `group`: one predicate, with each of its objects that may be taken
        apart. What else hangs on the verb is no object: it goes into roles (roles.py)."""
        if group.told:
            return _instructed(parse, group)
        verb = group.inner
        lemma = self._lemma(parse.lower[verb])
        name = self._names.get(group.predicate, group.predicate)
        direct = self._object(parse, group)
        complement = parse.child(verb, "attr", "oprd")
        adjective = parse.child(verb, "acomp")
        cut = self._cut(parse, verb)
        if direct is not None:
            return self._direct(parse, group, name, lemma, direct, cut)
        if complement is not None and parse.tag[complement][:2] in ("NN", "CD"):
            return [self._complement(parse, group, name, lemma, complement, cut)]
        if adjective is not None:
            return [self._adjective(parse, group, name, adjective)]
        if (clause := _clause_object(parse, group)) is not None:
            thought = lemma in DOUBTED and parse.dep[clause.head] == "ccomp"
            cut = cut or (BELIEF if thought else "")
            return [Reading(name, group.last, clause, "active", cut, words=True)]
        agent = parse.child(verb, "agent") if group.passive else None
        others = parse.with_dep(verb, "prep")
        if agent is not None and not any(group.last < other < agent - 1 for other in others):
            found = self._agent(parse, group, name, lemma, agent, cut)
            if found:
                return found
        between = ""
        for preposition in parse.with_dep(verb, "prep"):
            found = self._preposition(parse, group, preposition, name, cut or between)
            if found:
                return found
            if preposition > verb:
                between = "another phrase stands between"
        if any(parse.dep[c] in ("ccomp", "xcomp", "attr", "oprd") for c in parse.children[verb]):
            return []
        rule = "passive" if group.passive else "active"
        parts = any(p.kind not in ("", UNREAD) for p in parts_of_clause(parse, group))
        said = parts or (group.passive and group.modality != "none")
        why = "" if said and (group.passive or lemma not in _TRANSITIVE) else "no object"
        return [Reading(name, group.last, None, rule, cut or why)]

    def _object(self, parse: Parse, group: VerbGroup) -> int | None:
        """The direct object; that of the next verb where it is said of both ("use or disclose
        records")."""
        return parse.child((group.inner, *joint_verbs(parse, group))[-1], "dobj")

    def _cut(self, parse: Parse, verb: int) -> str:
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
        if _participle_of_noun(parse, verb):
            return "the verb may belong to a noun"
        return ""

    def _direct(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, direct: int, cut: str
    ) -> list[Reading]:
        verb = group.inner
        completed = _completed(parse, verb, direct)
        if completed is not None:
            return [Reading(name, group.last, completed, "active", cut, words=True)]
        roles: tuple[tuple[str, int, int], ...] = ()
        equipped = lemma == "furnish" and parse.lower[direct].removesuffix("s") in _FURNISHED
        if lemma in _TAKING_WITH and not equipped:
            # "provides the individual with a statement"
            for preposition in parse.with_dep(verb, "prep"):
                what = parse.child(preposition, "pobj")
                if parse.lower[preposition] == "with" and preposition > direct and what is not None:
                    if not parse.tag[what].startswith("NN"):
                        return []
                    recipient = ("recipient", parse.left[direct], parse.right[direct])
                    roles, direct = (recipient,), what
        if group.passive and lemma not in _TRANSFER:
            cut = cut or "object of a passive"
        return [
            Reading(name, group.last, phrase, "active", cut, roles=roles)
            for phrase in objects(parse, direct, group)
        ]

    def _complement(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, complement: int, cut: str
    ) -> Reading:
        heads, _ = coordinated(parse, complement)
        phrase = (
            whole_coordination(parse, heads)
            if len(heads) > 1
            else objects(parse, complement, group)[0]
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
                and not names_time(parse, noun)
            ):
                predicate = f"{name} {parse.lower[adjective]} {parse.lower[prepositions[0]]}"
                phrase = objects(parse, noun, group)[0]
                return Reading(predicate, prepositions[0], phrase, "copula")
        first = with_bound(parse, parse.left[adjective])
        phrase = Phrase(adjective, first, _last_word(parse, adjective))
        return Reading(name, group.last, phrase, "copula", words=True)

    def _agent(
        self, parse: Parse, group: VerbGroup, name: str, lemma: str, agent: int, cut: str
    ) -> list[Reading]:
        noun = parse.child(agent, "pobj")
        if noun is None or not parse.tag[noun].startswith("NN"):
            return []
        phrases = objects(parse, noun, group)
        heads, joined = coordinated(parse, noun)
        needed = group.modality in ("must", "should") and lemma in _ASSENTING
        if (
            not needed
            and group.predicate == f"be {parse.lower[group.inner]}"
            and all(self._acts(parse.lower[phrase.head]) for phrase in phrases)
        ):
            verb = self._names.get(lemma, lemma)
            return [
                Reading(verb, group.last, p, "passive-agent", cut, inverted=True) for p in phrases
            ]
        last = agent if agent == group.last + 1 else group.last
        if len(phrases) > 1 and joined == {"and"} and not group.negative:
            phrases = [whole_coordination(parse, heads)]  # nobody does it without the others
        return [Reading(f"{name} by", last, p, "passive", cut) for p in phrases]

    def _preposition(
        self, parse: Parse, group: VerbGroup, preposition: int, name: str, cut: str
    ) -> list[Reading]:
        word = parse.lower[preposition]
        noun = parse.child(preposition, "pobj")
        if noun is None or preposition < group.inner:
            return []
        if name == "be" and preposition == group.last + 1 and word in _STATES:
            phrases = objects(parse, noun, group)
            return [Reading(f"be {word}", preposition, p, "copula", cut) for p in phrases[:1]]
        if word in _LOOSE:
            return []
        if parse.tag[noun][:2] not in ("NN", "CD") or parse.lower[noun] in _PREPOSITIONAL_NOUNS:
            return []
        kind = part_of(parse, preposition, group).kind
        if kind in _NO_OBJECT or (kind == "manner" and word not in ("with", "as")):
            return []
        last = preposition if preposition == group.last + 1 else group.last
        rule = "passive" if group.passive else "preposition"
        phrases = objects(parse, noun, group)
        if len(phrases) > 1 and any(parse.tag[p.head] in ("NN", "NNS") for p in phrases):
            # "is reported in fees and related income" names one place
            phrases = [whole_coordination(parse, coordinated(parse, noun)[0])]
        if not group.passive and self._lemma(parse.lower[group.inner]) in _NEEDING:
            cut = cut or "no object"
        if not group.passive and word == "to" and self._lemma(parse.lower[group.inner]) in _GIVING:
            cut = cut or "no object"
        # "shall sign, for no fee, …" does not say that nobody signs for a fee
        turned = "a negation inside a phrase" if any(p.negative for p in phrases) else ""
        return [Reading(f"{name} {word}", last, p, rule, cut or turned) for p in phrases]


def _participle_of_noun(parse: Parse, verb: int) -> bool:
    """Whether a verb in a list of nouns may be a participle: "stock options, restricted stock"."""
    after = verb + 1
    return (
        parse.tag[verb] in ("VBN", "VBD")
        and parse.dep[verb] != "ROOT"
        and parse.child(verb, "aux", "auxpass") is None
        and (parse.words[verb - 1] == "," or parse.child(verb, "nsubj", "nsubjpass") is None)
        and (parse.words[verb - 1] == "," or parse.dep[verb - 1] == "cc")
        and after < len(parse.tag)
        and parse.tag[after] in ("NN", "NNS", "JJ")
        and parse.tag[verb - 2][:2] == "NN"
    )


def _instructed(parse: Parse, group: VerbGroup) -> list[Reading]:
    """What an instruction says of its thing: what is done with it, and what becomes of it; of one
    who gets something, what that is."""
    direct = parse.child(group.inner, "dobj")
    if recipient(parse, group.inner) is not None and direct is not None:
        phrases = objects(parse, direct, group)
        return [Reading(group.predicate, group.last, one, INSTRUCTION) for one in phrases]
    thing, state = thing_and_state(parse, group.inner) or (group.inner, None)
    if state is None:
        return [Reading(group.predicate, group.last, None, INSTRUCTION)]
    first = max(parse.left[state], parse.right[thing] + 1 if thing > parse.left[state] else 0)
    phrase = Phrase(state, first, _last_word(parse, state))
    return [Reading(group.predicate, group.last, phrase, INSTRUCTION, words=True)]


def _clause_object(parse: Parse, group: VerbGroup) -> Phrase | None:
    """A clause that stands for the object, as words ("ensure that …", "require X to …")."""
    verb = group.inner
    for child in parse.children[verb]:
        if parse.dep[child] in ("ccomp", "xcomp") and child > verb:
            first = parse.left[child]
            if first == group.last + 1 and parse.words[first] not in _QUOTES:
                return Phrase(child, first, _last_word(parse, child))
    return None


def _completed(parse: Parse, verb: int, direct: int) -> Phrase | None:
    """A direct object with the complement that says what becomes of it, as words ("makes the
    notice available", "prohibits companies from paying"); None where it has none."""
    for child in parse.children[verb]:
        if child > direct and (
            parse.dep[child] in ("xcomp", "ccomp", "oprd", "acomp")
            or _kept_from_or_made_to(parse, verb, child)
        ):
            first, last = parse.left[direct], _last_word(parse, child)
            why = "" if parse.left[child] <= parse.right[direct] + 1 else "complement left out"
            return Phrase(direct, first, last, why_weak=why)
    return None


def _kept_from_or_made_to(parse: Parse, verb: int, child: int) -> bool:
    """Whether `child` says what the object of `verb` is kept from or made to do, though the parse
    took it for a phrase or a purpose of its own."""
    if parse.dep[child] == "prep" and parse.lower[child] == "from":
        return parse.child(child, "pcomp") is not None
    stem = parse.lower[verb]
    makes = any(stem.startswith(beginning) for beginning in _MAKING_TO)
    return makes and parse.dep[child] == "advcl" and parse.lower[parse.left[child]] == "to"


def _last_word(parse: Parse, token: int) -> int:
    last = parse.right[token]
    while last > token and parse.dep[last] in ("punct", "cc"):
        last -= 1
    return last
