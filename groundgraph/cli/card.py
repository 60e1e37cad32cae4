"""The evidence card in a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from graph.model import Answer, AnswerSentence, Citation, Document
from groundgraph.cli.console import visible
from groundgraph.plurals import counted
from groundgraph.views.card_parts import caption, part_line, states_of_parts
from groundgraph.views.figure_form import ROWS

STATES = {
    "answered": ("✓ Answered", "green"),
    "partly_answered": ("~ Partly answered", "yellow"),
    "disagree": ("≠ The documents disagree", "yellow"),
    "related": ("~ Relevant passages, no direct answer", "yellow"),
    "not_found": ("✗ Not in these documents", "red"),
    "unsupported": ("~ Cannot be answered this way", "yellow"),
}
_QUALIFIERS = {"condition": "if", "exception": "unless", "deadline": "by"}


def print_card(console: Console, answer: Answer, *, whole: bool = True) -> None:
    """State, headline, numbered sentences with their places, what is missing, the path. Not
    `whole`: of the rows of a figure the first ones, nothing that is folded, and how to see them."""
    label, colour = STATES[answer.state]
    quotes = sum(len(s.citations) for s in answer.sentences)
    checked = f" · {counted(quotes, 'quotes')} checked word for word" if quotes else ""
    console.print(f"[bold {colour}]{label}[/]{checked}")
    for notice in answer.notices:
        print_indented(console, Text(notice, style="yellow"), 2)
    if answer.headline:
        console.print()
        print_indented(console, Text(" ".join(answer.headline.text.split()), style="bold"), 2)
        _computed(console, answer)
    console.print()
    editions = {p.document.version: _stated(p.document) for p in answer.passages}
    folded = not whole and answer.headline is not None and answer.headline.role == "computed"
    shown = answer.sentences[:ROWS] if folded and answer.id else answer.sentences
    if answer.parts:
        print_parts(console, answer, editions)
    for number, sentence in enumerate(() if answer.parts else shown, 1):
        print_sentence(console, number, sentence, editions)
    if more := len(answer.sentences) - len(shown):
        print_indented(
            console, Text(f"{more:,} more: groundgraph show {answer.id}", style="dim"), 5
        )
    for line in answer.missing:
        print_indented(console, Text.assemble(("missing: ", "dim"), line), 2)
    _more_evidence(console, answer, editions, whole=whole)
    searched = f"{counted(answer.documents_searched, 'documents')} searched"
    left_out = (
        f", {counted(answer.superseded, 'superseded versions')} left out"
        if answer.superseded
        else ""
    )
    by_model = "; no language model wrote this" if answer.written is None else ""
    seconds = answer.milliseconds.get("total", 0.0) / 1000
    console.print()
    console.print(
        f"[dim]Quoted from your documents{by_model}. {searched}{left_out}, "
        f"{seconds:.1f} s. {f'Answer {answer.id}' if answer.id else 'Not recorded.'}[/]"
    )
    _path(console, answer)


def _more_evidence(
    console: Console, answer: Answer, editions: Mapping[str, str], *, whole: bool
) -> None:
    """What is folded: as a whole, or how many sentences they are and where they can be read."""
    if not answer.more:
        return
    if not whole:
        how = f"groundgraph show {answer.id}" if answer.id else "--json shows them"
        count = counted(len(answer.more), "more sentences")
        print_indented(console, Text(f"{count}: {how}", style="dim"), 2)
        return
    console.print()
    print_indented(console, Text("More evidence", style="bold"), 2)
    for number, sentence in enumerate(answer.more, 1 + len(answer.sentences)):
        print_sentence(console, number, sentence, editions)


def print_parts(console: Console, answer: Answer, editions: Mapping[str, str]) -> None:
    """A card in parts: each with its name, its own state and its sentences, numbered through."""
    number = 0
    for part in answer.parts:
        said = Text(part_line(part.name, part.figure), style="bold")
        if states_of_parts(answer.form):
            label, colour = STATES[part.state]
            said = Text.assemble(said, (f"  {label}", colour))
        print_indented(console, said, 2)
        for place in part.sentences:
            number += 1
            sentence = answer.sentences[place]
            if answer.notices:  # which says it of all of them
                sentence = replace(sentence, role="sentence")
            print_sentence(console, number, sentence, editions)
        for note in part.notes:
            print_indented(console, Text(note, style="dim"), 5)
        console.print()
    print_indented(console, Text(caption(answer.form), style="dim"), 2)


def _computed(console: Console, answer: Answer) -> None:
    """How a figure came about, and the query that returns the same."""
    computed = answer.manifest.get("computed")
    if not isinstance(computed, Mapping) or not computed["figure"]:
        return
    print_indented(console, Text(f"Computed: {computed['said']}."), 2)
    if computed["cypher"]:
        shown = Text.assemble(("Cypher: ", "dim"), str(computed["cypher"]))
        console.print(Text.assemble("  ", shown), soft_wrap=True)


def place(citation: Citation, edition: str = "") -> str:
    """Where a quote stands, for people: document, its own version, heading, page, offsets."""
    parts = [citation.name or citation.document, *([edition] if edition else [])]
    heading = [title for title in citation.heading if title != citation.name]
    if heading:
        parts.append(" › ".join(heading))
    if citation.page is not None:
        parts.append(f"page {citation.page}")
    return " · ".join(parts) + f"  [{citation.start}:{citation.end}]"


def print_indented(console: Console, text: Text, by: int, *, number: str = "") -> None:
    """Print `text` wrapped at words, every line indented, without trailing blanks; `number` stands
    in the first line's indentation."""
    text.plain = visible(text.plain)
    before = Text(number.rjust(by - 2) + "  " if number else " " * by, style="cyan")
    for line in text.wrap(console, max(20, console.width - by)):
        line.rstrip()
        console.print(Text.assemble(before, line), soft_wrap=True)
        before = Text(" " * by)


def _stated(document: Document) -> str:
    """The version and dates that a document states; empty where it states none."""
    return document.edition if document.own_version or document.stated else ""


def print_sentence(
    console: Console, number: int, sentence: AnswerSentence, editions: Mapping[str, str]
) -> None:
    text = " ".join(sentence.text.split())
    role = {"conflict": "conflicts: ", "superseded": "superseded: "}.get(sentence.role, "")
    print_indented(console, Text.assemble((role, "yellow"), text), 5, number=str(number))
    own = sentence.citations[0]
    for kind, citation in sentence.qualifiers:
        if citation.version == own.version and own.start <= citation.start < own.end:
            continue  # its words stand in the sentence above
        quote = " ".join(citation.quote.split())
        print_indented(
            console, Text.assemble((f"{_QUALIFIERS.get(kind, kind)}: ", "yellow"), quote), 5
        )
    # further citations are column heads of the same table
    print_indented(console, Text(place(own, editions.get(own.version, "")), style="dim"), 5)


def _path(console: Console, answer: Answer) -> None:
    """How the headline's passage was reached, else the longest way to a quoted one."""
    cited = {c.chunk for s in answer.sentences for c in s.citations}
    top = {c.chunk for c in answer.headline.citations} if answer.headline else set()
    ways = [p for p in answer.passages if p.chunk.id in cited | top and len(p.path) > 1]
    if ways:
        steps = max(ways, key=lambda p: (p.chunk.id in top, len(p.path))).path
        way = " → ".join(step.name for step in steps)
        print_indented(console, Text.assemble(("How it was reached: ", "dim"), way), 0)
