"""Deterministic checks: a citation exists in the context, its quote is verbatim at its span, the
numbers and names of a sentence occur in what it cites, a computed figure follows from it."""

from __future__ import annotations

import re

from generation.computing.figure_checks import check_figure
from graph.model import AnswerSentence, Citation, Context, DraftSentence

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_VERDICT = re.compile(r"(Yes|No): (.+)", re.DOTALL)
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|prohibited|forbidden)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w-]+")


def check_citation(citation: Citation, context: Context) -> str:
    """Why `citation` does not hold, or an empty string."""
    for passage in context.passages:
        document = passage.document
        if document.version == citation.version and document.id == citation.document:
            if not 0 <= citation.start < citation.end <= len(document.text):
                return "the cited span lies outside the document"
            if document.text[citation.start : citation.end] != citation.quote:
                return "the quote differs from the document's words"
            return ""
    return "the cited document is not among the passages"


def check_headline(text: str, quoted: str) -> str:
    """Why a headline does not hold, or an empty string: it must be words of its citation, behind
    at most a ``Yes:`` or ``No:`` that agrees with the negation in them."""
    match = _VERDICT.fullmatch(text)
    verdict, rest = match.groups() if match else ("", text)
    if " ".join(rest.split()) not in " ".join(quoted.split()):
        return "the headline is not verbatim"
    if verdict and (verdict == "No") != bool(_NEGATION.search(rest)):
        return f"{verdict.lower()} does not agree with the words cited"
    return ""


def verify(draft: DraftSentence, context: Context) -> tuple[AnswerSentence | None, str]:
    """The sentence if everything in it is supported, else None and the reason."""
    if not draft.citations:
        return None, "no citation"
    for citation in draft.citations:
        why = check_citation(citation, context)
        if why:
            return None, why
    quoted = " ".join(citation.quote for citation in draft.citations)
    if draft.role == "headline":
        why = check_headline(draft.text, quoted)
        if why:
            return None, why
    if draft.role == "computed":
        why = check_figure(draft.text, [citation.quote for citation in draft.citations])
        return (None, why) if why else (_kept(draft), "")
    folded = quoted.casefold()
    numbers = set(_NUMBER.findall(quoted))
    for number in _NUMBER.findall(draft.text):
        if number not in numbers:
            return None, f"the number {number} does not occur in what is cited"
    for name in _NAME.findall(draft.text):
        if name.casefold() not in folded:
            return None, f"the name {name} does not occur in what is cited"
    return _kept(draft), ""


def _kept(draft: DraftSentence) -> AnswerSentence:
    return AnswerSentence(
        text=draft.text,
        citations=draft.citations,
        role=draft.role,
        facts=draft.facts,
        parent=draft.parent,
    )
