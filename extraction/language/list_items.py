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
from extraction.language.arguments import Phrase, objects, subjects
from extraction.language.modality import VerbGroup, verb_group
from extraction.language.noun_phrases import NOUN_TAGS
from extraction.language.open_modals import OpenModal, open_modal
from extraction.language.parse import Parse
from extraction.language.relation_assembly import assemble
from extraction.language.relations import RelationReader
from extraction.language.restrictions import without_qualifiers
from graph.model import Block, Modality, Relation, Span
from graph.outline import Outline

_OPEN = re.compile(r"(?::|--|—|–)\s*$")
# "shall include, to the extent possible:"; any other preposition takes the items for itself
_ASIDE = frozenset({"to", "at", "for", "in"})
_TAKES_ITEMS = frozenset({"mean", "include", "exclude", "contain", "comprise", "state", "specify",
                          "describe", "document", "identify", "cover", "list"})  # fmt: skip
_CLAUSE_END = re.compile(r"[;,]\s*+(?:(?:and|or)\s*+)?$")
_CONDITIONAL = re.compile(
    r"\b(?:if|when|where|unless|provided|that|whether|conditions?|criteria)\b"
)
_CLAUSES = re.compile("[.;]")
_FORMS = {"VB": ("VB", "VBP"), "VBG": ("VBG",)}
_CHOICE = re.compile(
    r"\b(?:one|any|either)(?: or more)? of the following\b|\beither\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Lead:
    """The first half: subject phrases of `parse`, then a modal (`group` None) or a whole verb
    group that lacks its object. `choice`: one of the items is enough. `form`: the tag of the verbs
    that a modal's items begin with."""

    parse: Parse
    subjects: tuple[Phrase, ...]
    modality: Modality
    negative: bool
    group: VerbGroup | None
    qualifiers: tuple[tuple[str, Span], ...]
    choice: bool
    form: str = "VB"
    why_weak: str = ""


class ListReader:
    """Reads the items of one segment."""

    def __init__(self, reader: RelationReader, lemma: Callable[[str], str], may_not: str) -> None:
        self._reader = reader
        self._lemma = lemma
        self._may_not = may_not

    def read(
        self, text: str, blocks: Sequence[Block], parses: Mapping[int, Parse]
    ) -> tuple[list[Relation], frozenset[int]]:
        """Relations of the items, and the blocks whose own sentences depend on a lead-in."""
        if not any(block.level for block in blocks):
            return [], frozenset()
        outline = Outline(text, blocks)
        leads: dict[int, _Lead | None] = {}
        found: list[Relation] = []
        dependent: set[int] = set()
        for number, parse in parses.items():
            parent = outline.parent[number]
            if parent is None or blocks[number].kind != "list_item":
                continue
            above = outline.quote(blocks[parent].span)
            if _CLAUSE_END.search(outline.quote(blocks[number].span)):
                dependent.add(number)
            if not _OPEN.search(above):
                continue
            dependent.add(number)
            lead = self._lead(text, blocks, parses, outline, parent, leads)
            if lead is not None:
                siblings = outline.children[parent]
                either = any(
                    outline.quote(blocks[s].span).rstrip().endswith((" or", " or,"))
                    for s in siblings
                )
                found.extend(self._item(text, parse, lead, either or lead.choice))
        return found, frozenset(dependent)

    def _lead(
        self, text: str, blocks: Sequence[Block], parses: Mapping[int, Parse], outline: Outline,
        number: int, leads: dict[int, _Lead | None],
    ) -> _Lead | None:  # fmt: skip
        if number in leads:
            return leads[number]
        parse = parses.get(number)
        lead: _Lead | None = None
        has_verb = parse is not None and any(
            tag[:2] == "VB" and parse.dep[i] == "ROOT" for i, tag in enumerate(parse.tag)
        )
        if parse is not None and _OPEN.search(outline.quote(blocks[number].span)):
            lead = self._own_lead(text, parse)
        parent = outline.parent[number]
        if lead is None and not has_verb and parent is not None:
            # "(ii) Implementation specifications:" adds nothing; what stands above it leads
            lead = self._lead(text, blocks, parses, outline, parent, leads)
        leads[number] = lead
        return lead

    def _own_lead(self, text: str, parse: Parse) -> _Lead | None:
        sentence = parse.sentences[-1]
        span = parse.span(sentence[0], sentence[1] - 1)
        words = text[span.start : span.end]
        choice = bool(_CHOICE.search(words))
        modal = open_modal(parse, sentence, self._may_not)
        if modal is not None:
            return self._modal_lead(text, parse, sentence, modal, choice=choice)
        last_clause = _CLAUSES.split(words.rstrip(" :—–-"))[-1]
        if _CONDITIONAL.search(last_clause) and not re.search(r"\bmeans?\W*$", words):
            return None
        relations = self._reader.open_clauses(parse, sentence, text)
        if len(relations) != 1:
            return None
        clause, qualifying = relations[0]
        if clause.group.predicate == "be" or any(
            parse.right[c] >= sentence[1] - 2
            and parse.dep[c] == "prep"
            and parse.lower[c] not in _ASIDE
            for c in parse.children[clause.group.inner]
        ):
            return None
        phrases, _ = subjects(parse, clause.subject)
        if clause.why_weak or clause.hedged or clause.group.why_weak:
            return None
        return _Lead(
            parse, tuple(phrases), clause.group.modality, clause.group.negative, clause.group,
            qualifying, choice,
        )  # fmt: skip

    def _modal_lead(
        self, text: str, parse: Parse, sentence: tuple[int, int], modal: OpenModal, *, choice: bool
    ) -> _Lead | None:
        noun = modal.first - 1
        if parse.tag[noun] not in NOUN_TAGS:
            return None
        head = noun
        while parse.dep[head] == "conj" and parse.tag[parse.head[head]] in NOUN_TAGS:
            head = parse.head[head]
        if parse.dep[head] not in ("nsubj", "nsubjpass", "ROOT", "dep"):
            return None
        phrases, _ = subjects(parse, head)
        found = self._reader.qualifiers_at(parse, sentence, modal.verb, modal.modality, text)
        return _Lead(
            parse, tuple(phrases), modal.modality, modal.negative, None, found, choice,
            modal.form, modal.why_weak,
        )  # fmt: skip

    def _item(self, text: str, parse: Parse, lead: _Lead, either: bool) -> list[Relation]:
        for sentence in parse.sentences:
            root = next((t for t in range(*sentence) if parse.head[t] == t), None)
            if root is None or parse.lower[sentence[0]] in ("if", "when", "except", "unless"):
                return []
            tag = parse.tag[root]
            if lead.group is None and tag in _FORMS[lead.form]:
                if parse.child(root, "nsubj", "nsubjpass", "aux", "expl") is not None:
                    return []
                return self._verb_item(text, parse, sentence, root, lead, either)
            if lead.group is not None and tag in NOUN_TAGS:
                return self._noun_item(text, parse, sentence, root, lead, either)
            if tag[:2] == "VB":
                return []
        return []

    def _verb_item(
        self, text: str, parse: Parse, sentence: tuple[int, int], root: int,
        lead: _Lead, either: bool,
    ) -> list[Relation]:  # fmt: skip
        found = []
        group = verb_group(parse, root, self._lemma, may_not=self._may_not)
        negated = group.negative
        group.modality, group.negative = lead.modality, negated ^ lead.negative
        why = lead.why_weak or self._weakness(lead, either, negated=negated) or group.why_weak
        statement = parse.span(sentence[0], sentence[1] - 1)
        if sentence[1] - sentence[0] > quality.MAX_SENTENCE:
            why = why or "very long sentence"
        own = self._reader.qualifiers_at(parse, sentence, root, lead.modality, text)
        for reading in self._reader.predicates.read(parse, group):
            if reading.object is not None:
                kept = without_qualifiers(parse, reading.object, own)
                reading = replace(reading, object=kept)
            for subject in lead.subjects:
                found.append(
                    assemble(
                        parse,
                        group,
                        subject,
                        lead.parse,
                        reading,
                        statement,
                        (*lead.qualifiers, *own),
                        why or reading.why_weak,
                        text,
                        hedged=group.hedged,
                    )
                )
        return [replace(relation, rule="list-item") for relation in found]

    def _noun_item(
        self, text: str, parse: Parse, sentence: tuple[int, int], root: int,
        lead: _Lead, either: bool,
    ) -> list[Relation]:  # fmt: skip
        group = lead.group
        assert group is not None
        statement = parse.span(sentence[0], sentence[1] - 1)
        if group.predicate not in _TAKES_ITEMS or "TO" in parse.tag[root : root + 8]:
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
        why = self._weakness(lead, either and group.predicate not in ("mean", "include"))
        found = []
        lead_words = lead.parse.span(group.outer, group.last)
        for phrase in objects(parse, root, group)[:1]:
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
                found.append(
                    Relation(
                        statement=statement,
                        subject=subject_span,
                        predicate="include" if group.predicate == "mean" else group.predicate,
                        predicate_span=lead_words,
                        object=object_span,
                        value=value,
                        modality=lead.modality,
                        polarity="negative" if lead.negative ^ phrase.negative else "positive",
                        rule="list-item",
                        qualifiers=(*lead.qualifiers, *restriction),
                        why_weak=reason,
                    )
                )
        return found

    def _weakness(self, lead: _Lead, either: bool, *, negated: bool = False) -> str:
        if negated and lead.modality in ("may", "can"):
            return "what is permitted is not certain"
        if either and lead.modality not in ("may", "can") and not lead.negative:
            return "one of several alternatives"
        return ""
