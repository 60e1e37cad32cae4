"""A question that wants a document or a section in short: "Summarise the cleaning handbook", "What
does section 4 say, in short?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.question.sections import NamedPlace, named_place, names_a_place
from graph.tokens import words

_MOST_WORDS = 25  # of a question; a longer text is a message
_POLITE = re.compile(
    r"^(?:(?:please|kindly|now|and|so|then|(?:can|could|would|will) you(?: please)?|"
    r"i (?:want|would like|need)(?: you)? to|i (?:want|would like|need)|let us|let's)[,:]?\s+)+",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r",?\s+(?:in short|in brief|briefly|shortly|in a nutshell|in summary|in outline|in general|"
    r"overall|roughly|for me|please|in (?:a few|one|two|three|four|five|\d+) "
    r"(?:short\s+)?(?:words?|lines?|sentences?|paragraphs?|bullet points?|points?))$",
    re.IGNORECASE,
)
_HOW_SHORT = r"(?:(?:short|brief|quick|concise|rough|general)\s+)*"
_SUMMARISE = re.compile(
    r"^(?:summari[sz]e|sum up|recap|outline)\s+(?P<of>.+)$"
    rf"|^(?:(?:give|show|write|make)(?:\s+me|\s+us)?\s+)?(?:an?\s+|the\s+)?{_HOW_SHORT}"
    r"(?:summary|overview|synopsis|outline|gist)\s+(?:of|for)\s+(?P<of2>.+)$"
    r"|^(?:what(?:['’]s|\s+is|\s+are)\s+)(?:the\s+)(?:gist|essence|essentials|(?:main|key|most "
    r"important|central|essential)\s+(?:points?|messages?|takeaways?|statements?|content))\s+"
    r"(?:of|in)\s+(?P<of3>.+)$"
    r"|^(?:tl;?dr|summary)(?:\s+of|:)?\s+(?P<of4>.+)$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"^what\s+(?:does|do)\s+(?P<of>.+?)\s+(?:say|says|state|contain|cover|regulate|require|"
    r"deal with|talk about)$"
    r"|^what(?:['’]s|\s+is|\s+are)\s+(?P<of2>.+?)\s+(?:about|all about)$",
    re.IGNORECASE,
)
_SECTION_ON = re.compile(
    r"^(?:the\s+)?(?:section|chapter|part|paragraph|passage)\s+(?:on|about|called|named|titled|"
    r"entitled|headed)\s+(?:the\s+)?[“\"']?(?P<head>.+?)[”\"']?"
    r"(?:\s+(?:of|in|from)\s+(?P<document>.+))?$"
    r"|^(?:the\s+)?[“\"']?(?P<head2>.+?)[”\"']?\s+(?:section|chapter)"
    r"(?:\s+(?:of|in|from)\s+(?P<document2>.+))?$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"^(?:the\s+)?(?:document|file|text|page|paper)\s+(?:called|named|titled|entitled)\s+",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:differences?|what|how|why|when|where|who|whether|which|if|about|on|regarding|"
    r"concerning|and its|with|not|never|no longer)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SummaryAsked:
    """What is to be summarised: the `document` as the question names it (empty: none is named), and
    in it the numbered `place` or the section headed `heading`, where one is named. `plainly`: the
    question can mean nothing else; else only a document's title makes it one."""

    document: str
    place: NamedPlace | None = None
    heading: str = ""
    plainly: bool = True


def summary_asked(question: str) -> SummaryAsked | None:
    """What `question` wants summarised; None where it asks for something else."""
    bare = _POLITE.sub("", " ".join(question.split()).rstrip(" ?.!"))
    if not bare or len(bare.split()) > _MOST_WORDS or re.search(r"[.?!]\s+[A-Z]", bare):
        return None
    said = bare
    while (cut := _SHORT.sub("", said)) != said:
        said = cut
    short = said != bare
    match = _SUMMARISE.match(said)
    plainly = match is not None
    match = match or _SAYS.match(said)
    if match is None:
        return None
    named = next(group for group in match.groups() if group)
    return _target(named, plainly=plainly, short=short or plainly)


def _target(named: str, *, plainly: bool, short: bool) -> SummaryAsked | None:
    """`short`: what is asked for is not the wording, which a look-up gives."""
    named = _CALLED.sub("", named).strip(" “”\"'‘’")
    if names_a_place(named):
        place = named_place(f"What does {named} say?")
        return SummaryAsked("", place) if place is not None and short else None
    headed = _SECTION_ON.match(named)
    if headed is not None and short:
        groups = headed.groupdict()
        document = groups["document"] or groups["document2"] or ""
        return SummaryAsked(document, heading=groups["head"] or groups["head2"])
    if _OTHER.search(named) or not words(named):
        return None
    return SummaryAsked(named, plainly=plainly)
