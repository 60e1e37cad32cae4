"""A recorded answer as Markdown, with all its evidence, for a file or an e-mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from groundgraph.plurals import counted
from groundgraph.views.card_parts import caption, part_line, states_of_parts
from groundgraph.views.figure_form import figure_form

STATES = {
    "answered": "Answered",
    "partly_answered": "Partly answered",
    "disagree": "The documents disagree",
    "related": "Relevant passages, no direct answer",
    "not_found": "Not in these documents",
    "unsupported": "Cannot be answered this way",
}
_QUALIFIERS = {"condition": "if", "exception": "unless", "deadline": "by when"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!])")


def answer_markdown(answer: Mapping[str, Any]) -> str:
    """`answer` as `KnowledgeBase.answer` gives it. Words from documents are escaped: they appear
    as they are, whatever markup they hold."""
    lines = [f"# {_plain(answer['question'])}", ""]
    if answer.get("follows"):
        lines += [_plain(carried_line(answer["follows"])), ""]
    lines += [f"**{STATES[answer['state']]}**", ""]
    for notice in answer.get("notices", ()):
        lines += [f"*{_plain(notice)}*", ""]
    if answer["headline"]:
        lines += [f"> {_plain(answer['headline']['text'])}", ""]
    figure = figure_form(answer)
    if figure:
        lines += [_plain(figure.how), ""]
    if answer.get("parts"):
        lines += _part_lines(answer)
    else:
        for number, sentence in enumerate(answer["sentences"], start=1):
            lines += _sentence_lines(number, sentence)
    lines += ["", *(f"- {_plain(line)}" for line in answer["missing"])]
    if answer.get("more"):
        lines += ["", "## More evidence", ""]
        for number, sentence in enumerate(answer["more"], start=len(answer["sentences"]) + 1):
            lines += _sentence_lines(number, sentence)
    if figure and figure.query:
        lines += ["", "The same as a query:", "", *_code(figure.query, "cypher")]
    if answer.get("written"):
        lines += ["", *_written_lines(answer["written"])]
    by_model = "; no language model wrote this" if not answer.get("written") else ""
    lines += [
        "",
        f"Quoted from the documents{by_model}. "
        f"{counted(answer['documents_searched'], 'documents')} searched, "
        f"{counted(answer['superseded'], 'superseded versions')} left out. Answer {answer['id']}.",
        "",
    ]
    return "\n".join(lines)


def _sentence_lines(number: int, sentence: Mapping[str, Any]) -> list[str]:
    """A sentence, what limits it, and where it stands."""
    lines = [f"{number}. {_plain(sentence['text'])}"]
    for qualifier in sentence["qualifiers"]:
        kind = _QUALIFIERS.get(qualifier["kind"], qualifier["kind"])
        lines.append(f"   - {kind}: {_plain(qualifier['citation']['quote'])}")
    return lines + [f"   - {_place(citation)}" for citation in sentence["citations"]]


def _part_lines(answer: Mapping[str, Any]) -> list[str]:
    """A card in parts: each with its name, its state and its sentences."""
    lines: list[str] = []
    number = 0
    for part in answer["parts"]:
        lines += [f"## {_plain(part_line(part['name'], part['figure']))}", ""]
        if states_of_parts(answer["form"]):
            lines += [f"*{STATES[part['state']]}*", ""]
        for place in part["sentences"]:
            number += 1
            lines += _sentence_lines(number, answer["sentences"][place])
        lines += ["", *(f"- {_plain(note)}" for note in part["notes"]), ""]
    return [*lines, _plain(caption(answer["form"]))]


def carried_line(follows: Mapping[str, Any]) -> str:
    """What a follow-up carried over from the question before it."""
    typed = f"Asked as “{follows['typed']}”"
    if not follows["carried"]:
        return f"{typed}; nothing was carried over from the question before it."
    instead = f" instead of “{follows['in_place_of']}”" if follows["in_place_of"] else ""
    return f"{typed}{instead}; carried over from the question before it: “{follows['carried']}”."


def _written_lines(written: Mapping[str, Any]) -> list[str]:
    """What a language model wrote: each sentence with its state, then its sources."""
    lines = [f"## Written by {_plain(written['model'])}, each sentence checked", ""]
    for one in written["sentences"]:
        state = "supported" if one["state"] == "supported" else _plain(one["reason"])
        if one["state"] == "contradicted":
            state = f"contradicted: {state}"
        lines.append(f"- {_plain(one['text'])} ({state})")
        lines += [f"   - “{_plain(citation['quote'])}”" for citation in one["citations"]]
    if written["problem"]:
        lines.append(f"- {_plain(written['problem'])}")
    return lines


def _code(text: str, language: str) -> list[str]:
    """`text` as a block of code, behind more backticks than it holds in a row."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return [f"{fence}{language}", text, fence]


def _place(citation: Mapping[str, Any]) -> str:
    parts = [citation["name"] or citation["document"], *citation["heading"][-1:]]
    if citation["page"]:
        parts.append(f"page {citation['page']}")
    parts.append(f"characters {citation['start']} to {citation['end']}")
    return f"{_plain(' · '.join(parts))} (`{citation['version']}`)"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
