"""The first half of a list: "A covered entity must:", "The notice must include:"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.language.announced_items import announced
from extraction.language.arguments import Phrase, subjects
from extraction.language.modality import VerbGroup
from extraction.language.noun_phrases import NOUN_TAGS
from extraction.language.open_modals import OpenModal, open_modal
from extraction.language.parse import Parse
from extraction.language.relations import RelationReader
from extraction.language.residue import predicate_tokens, unheld
from extraction.language.roles import role_of_words
from graph.model import Modality, Span

# "shall include, to the extent possible:"; any other preposition takes the items for itself
_ASIDE = frozenset({"to", "at", "for", "in"})
_CONDITIONAL = re.compile(
    r"\b(?:if|when|where|unless|provided|that|whether|conditions?|criteria)\b"
)
_CLAUSES = re.compile("[.;]")
# what a lead-in says of its list alone
_LISTING = frozenset(
    "following do not n't no longer never all any either each one more least also".split()
)
_CHOICE = re.compile(
    r"\b(?:one|any|either)(?: or more)? of the following\b|\beither\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Subject phrases of `parse`, then a modal (`group` None) or a whole verb
    group that lacks its object, or has one that only `announces` the items. `choice`: one of the
    items is enough. `form`: the tag of the verbs that a modal's items begin with."""

    parse: Parse
    subjects: tuple[Phrase, ...]
    modality: Modality
    negative: bool
    group: VerbGroup | None
    qualifiers: tuple[tuple[str, Span], ...]
    choice: bool
    form: str = "VB"
    why_weak: str = ""
    announces: bool = False


class LeadReader:
    """Reads lead-ins: what their items begin with, and what of them the items would not hold."""

    def __init__(self, reader: RelationReader, may_not: str) -> None:
        self._reader = reader
        self._may_not = may_not

    def read(self, text: str, parse: Parse) -> Lead | None:
        """The lead-in that the last sentence of `parse` is, or None."""
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
        own = _own_preposition(parse, clause.group)
        if clause.group.predicate == "be" or any(
            parse.right[c] >= sentence[1] - 2
            and parse.dep[c] == "prep"
            and parse.lower[c] not in _ASIDE
            and c not in own
            for c in parse.children[clause.group.inner]
        ):
            return None
        phrases, _ = subjects(parse, clause.subject)
        if clause.why_weak or clause.hedged or clause.group.why_weak:
            return None
        verbs = [parse.span(t, t) for t in (*predicate_tokens(parse, clause.group), *own)]
        thing = announced(parse, clause.group.inner)
        verbs += [] if thing is None else [parse.span(*thing)]
        why = self._unread(text, parse, sentence, phrases, verbs, qualifying)
        return Lead(
            parse, tuple(phrases), clause.group.modality, clause.group.negative, clause.group,
            qualifying, choice, why_weak=why, announces=thing is not None,
        )  # fmt: skip

    def _modal_lead(
        self, text: str, parse: Parse, sentence: tuple[int, int], modal: OpenModal, *, choice: bool
    ) -> Lead | None:
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
        modals = parse.span(modal.first, max(modal.first, modal.verb))
        found = (*found, *self._aside(parse, sentence, modal, found))
        why = modal.why_weak or self._unread(text, parse, sentence, phrases, [modals], found)
        return Lead(
            parse, tuple(phrases), modal.modality, modal.negative, None, found, choice,
            modal.form, why,
        )  # fmt: skip

    def _aside(
        self, parse: Parse, sentence: tuple[int, int], modal: OpenModal,
        found: Sequence[tuple[str, Span]],
    ) -> list[tuple[str, Span]]:  # fmt: skip
        """ "must, in accordance with rule 3:", which the parse takes for the sentence's head."""
        first, last = max(modal.first, modal.verb) + 1, sentence[1] - 1
        while first < last and parse.dep[first] == "punct":
            first += 1
        while last > first and parse.dep[last] == "punct":
            last -= 1
        if first > last or parse.tag[first] != "IN" or last - first > 20:
            return []
        span = parse.span(first, last)
        if any(span.overlaps(other) for _, other in found):
            return []
        return [(role_of_words(parse, first, last), span)]

    def _unread(
        self, text: str, parse: Parse, sentence: tuple[int, int], phrases: Sequence[Phrase],
        verbs: Sequence[Span], found: Sequence[tuple[str, Span]],
    ) -> str:  # fmt: skip
        """Why the items of a lead-in are weak: words of it that they would not hold."""
        held = [*verbs, *(span for _, span in found)]
        for phrase in phrases:
            held.append(parse.span(phrase.first, phrase.last))
            if phrase.restriction is not None:
                held.append(parse.span(*phrase.restriction))
        left = {parse.lower[token] for token in unheld(parse, sentence, held, text)}
        return "a word of the lead-in is not read" if left - _LISTING else ""


def _own_preposition(parse: Parse, group: VerbGroup) -> list[int]:
    """The bare "of" that belongs to the verb of "consists of:"."""
    if group.predicate != "consist":
        return []
    found = parse.with_dep(group.inner, "prep")
    return [c for c in found if parse.lower[c] == "of" and not parse.children[c]]
