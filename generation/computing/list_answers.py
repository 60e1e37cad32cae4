"""The answer that a whole list gives: how many items it has, or which."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generation.computing.folded_words import folded_words
from generation.computing.list_cypher import list_cypher
from generation.computing.list_questions import STEPS, ListQuestion, answers, list_question
from generation.computing.written_lists import ListItem, WrittenList, lists_of
from generation.writers.quoting import cite
from graph.model import Context, DraftSentence, Passage, Span
from graph.number_words import NUMBER_WORDS
from graph.tokens import stem

NEAREST = 5  # items that a card without a figure shows
LONGEST_NAME = 12  # words of an item that a headline repeats
LONGEST_THING = 6  # words of a thing by name
LONGEST_LINE = 60  # words of a headline
# Things of which an item in the plural is one all the same: "Training records" is one kind.
_PLURAL_ITEMS = frozenset(
    map(stem, "kind type category class group step stage phase condition requirement reason "
    "purpose topic section duty task rule right principle criterion criteria measure objective "
    "goal way area item point element part".split())
)  # fmt: skip
_PLURAL = re.compile(
    r"^(?:the )?[a-z][^,(:]*?[a-z](?<![suoi])s(?= (?:of|for|in|on|at|to|with)\b|$|[,(:])"
)
_ASIDE = re.compile(r"\([^)]*\)")
_SAYS = re.compile(
    r":\s|\b(?:is|are|has|have|had|was|were|can|may|must|should|shall|will|do|does|not|no|all|any|to|"
    r"with|by|when|if|who|which|that)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:and|&)\b|;|\bup to\b|\bat least\b|\bone or\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?P<number>\d{1,3}|" + "|".join(NUMBER_WORDS) + r") (?:[^\W\d_]+ ){0,2}?(?P<what>[^\W\d_]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """How many items `written` has (`counted`) or which, or, with `reasons`, why it is not said."""

    written: WrittenList
    counted: bool
    reasons: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        """The figure, or the items one after the other."""
        items = self.written.items
        return str(len(items)) if self.counted else ", ".join(item.text for item in items)

    def drafts(self, context: Context) -> Iterator[DraftSentence]:
        """The figure, the line that introduces the list, its items."""
        written = self.written
        passage = _passage(context, written)
        items = written.items[:NEAREST] if self.reasons else written.items
        if not self.reasons:
            cited = tuple(cite(context, passage, item.span) for item in items)
            yield DraftSentence(self.text, cited, "computed")
        lead = cite(context, passage, written.lead)
        yield DraftSentence(lead.quote, (lead,), "lead_in")
        for item in items:
            quoted = cite(context, passage, item.span)
            yield DraftSentence(quoted.quote, (quoted,), "item", parent=0)

    def rests_on(self, version: str, span: Span) -> bool:
        """Whether `span` is an item of the list, or what introduces it."""
        own = self.written
        inside = own.place.overlaps(span) or own.lead.overlaps(span)
        return own.document.version == version and inside

    def described(self) -> dict[str, object]:
        """See `computed_answers.Computed`."""
        count = len(self.written.items)
        items = f"{count} items" if self.counted else f"the {count} items"
        said = f"{'counted from ' if self.counted else ''}{items} of “{self.written.lead_text}”"
        return {
            "figure": "" if self.reasons else self.text,
            "operation": "count" if self.counted else "list",
            "rows": count,
            "list": self.written.lead_text,
            "said": said,
            "cypher": "" if self.reasons else list_cypher(self.written, counted=self.counted),
        }


def _passage(context: Context, written: WrittenList) -> Passage:
    version = written.document.version
    return next(p for p in context.passages if p.document.version == version)


def answer_from_lists(context: Context, retired: Collection[str] = ()) -> ListAnswer | None:
    """What the lists of `context` say to its question, those of `retired` versions left out; None
    where none says just what is asked, or where items are asked for and are not whole or too long
    to stand in a line."""
    asked = list_question(context.question)
    if asked is None:
        return None
    found = [
        one
        for document in context.documents
        if document.version not in retired
        for one in lists_of(document)
        if len(one.items) > 1 and _answers(asked, one)
    ]
    return _chosen(asked, found, context) if found else None


def _are_names(items: Sequence[ListItem]) -> bool:
    """Whether items are things by name, no sentences about the one that a heading names, and no
    fields of it: "Length: 45 minutes"."""
    return all(
        len(_ASIDE.sub("", item.text).split()) <= LONGEST_THING and not _SAYS.search(item.text)
        for item in items
    )


def _answers(asked: ListQuestion, one: WrittenList) -> bool:
    steps = one.numbered and asked.asked[-1].text in STEPS
    if one.headed and not steps and not _are_names(one.items):
        return False
    return answers(
        asked,
        one.lead_claim,
        one.headings,
        one.document.name,
        numbered=one.numbered,
        headed=one.headed,
    )


def _chosen(
    asked: ListQuestion, found: Sequence[WrittenList], context: Context
) -> ListAnswer | None:
    first = found[0]
    reasons = _reasons(asked, found, context)
    if reasons:
        return ListAnswer(first, True, reasons) if asked.counted else None
    if not asked.counted and not _fits_a_line(first.items):
        return None
    return ListAnswer(first, asked.counted)


def _reasons(
    asked: ListQuestion, found: Sequence[WrittenList], context: Context
) -> tuple[str, ...]:
    """Why no figure is said, for people."""
    first = found[0]
    if len({tuple(item.text for item in one.items) for one in found}) > 1:
        named = " and ".join(f"“{one.lead_text}”" for one in found[:3])
        return (f"Several lists may be meant: {named}.",)
    faults = list(first.faults)
    if asked.counted and (unclear := _unclear(asked, first.items)):
        faults.append(f"“{unclear}” may stand for several")
    if said := _said_otherwise(asked, len(first.items), context):
        faults.append(f"another sentence says “{said}”")
    if asked.number not in (None, len(first.items)):
        faults.append(f"{len(first.items)} are listed")
    if not faults:
        return ()
    return (f"No number was counted from “{first.lead_text}”: {'; '.join(faults)}.",)


def _unclear(asked: ListQuestion, items: Sequence[ListItem]) -> str:
    """The first item that may stand for more than one of what is counted; empty without any."""
    what = asked.asked[-1].stem
    for item in items:
        if what in _PLURAL_ITEMS:
            continue
        ends = [word.stem for word in folded_words(item.text)][-1:] == [what]
        one = ends and not item.text.endswith("s")
        begins = item.text.split()[0].casefold()
        numbered = NUMBER_WORDS.get(begins, int(begins) if begins.isdigit() else 1) != 1
        if numbered or (not one and (_PLURAL.search(item.text) or _SEVERAL.search(item.text))):
            return item.text
    return ""


def _said_otherwise(asked: ListQuestion, count: int, context: Context) -> str:
    """Words of a passage that give another number of what is counted; empty without any."""
    what = asked.asked[-1].stem
    for passage in context.passages:
        for match in _COUNTED.finditer(passage.chunk.text):
            if stem(match.group("what").casefold()) != what:
                continue
            number = match.group("number").casefold()
            if str(NUMBER_WORDS.get(number, number)) not in (str(count), "1"):
                return match.group()
    return ""


def _fits_a_line(items: Sequence[ListItem]) -> bool:
    lengths = [len(item.text.split()) for item in items]
    return max(lengths) <= LONGEST_NAME and sum(lengths) <= LONGEST_LINE
