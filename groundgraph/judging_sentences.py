"""Sentences to judge recall on. They are chosen by their outer form alone, never by what was read
in them, so that the same draw serves before and after a change of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.documents.boundaries import sentences
from graph.model import Document, Span
from groundgraph.judging_candidates import Candidate, ShownGraph

_WORDS = range(6, 46)
_KINDS = ("paragraph", "list_item")
_NUMBERING = re.compile(r"(?:[-•*–]\s+|\(?[A-Za-z0-9]{1,4}[.)]\s+|\d+(?:\.\d+)+\.?\s+)+")
_POINTS_BACK = re.compile(r"(?i)(?:it|this|these|those|they|he|she|that|such|there|here)\b")
_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|ten|thirty|sixty|ninety)"
_UNIT = r"(?:working |business |calendar )?(?:hour|day|week|month|year)s?"
_CUES = {
    "exception": r"unless|except(?! for example)|other than|with the exception of|excluding",
    "condition": r"(?:even |only )?(?:if|when|where)|provided that|in the event (?:of|that)|"
    r"in case of|as long as",
    "deadline": rf"within {_NUMBER}|no later than|not later than|by the end of|"
    rf"at least {_NUMBER} {_UNIT} (?:before|after|prior)|"
    rf"{_NUMBER} {_UNIT} (?:after|before|from|of)",
    "frequency": rf"every {_NUMBER}? ?{_UNIT}|annually|monthly|weekly|daily|quarterly|"
    r"(?:once|twice) (?:a|each|every|per) \w+|each (?:year|month|quarter|week)",
    "limit": rf"no more than|not more than|not exceed\w*|up to {_NUMBER}|in excess of|"
    rf"at least {_NUMBER}|more than {_NUMBER}|less than {_NUMBER}|maximum of|minimum of",
}
_CUE = {kind: re.compile(rf"(?i)\b(?:{cue})\b") for kind, cue in _CUES.items()}
_LONGEST_CUE = 12  # words that the judge is shown of a qualifier


def clear_sentences(document: Document) -> Iterator[Span]:
    """Whole sentences of prose and list items that can be judged by themselves: 6 to 45 words, from
    a capital to a full stop, mostly letters, not beginning with a word that points back."""
    for block in document.blocks:
        if block.kind not in _KINDS or block.cells:
            continue
        for found in sentences(document.text, block.span.start, block.span.end):
            span = _without_numbering(document.text, found)
            if _is_clear(document.text[span.start : span.end]):
                yield span


def _without_numbering(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    numbering = _NUMBERING.match(text, start, span.end)
    # "A patient …" is not numbered.
    if numbering and not numbering[0].strip().isalpha():
        start = numbering.end()
    return Span(start, max(start, span.start + len(words.rstrip())))


def _is_clear(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return (
        len(text.split()) in _WORDS
        and text[:1].isupper()
        and text.rstrip("\"'”’)]").endswith(".")
        and letters > 0.7 * len(text)
        and not _POINTS_BACK.match(text)
    )


def cues(text: str) -> Iterator[tuple[str, Span]]:
    """(kind, words) of what looks like a qualifier, in text order; where one begins within another,
    the outer one, and of two kinds at one place the first of `_CUES`."""
    found: dict[int, tuple[str, Span]] = {}
    for kind, cue in _CUE.items():
        for match in cue.finditer(text):
            found.setdefault(match.start(), (kind, _clause(text, match)))
    end = 0
    for at in sorted(found):
        if at >= end:
            yield found[at]
            end = found[at][1].end


def _clause(text: str, match: re.Match[str]) -> Span:
    """The cue and what follows it, to the next comma, semicolon or end."""
    stop = re.compile(r"[,;:.](?:\s|$)").search(text, match.end())
    end = stop.start() if stop else len(text)
    words = list(re.finditer(r"\S+", text[match.start() : end]))
    last = words[min(len(words), _LONGEST_CUE) - 1]
    return Span(match.start(), match.start() + last.end())


def sentence_candidates(document: Document, graph: ShownGraph) -> Iterator[Candidate]:
    """Each clear sentence of `document`, with what is shown of it; and once more for each of its
    qualifiers."""
    for span in clear_sentences(document):
        shown = {"shown": graph.stated_within(document.id, span)}
        place = {"document": document.id, "start": span.start, "end": span.end}
        identity = f"{document.id} {span.start}"
        above = graph.heading_at(document.id, span.start)
        yield Candidate("sentence", identity, shown, document.id, span, above, "", place)
        for kind, cue in cues(document.text[span.start : span.end]):
            at = cue.shift(span.start)
            words = " ".join(document.text[at.start : at.end].split())
            yield Candidate(
                "qualifier",
                f"{identity} {cue.start}",
                {"qualifier": words, **shown},
                document.id,
                span,
                above,
                kind,
                {**place, "qualifier": [at.start, at.end]},
            )
