"""Relations from the dependency parse.

Conventions. Active: (subject, lemma, object). Passive with an agent: (agent, lemma, patient), rule
``passive-agent``. Passive without one: (patient, "be <participle> <preposition>", object), rule
``passive``. Preposition: (subject, "<lemma> <preposition>", object), rule ``preposition``. Copula:
(subject, "be", what it is), rule ``copula``. A relation is asserted by the sentence itself: what
stands inside a condition, a question, an infinitive of purpose or a reported doubt is not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extraction.pipeline import quality
from extraction.pipeline.literals import literal_of
from extraction.pipeline.modality import VerbGroup, verb_group
from extraction.pipeline.noun_phrases import base_start, restriction, strip_left, whole_phrase
from extraction.pipeline.parse import Parse
from extraction.pipeline.qualifiers import Qualifiers, qualifiers
from extraction.profile import Profile
from graph.model import LiteralValue, Relation, Span

_ASSERTED = frozenset({"show", "find", "demonstrate", "indicate", "reveal", "conclude", "confirm",
                       "observe", "note", "prove", "establish", "report", "state", "document"})  # fmt: skip
_DOUBTED = frozenset({"suggest", "think", "believe", "assume", "imply", "suspect", "argue", "propose",
                      "estimate", "expect", "appear", "seem", "hypothesize"})  # fmt: skip
_ASSERTING_MARKS = frozenset(
    {"because", "since", "although", "though", "whereas", "while", "but", "as"}
)
# Verbs that say who gets something; the preposition completes them even where an object stands
# between: "report the incident to the authority" says "report to the authority".
_TRANSFER = frozenset({"report", "submit", "disclose", "send", "provide", "give", "transmit", "deliver",
                       "forward", "transfer", "release", "grant", "refer", "escalate", "notify",
                       "inform", "return", "assign", "pay", "sell", "issue"})  # fmt: skip
_TRANSFER_PREPOSITIONS = frozenset({"to", "of", "from", "about"})
# Prepositions that only say when, how or why; or that need more than one noun to be complete.
_LOOSE = frozenset({"during", "after", "before", "until", "within", "upon", "without", "except", "via",
                    "despite", "per", "than", "like", "unlike", "because", "between", "among",
                    "throughout", "since", "following", "including", "whether", "if", "unless",
                    "through", "due", "such", "regarding", "given", "as", "besides", "toward",
                    "concerning", "versus", "vs", "compared", "according", "depending", "prior", "instead",
                    "notwithstanding", "whereas", "over", "under", "out"})  # fmt: skip
# "in accordance with", "with respect to": the noun belongs to the preposition
_PREPOSITIONAL_NOUNS = frozenset(
    """accordance respect order addition means case cases event terms view light conjunction
    contrast behalf regard connection lieu time course absence presence extent manner way basis
    part fact general particular total turn comparison study paragraph section subpart example
    instance purpose purposes response place period""".split()
)
_COLLECTIVE = frozenset({"differ", "compare", "correlate", "match", "agree", "merge", "combine",
                         "interact", "equal", "be compared", "be combined", "be matched",
                         "be correlated", "vary", "coincide", "separate"})  # fmt: skip
_COLLECTIVE_WORDS = frozenset({"similar", "different", "equal", "comparable", "identical", "same"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in the role of subject or object."""

    head: int
    first: int
    last: int
    negative: bool = False
    restriction: tuple[int, int] | None = None
    why_weak: str = ""


class RelationReader:
    """Reads the relations of a parsed sentence, with one profile."""

    def __init__(self, profile: Profile, lemma: Callable[[str], str]) -> None:
        self._may_not = profile.may_not
        self._lemma = lemma
        self._predicates = {
            verb: name for name, verbs in profile.predicates.items() for verb in verbs
        }

    def read(self, parse: Parse, sentence: tuple[int, int], text: str) -> list[Relation]:
        """Relations of one sentence, in order of their verbs. `text` is the segment's."""
        start, stop = sentence
        statement = parse.span(start, stop - 1)
        found: list[Relation] = []
        groups: dict[int, VerbGroup] = {}
        weakness: str | None = None
        for verb in range(start, stop):
            if not parse.tag[verb].startswith("VB"):
                continue
            clause = self._clause(parse, verb, groups)
            if clause is None:
                continue
            group, subjects, rule_note, hedged = clause
            if not subjects:
                continue
            if weakness is None:
                weakness = quality.sentence_weakness(
                    parse, start, stop, text[statement.start : statement.end]
                )
            group.hedged |= hedged
            for relation in self._of_group(parse, sentence, group, subjects, text, groups):
                why = relation.why_weak or weakness or rule_note
                found.append(replace(relation, statement=statement, why_weak=why))
        return found

    # --- which verbs assert something ---------------------------------------------------------

    def _clause(
        self, parse: Parse, verb: int, groups: dict[int, VerbGroup]
    ) -> tuple[VerbGroup, list[int], str, bool] | None:
        """(group, subject heads, why weak, hedged) of a verb that asserts something."""
        head, dep = parse.head[verb], parse.dep[verb]
        leader = groups.get(head) if dep == "conj" else None
        note, hedged = "", False
        if dep == "ROOT" or (dep == "conj" and leader is not None):
            pass
        elif dep == "ccomp" and parse.tag[head].startswith("VB"):
            outer = groups.get(head)
            over = self._lemma(parse.lower[head])
            marks = {parse.lower[c] for c in parse.with_dep(verb, "mark", "advmod")}
            if (
                head not in groups
                or (outer and outer.negative)
                or marks & {"whether", "if", "how", "why"}
            ):
                return None
            if over in _DOUBTED:
                hedged = True
            elif over not in _ASSERTED:
                if parse.dep[head] == "ROOT" and verb < head:
                    pass  # two clauses side by side
                else:
                    return None
        elif dep == "relcl":
            return self._relative(parse, verb, groups)
        elif dep == "advcl":
            marks = {parse.lower[c] for c in parse.with_dep(verb, "mark")}
            if not marks & _ASSERTING_MARKS or parse.child(verb, "nsubj", "nsubjpass") is None:
                return None
            if "as" in marks or "since" in marks:
                note = "may be a comparison or a time"
        else:
            return None
        group = verb_group(parse, verb, self._lemma, may_not=self._may_not, leader=leader)
        groups[verb] = group
        groups.setdefault(group.inner, group)
        subjects = self._subjects(parse, verb, group)
        if not subjects and dep == "conj" and leader is not None:
            subjects = self._subjects(parse, leader.outer, leader)
            if (
                leader.modality not in ("may", "can")
                and not leader.negative
                and self._or(parse, verb)
            ):
                note = "one of several alternatives"
            if (
                leader.modality == "must"
                and leader.negative
                and not self._or(parse, verb)
                and (group.negative and parse.child(verb, "neg") is None)
            ):
                note = "how far the negation goes is not certain"
        if parse.child(verb, "expl") is not None:
            return None
        return group, subjects, note, hedged

    def _relative(
        self, parse: Parse, verb: int, groups: dict[int, VerbGroup]
    ) -> tuple[VerbGroup, list[int], str, bool] | None:
        """A relative clause whose pronoun is the subject. Only one set off by a comma says
        something of what it follows; the other picks out which one is meant."""
        pronoun = parse.child(verb, "nsubj", "nsubjpass")
        if pronoun is None or parse.lower[pronoun] not in ("who", "which", "that"):
            return None
        antecedent = parse.head[verb]
        before = parse.words[parse.left[verb] - 1] if parse.left[verb] else ""
        group = verb_group(parse, verb, self._lemma, may_not=self._may_not)
        groups[verb] = group
        commas = before == "," and parse.lower[pronoun] != "that"
        if not commas or not parse.tag[antecedent].startswith("NN"):
            return group, [antecedent], "picks out which one is meant", False
        if antecedent + 2 < pronoun:
            return group, [antecedent], "what the clause belongs to is not certain", False
        return group, [antecedent], "", False

    def _subjects(self, parse: Parse, verb: int, group: VerbGroup) -> list[int]:
        token: int | None = verb
        for candidate in (verb, group.inner):
            token = parse.child(candidate, "nsubj", "nsubjpass")
            if token is not None:
                break
        return [] if token is None else [token]

    def _or(self, parse: Parse, token: int) -> bool:
        head, steps = parse.head[token], 0
        words = {parse.lower[c] for c in parse.with_dep(token, "cc")}
        while steps < 20:
            words |= {parse.lower[c] for c in parse.with_dep(head, "cc")}
            if parse.dep[head] != "conj":
                break
            head, steps = parse.head[head], steps + 1
        return "or" in words or "nor" in words

    # --- subject, predicate, object -----------------------------------------------------------

    def _of_group(
        self,
        parse: Parse,
        sentence: tuple[int, int],
        group: VerbGroup,
        subject_heads: list[int],
        text: str,
        groups: dict[int, VerbGroup],
    ) -> list[Relation]:
        coordinated = {group.outer, group.inner}
        above = group.outer
        while parse.dep[above] == "conj" and parse.head[above] in groups:
            above = parse.head[above]
            coordinated |= {above, groups[above].inner}
        chain = parse.head[group.inner]
        while chain != group.outer and group.inner != group.outer and chain not in coordinated:
            coordinated.add(chain)
            if parse.head[chain] == chain:
                break
            chain = parse.head[chain]
        if group.outer < group.inner:
            coordinated |= {
                t for t in range(group.outer, group.inner) if parse.dep[t] in ("acomp", "xcomp")
            }
        qualifying = qualifiers(parse, sentence, coordinated, group.modality)

        head = subject_heads[0]
        subjects, alternatives = self._phrases(parse, head, subject=True, group=group)
        weak = group.why_weak
        if alternatives and group.modality == "none":
            weak = weak or "one of several alternatives"
        if len(subjects) > 1 and group.predicate in _COLLECTIVE:
            weak = weak or "said of several together"
        found: list[Relation] = []
        for predicate, last, obj, literal_text, rule, why in self._objects(parse, group, text):
            if (
                len(subjects) > 1
                and obj is not None
                and any(parse.lower[t] in _COLLECTIVE_WORDS for t in range(obj.first, obj.last + 1))
            ):
                why = why or "said of several together"
            for subject in subjects:
                found.append(
                    self._relation(
                        parse,
                        group,
                        subject,
                        predicate,
                        last,
                        obj,
                        literal_text,
                        rule,
                        qualifying,
                        why or weak,
                        text,
                    )  # fmt: skip
                )
        return found

    def _phrases(
        self, parse: Parse, head: int, *, subject: bool, group: VerbGroup
    ) -> tuple[list[Phrase], bool]:
        """The phrases of `head` and what is coordinated with it, and whether they are joined by
        "or"."""
        heads, joined = [head], set()
        for member in heads:
            joined |= {parse.lower[c] for c in parse.with_dep(member, "cc")}
            heads.extend(parse.with_dep(member, "conj"))
        heads = sorted(h for h in heads if parse.tag[h].startswith("NN") or h == head)
        alternatives = len(heads) > 1 and bool(joined & {"or", "nor"})
        if not subject and len(heads) > 1:
            free = group.modality in ("may", "can") or group.negative
            distributes = free if alternatives else not group.negative
            if not distributes or joined & {"but", "than"}:
                first = base_start(parse, head)
                last = whole_phrase(parse, heads[-1], clauses=True)[1]
                return [
                    self._phrase(parse, head, subject, (strip_left(parse, first, last), last))
                ], True
        return [self._phrase(parse, h, subject, None) for h in heads], alternatives

    def _phrase(
        self, parse: Parse, head: int, subject: bool, extent: tuple[int, int] | None
    ) -> Phrase:
        limit = quality.MAX_SUBJECT if subject else quality.MAX_OBJECT
        first, last = extent or whole_phrase(parse, head, clauses=not subject)
        if extent is None and not subject and last - first + 1 > limit:
            first, last = whole_phrase(parse, head, clauses=False)
        clause = restriction(parse, head)
        if clause is not None and clause[1] <= last:
            clause = None
        negative = any(
            parse.lower[c] == "no" and parse.dep[c] in ("det", "neg") for c in parse.children[head]
        )
        why = ""
        if any(
            parse.lower[c] in ("neither", "few", "little", "hardly")
            for c in parse.children[head]
            if c < head
        ):
            why = "quantity turns the meaning"
        return Phrase(head, first, last, negative, clause, why)

    def _objects(
        self, parse: Parse, group: VerbGroup, text: str
    ) -> list[tuple[str, int, Phrase | None, str, str, str]]:
        """(predicate, last word of it, object, text of a literal object, rule, why weak)."""
        verb, found = group.inner, []
        lemma = self._lemma(parse.lower[verb])
        predicate = self._predicates.get(group.predicate, group.predicate)
        direct = parse.child(verb, "dobj")
        complement = parse.child(verb, "attr", "oprd")
        adjective = parse.child(verb, "acomp")
        agent = parse.child(verb, "agent")
        cut = ""
        if direct is not None and (
            adjective is not None
            or complement is not None
            or any(parse.dep[c] in ("ccomp", "xcomp") for c in parse.children[verb])
        ):
            cut = "complement left out"
        if self._comparison(parse, verb):
            cut = cut or "comparison left out"
        if direct is not None:
            rule = "active"
            for phrase in self._phrases(parse, direct, subject=False, group=group)[0]:
                found.append((predicate, group.last, phrase, "", rule, cut))
        elif complement is not None:
            rule = "copula" if lemma in ("be", "become", "remain") else "active"
            if parse.tag[complement].startswith("NN"):
                phrases, _ = self._phrases(parse, complement, subject=False, group=group)
                if len(phrases) > 1:
                    last = phrases[-1].last
                    phrases = [self._phrase(parse, complement, False, (phrases[0].first, last))]
                found.extend((predicate, group.last, p, "", rule, cut) for p in phrases)
        elif adjective is not None:
            found.extend(self._adjective(parse, group, adjective, predicate))
        if group.passive and agent is not None:
            pobj = parse.child(agent, "pobj")
            if pobj is not None:
                phrase = self._phrase(parse, pobj, False, None)
                found.append((lemma, group.last, phrase, "", "passive-agent", cut))
        for preposition in parse.with_dep(verb, "prep"):
            found.extend(
                self._prepositional(parse, group, preposition, predicate, direct, lemma, cut)
            )
        has_dative = parse.child(verb, "dative")
        if has_dative is not None and parse.tag[has_dative].startswith("NN") and lemma in _TRANSFER:
            phrase = self._phrase(parse, has_dative, False, None)
            found.append((f"{predicate} to", group.last, phrase, "", "active", ""))
        elif has_dative is not None and parse.tag[has_dative] in ("IN", "TO"):
            found.extend(
                self._prepositional(parse, group, has_dative, predicate, direct, lemma, cut)
            )
        if not found and not any(
            parse.dep[c] in ("ccomp", "xcomp", "attr", "oprd", "dobj", "acomp")
            for c in parse.children[verb]
        ):
            why = "" if group.modality != "none" and group.passive else "no object"
            found.append(
                (
                    predicate,
                    group.last,
                    None,
                    "",
                    "passive" if group.passive else "active",
                    cut or why,
                )
            )
        return found

    def _adjective(
        self, parse: Parse, group: VerbGroup, adjective: int, predicate: str
    ) -> list[tuple[str, int, Phrase | None, str, str, str]]:
        prepositions = parse.with_dep(adjective, "prep")
        plain = not any(
            parse.dep[c] in ("advmod", "cc", "conj", "npadvmod", "ccomp", "xcomp", "advcl")
            for c in parse.children[adjective]
        )
        if plain and len(prepositions) == 1 and parse.tag[adjective] == "JJ":
            noun = parse.child(prepositions[0], "pobj")
            if (
                noun is not None
                and parse.tag[noun].startswith("NN")
                and parse.child(noun, "conj") is None
            ):
                name = f"{predicate} {parse.lower[adjective]} {parse.lower[prepositions[0]]}"
                phrase = self._phrase(parse, noun, False, None)
                return [(name, prepositions[0], phrase, "", "copula", "")]
        first, last = parse.left[adjective], parse.right[adjective]
        phrase = Phrase(adjective, first, last)
        return [(predicate, group.last, phrase, "adjective", "copula", "")]

    def _prepositional(
        self,
        parse: Parse,
        group: VerbGroup,
        preposition: int,
        predicate: str,
        direct: int | None,
        lemma: str,
        cut: str,
    ) -> list[tuple[str, int, Phrase | None, str, str, str]]:
        word = parse.lower[preposition]
        noun = parse.child(preposition, "pobj")
        if noun is None or word in _LOOSE or preposition < group.inner:
            return []
        if not (parse.tag[noun].startswith("NN") or parse.tag[noun] == "CD"):
            return []
        if parse.lower[noun] in _PREPOSITIONAL_NOUNS:
            return []
        why = cut
        if direct is not None and not (lemma in _TRANSFER and word in _TRANSFER_PREPOSITIONS):
            return []
        rule = "passive" if group.passive else "preposition"
        last = preposition if preposition == group.last + 1 else group.last
        phrases, _ = self._phrases(parse, noun, subject=False, group=group)
        return [(f"{predicate} {word}", last, phrase, "", rule, why) for phrase in phrases]

    def _comparison(self, parse: Parse, verb: int) -> bool:
        return any(
            parse.dep[c] in ("prep", "advmod")
            and (parse.lower[c] in ("than", "more", "less") or parse.tag[c] in ("RBR",))
            for c in parse.children[verb]
        )

    def _relation(
        self,
        parse: Parse,
        group: VerbGroup,
        subject: Phrase,
        predicate: str,
        last: int,
        obj: Phrase | None,
        literal_text: str,
        rule: str,
        qualifying: Qualifiers,
        why: str,
        text: str,
    ) -> Relation:
        subject_span = parse.span(subject.first, subject.last)
        negative = group.negative ^ subject.negative
        value: LiteralValue | None = None
        object_span: Span | None = None
        added: dict[Span, str] = {span: kind for kind, span in qualifying}
        if subject.restriction is not None:
            added.setdefault(parse.span(*subject.restriction), "condition")
        agent_rule = rule == "passive-agent"
        why = why or subject.why_weak or quality.subject_weakness(
            parse, subject.head, subject.first, subject.last,
            text[subject_span.start : subject_span.end],
        )  # fmt: skip
        if obj is not None:
            object_span = parse.span(obj.first, obj.last)
            surface = text[object_span.start : object_span.end]
            negative ^= obj.negative
            value = literal_of(surface)
            if value is None and (literal_text or obj.last - obj.first + 1 > quality.MAX_ENTITY):
                value = LiteralValue("text", " ".join(surface.split()))
            if obj.restriction is not None:
                added.setdefault(parse.span(*obj.restriction), "condition")
            why = why or obj.why_weak or quality.object_weakness(
                parse, obj.head, obj.first, obj.last, surface,
                literal=value is not None and value.kind != "text",
            )  # fmt: skip
            if subject_span.overlaps(object_span):
                why = why or "subject and object overlap"
        if agent_rule and object_span is not None:
            # the agent acts; what was the grammatical subject is acted on
            subject_span, object_span, value = object_span, subject_span, None
            if obj is not None:
                why = why or quality.subject_weakness(
                    parse, obj.head, obj.first, obj.last,
                    text[subject_span.start : subject_span.end],
                )  # fmt: skip
        kept = tuple((added[span], span) for span in sorted(added))
        if object_span is not None:
            kept = tuple((k, s) for k, s in kept if not object_span.contains(s))
        return Relation(
            statement=subject_span,
            subject=subject_span,
            predicate=predicate,
            predicate_span=parse.span(group.outer if group.outer <= last else last, last),
            object=object_span,
            value=value,
            modality=group.modality,
            polarity="negative" if negative else "positive",
            rule=rule,
            hedged=group.hedged,
            qualifiers=kept,
            why_weak=why,
        )
