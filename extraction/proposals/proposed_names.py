"""The gate in front of the names that a language model proposes."""

from __future__ import annotations

from collections.abc import Sequence

from extraction.language.entity_mentions import Namer
from extraction.language.noun_phrases import NOUN_TAGS, is_name
from extraction.language.parse import Parse
from extraction.proposals import refusals
from extraction.proposals.admission import Passage, Refused
from extraction.proposals.proposal_spans import places, tokens_at
from extraction.proposals.proposed import ProposedName
from graph.model import Mention, Span

RULE = "model"
_LINKING = frozenset({"of", "the", "and", "for", "de", "van", "von", "on", "in"})


class NameGate:
    """Admits names that stand in the passage, read as names by our rules, and have a kind of the
    profile (`kinds`) that their words do not contradict."""

    def __init__(self, namer: Namer, kinds: frozenset[str]) -> None:
        self._namer = namer
        self._kinds = kinds

    def decide(
        self, name: ProposedName, passage: Passage, held: Sequence[Mention]
    ) -> tuple[Mention, ...] | Refused:
        """Mentions at every place of `name` that no mention of `held` overlaps; none where all are
        taken, for what is there is named already."""
        if name.kind not in self._kinds:
            return Refused(refusals.NAME_KIND)
        found = list(places(name.name, passage.text, passage.span))
        if not found:
            return Refused(refusals.NAME_ABSENT)
        decided = self._namer.kind_of(name.name)
        if decided not in ("Term", name.kind):
            return Refused(refusals.OTHER_KIND)
        read = [span for span in found if self._is_name(span, passage)]
        if not read:
            return Refused(refusals.NO_NAME)
        return tuple(
            Mention(span, passage.text[span.start : span.end], name.kind, RULE)
            for span in read
            if not any(span.overlaps(mention.span) for mention in held)
        )

    def _is_name(self, span: Span, passage: Passage) -> bool:
        """Whether the words are a proper name there: nouns with capitals, not only the first word
        of a sentence, and no piece of a longer one."""
        for parse in passage.parses.values():
            at = tokens_at(parse, span)
            if at is not None:
                surface = passage.text[span.start : span.end]
                words = parse.lower[at[0] : at[1] + 1]
                return is_name(words, surface, self._namer.ignore) and _is_proper(parse, *at)
        return False


def _is_proper(parse: Parse, first: int, last: int) -> bool:
    if parse.tag[last] not in NOUN_TAGS or _goes_on(parse, first, last):
        return False
    words = [w for w in parse.words[first : last + 1] if w.lower() not in _LINKING]
    if not all(word[:1].isupper() or word[:1].isdigit() for word in words):
        return False
    alone = first == last and any(first == start for start, _ in parse.sentences)
    return not alone or parse.words[first].isupper()


def _goes_on(parse: Parse, first: int, last: int) -> bool:
    """Whether another word with a capital stands right before or behind, in the same phrase."""
    starts = {start for start, _ in parse.sentences}
    before = first - 1 if first not in starts else -1
    beside = [t for t in (before, last + 1) if 0 <= t < len(parse.words)]
    return any(
        parse.tag[t] in ("NNP", "NNPS") and parse.words[t][:1].isupper() and t not in starts
        for t in beside
    )
