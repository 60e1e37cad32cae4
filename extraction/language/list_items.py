"""List items continue the sentence that introduces them: "A covered entity must: (1) notify …".

The item's relation has the subject, modality and qualifiers of the lead-in; its statement is the
item, its subject stands in the lead-in. Read only where both halves are plain: the lead-in ends
open after a modal verb or a verb without object, the item begins with a bare verb or is a noun
phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.language import quality
from extraction.language.announced_items import is_activity, takes_items
from extraction.language.arguments import coordinated, objects, whole_coordination
from extraction.language.clauses import joined_by_or
from extraction.language.fact_doubts import doubted
from extraction.language.fact_view import FactView, VerbView
from extraction.language.instructions import INSTRUCTION
from extraction.language.item_conditions import (
    are_conditions,
    block_above,
    condition_of,
    is_advice,
    may_say_more,
    points_back,
    under_condition,
)
from extraction.language.list_leads import Lead, LeadReader
from extraction.language.modality import VerbGroup, verb_group
from extraction.language.noun_phrases import NOUN_TAGS
from extraction.language.parse import Parse
from extraction.language.qualifiers import qualifiers
from extraction.language.relation_assembly import assemble
from extraction.language.relations import RelationReader, joined_at_free_places
from extraction.language.residue import NOT_WHOLE, unheld
from extraction.language.restrictions import restrictions, without_qualifiers
from extraction.language.spacy_model import load_verb_lemmas
from extraction.language.whole_clause import with_roles
from graph.model import Block, Relation, Span
from graph.outline import Outline

ADVISED = "its lead-in advises, permits or denies"
DEPENDS = "depends on its lead-in"
_OPEN = re.compile(
    r"(?:(?::|--|—|–)|\b(?:must|shall|may|should|can|will)(?: not| never)?)\s*$", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[;,]\s*+(?:(?:and|or)\s*+)?$")
# of one item alone it is only said that it is among them
_PARTED = ("mean", "consist")
_FORMS = {"VB": ("VB", "VBP"), "VBG": ("VBG",)}


@dataclass(frozen=True, slots=True)
class ReadLists:
    """`relations` of items; blocks whose own sentences depend on a lead-in (`dependent`) or are
    conditions by it (`conditional`); the condition above a block, where its lead-in is one; blocks
    whose lead-in advises, permits or denies (`advised`)."""

    relations: list[Relation]
    dependent: frozenset[int]
    conditional: frozenset[int]
    bounds: Mapping[int, Span]
    advised: frozenset[int] = frozenset()

    def binds(self, block: int) -> bool:
        """Whether a lead-in says more of the sentences of `block` than they do."""
        return block in self.dependent | self.conditional or block in self.bounds

    def as_item(self, block: int, relation: Relation) -> Relation:
        """A `relation` of a sentence in `block` as its place in a list allows."""
        told = relation.rule == INSTRUCTION
        tells = relation.modality != "none" and not told
        if block in self.advised and not tells:
            return replace(relation, why_weak=ADVISED)
        if relation.why_weak and not (told and block in self.dependent):
            return relation
        bound = self.bounds.get(block)
        rule_of_its_own = tells or relation.predicate == "mean"
        depends = block in self.dependent and bound is None and not rule_of_its_own
        if block in self.conditional or depends:
            return replace(relation, why_weak=DEPENDS)
        return under_condition(relation, bound) if bound is not None else relation


class ListReader:
    """Reads the items of one segment."""

    def __init__(self, reader: RelationReader, lemma: Callable[[str], str], may_not: str) -> None:
        self._reader = reader
        self._lemma = lemma
        self._may_not = may_not
        self._leads = LeadReader(reader, may_not)

    def read(self, text: str, blocks: Sequence[Block], parses: Mapping[int, Parse]) -> ReadLists:
        """Relations of the items, and what their lead-ins make of sentences of their own."""
        outline = Outline(text, blocks)
        leads: dict[int, Lead | None] = {}
        found: list[Relation] = []
        dependent: set[int] = set()
        conditional: set[int] = set()
        bounds: dict[int, Span] = {}
        advised: set[int] = set()
        back: set[int] = set()
        for number, parse in parses.items():
            above = block_above(outline, number)
            if above is not None and (above in back or points_back(outline, above)):
                back.add(number)
            if number in back or are_conditions(outline, number, above):
                conditional.add(number)
            if above is not None and (above in advised or is_advice(outline, above)):
                advised.add(number)
            if above is not None and (bound := condition_of(parses.get(above), text)):
                bounds[number] = bound
                if may_say_more(parses[above], bound):
                    conditional.add(number)
            parent = outline.parent[number]
            if parent is None or blocks[number].kind != "list_item":
                continue
            lead_words = outline.quote(blocks[parent].span)
            if _CLAUSE_END.search(outline.quote(blocks[number].span)):
                dependent.add(number)
            if not _OPEN.search(lead_words):
                continue
            dependent.add(number)
            lead = self._lead(text, blocks, parses, outline, parent, leads)
            if lead is not None:
                siblings = outline.children[parent]
                either = any(
                    outline.quote(blocks[s].span).rstrip().endswith((" or", " or,"))
                    for s in siblings
                )
                if number in back:
                    lead = replace(lead, why_weak=lead.why_weak or DEPENDS)
                found.extend(self._item(text, parse, lead, either or lead.choice))
        return ReadLists(
            found, frozenset(dependent), frozenset(conditional), bounds, frozenset(advised)
        )

    def _lead(
        self, text: str, blocks: Sequence[Block], parses: Mapping[int, Parse], outline: Outline,
        number: int, leads: dict[int, Lead | None],
    ) -> Lead | None:  # fmt: skip
        if number in leads:
            return leads[number]
        parse = parses.get(number)
        lead: Lead | None = None
        has_verb = parse is not None and any(
            tag[:2] == "VB" and parse.dep[i] == "ROOT" for i, tag in enumerate(parse.tag)
        )
        if parse is not None and _OPEN.search(outline.quote(blocks[number].span)):
            lead = self._leads.read(text, parse)
        parent = outline.parent[number]
        if lead is None and not has_verb and parent is not None:
            # "(ii) Implementation specifications:" adds nothing; what stands above it leads
            lead = self._lead(text, blocks, parses, outline, parent, leads)
        leads[number] = lead
        return lead

    def _item(self, text: str, parse: Parse, lead: Lead, either: bool) -> list[Relation]:
        for sentence in parse.sentences:
            root = next((t for t in range(*sentence) if parse.head[t] == t), None)
            if root is None or parse.lower[sentence[0]] in ("if", "when", "except", "unless"):
                return []
            if lead.group is None and _opens_as_verb(parse, sentence, root, lead.form):
                parse = replace(parse, tag=[*parse.tag[:root], "VB", *parse.tag[root + 1 :]])
            tag = parse.tag[root]
            if lead.group is None and tag in _FORMS[lead.form]:
                if parse.child(root, "nsubj", "nsubjpass", "aux", "expl") is not None:
                    return []
                return self._verb_item(text, parse, sentence, root, lead, either)
            if lead.group is not None and (tag in NOUN_TAGS or is_activity(parse, sentence, root)):
                return self._noun_item(text, parse, sentence, root, lead, either)
            if tag[:2] == "VB":
                return []
        return []

    def _verb_item(
        self, text: str, parse: Parse, sentence: tuple[int, int], root: int,
        lead: Lead, either: bool,
    ) -> list[Relation]:  # fmt: skip
        found = []
        group = verb_group(parse, root, self._lemma, may_not=self._may_not)
        negated = group.negative
        group.modality, group.negative = lead.modality, negated ^ lead.negative
        why = lead.why_weak or self._weakness(lead, either, negated=negated) or group.why_weak
        statement = parse.span(sentence[0], sentence[1] - 1)
        if sentence[1] - sentence[0] > quality.MAX_SENTENCE:
            why = why or "very long sentence"
        for member in (group, *self._joined(parse, root, group)):
            found += self._of_verb(text, parse, sentence, member, lead, why, statement)
        return found

    def _joined(self, parse: Parse, root: int, group: VerbGroup) -> list[VerbGroup]:
        """The verbs that go on from the first one of an item: "review it, and update it"."""
        return [
            verb_group(parse, verb, self._lemma, may_not=self._may_not, leader=group)
            for verb in parse.with_dep(root, "conj")
            if parse.tag[verb] == parse.tag[root]
            and parse.child(verb, "nsubj", "nsubjpass", "aux") is None
            and not joined_by_or(parse, verb)
        ]

    def _of_verb(
        self, text: str, parse: Parse, sentence: tuple[int, int], group: VerbGroup, lead: Lead,
        why: str, statement: Span,
    ) -> list[Relation]:  # fmt: skip
        found = []
        forbids = group.negative
        own = joined_at_free_places(
            qualifiers(parse, sentence, {group.inner}, lead.modality, text, negative=forbids),
            restrictions(parse, group.inner, lead.modality, text, forbids=forbids),
        )
        for reading in self._reader.predicates.read(parse, group):
            if reading.object is not None:
                kept = without_qualifiers(parse, reading.object, own)
                reading = replace(reading, object=kept)
            for subject in lead.subjects:
                relation = assemble(
                    parse, group, subject, lead.parse, reading, statement,
                    (*lead.qualifiers, *own), why or group.why_weak or reading.why_weak, text,
                    hedged=group.hedged,
                )  # fmt: skip
                phrases = [reading.object] if reading.object else []
                relation = with_roles(parse, sentence, group, relation, phrases, text, inner=False)
                relation = replace(relation, rule="list-item")
                found.append(doubted(VerbView(parse, sentence, relation, text, group)))
        return found

    def _noun_item(
        self, text: str, parse: Parse, sentence: tuple[int, int], root: int,
        lead: Lead, either: bool,
    ) -> list[Relation]:  # fmt: skip
        group = lead.group
        assert group is not None
        statement = parse.span(sentence[0], sentence[1] - 1)
        takes = takes_items(group.predicate, announced=lead.announces)
        if not takes or "TO" in parse.tag[root : root + 8]:
            return []  # a lead-in about something else, or an item that is half a clause
        if _OPEN.search(text[statement.start : statement.end]):
            return []  # it goes on in items of its own
        if (
            parse.child(root, "acl", "relcl") is not None
            and parse.lower[parse.left[parse.child(root, "acl", "relcl") or root]] == "to"
        ):
            return []
        if root - sentence[0] > 8 or any(parse.dep[c] == "nsubj" for c in parse.children[root]):
            return []
        why = lead.why_weak or self._weakness(
            lead, lead.choice or (either and group.predicate not in (*_PARTED, "include"))
        )
        found = []
        lead_words = lead.parse.span(group.outer, group.last)
        phrases = objects(parse, root, group)
        if len(phrases) > 1:
            phrases = [whole_coordination(parse, coordinated(parse, root)[0])]
        for phrase in phrases:
            for subject in lead.subjects:
                subject_span = lead.parse.span(subject.first, subject.last)
                object_span = parse.span(phrase.first, phrase.last)
                surface = text[object_span.start : object_span.end]
                value = quality.as_value(surface, phrase.last - phrase.first + 1)
                named = text[subject_span.start : subject_span.end]
                reason = (
                    why
                    or quality.subject_weakness(lead.parse, subject, named)
                    or quality.object_weakness(parse, phrase, surface, value, words=False)
                )
                restriction = (
                    (("restriction", parse.span(*phrase.restriction)),)
                    if phrase.restriction
                    else ()
                )
                narrowed = (
                    (("restriction", lead.parse.span(*subject.restriction)),)
                    if subject.restriction
                    else ()
                )
                held = [object_span, *(span for _, span in restriction)]
                if unheld(parse, sentence, held, text):
                    reason = reason or NOT_WHOLE
                relation = Relation(
                    statement=statement,
                    subject=subject_span,
                    predicate="include" if group.predicate in _PARTED else group.predicate,
                    predicate_span=lead_words,
                    object=object_span,
                    value=value,
                    modality=lead.modality,
                    polarity="negative" if lead.negative ^ phrase.negative else "positive",
                    rule="list-item",
                    qualifiers=(*narrowed, *lead.qualifiers, *restriction),
                    why_weak=reason,
                )
                found.append(doubted(FactView(parse, sentence, relation, text)))
        return found

    def _weakness(self, lead: Lead, either: bool, *, negated: bool = False) -> str:
        if negated and lead.modality in ("may", "can"):
            return "what is permitted is not certain"
        if either and lead.modality not in ("may", "can") and not lead.negative:
            return "one of several alternatives"
        return ""


def _opens_as_verb(parse: Parse, sentence: tuple[int, int], root: int, form: str) -> bool:
    """Whether an item below a modal begins with a word that is a verb too, which the model takes
    for a noun with a phrase behind it ("may: | park in bay 6")."""
    noun = form == "VB" and root == sentence[0] and parse.tag[root] in ("NN", "NNP")
    behind = noun and parse.words[root].islower() and parse.child(root, "prep") is not None
    return behind and load_verb_lemmas().is_verb(parse.lower[root])
