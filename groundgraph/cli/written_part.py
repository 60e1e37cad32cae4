"""What a language model wrote, in a terminal: each sentence with what the checks say of it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from graph.model import Written, WrittenSentence
from groundgraph.cli.console import visible
from groundgraph.plurals import counted
from groundgraph.writing import NOT_SENT

STATES = {
    "supported": ("written by a model, supported by", "green"),
    "not_supported": ("not supported", "yellow"),
    "contradicted": ("contradicted by its source", "red"),
}
_LONGEST = 300  # characters of a quote below a sentence


def print_banner(console: Console, name: str, where: str) -> None:
    """Where the passages go, before anything is sent."""
    console.print(Text(f"The question and the passages found for it go to {name} at {where}."))


def print_embedder_banner(console: Console, setting: str, what: str) -> None:
    """Where texts go to be embedded, where that is another machine."""
    from graph.model_server.address import is_local
    from retrieval.embedders import is_served

    if not is_served(setting):
        return
    from retrieval.served_embedder import served_host

    host = served_host(setting)
    if host is not None and not is_local(host):
        console.print(Text(f"{what} goes to the embedder {visible(setting)}."))


def print_written_sentence(console: Console, one: WrittenSentence, *, failed: bool = True) -> None:
    """A sentence with its state; of one that failed, the reason and the evidence under it. Without
    `failed`, those are left out."""
    if one.state != "supported" and not failed:
        return
    label, colour = STATES[one.state]
    marks = "".join(f"[{number}]" for number in one.numbers)
    if one.state == "supported":
        _line(console, 2, Text(one.text))
        how = " (the model gave no number; this is the nearest sentence)" if one.aligned else ""
        _line(console, 4, Text(f"{label} {marks}{how}", style=colour))
    else:
        _line(console, 2, Text(one.text, style="dim"))
        _line(console, 4, Text(f"{label}: {one.reason}", style=colour))
    for number, citation in zip(_existing(one), one.citations, strict=False):
        quote = " ".join(citation.quote.split())
        quote = quote[:_LONGEST] + ("…" if len(quote) > _LONGEST else "")
        _line(console, 4, Text(f"[{number}] “{quote}”", style="dim"))


def _existing(one: WrittenSentence) -> tuple[int, ...]:
    """The numbers that belong to its citations."""
    return (
        one.numbers
        if len(one.numbers) == len(one.citations)
        else tuple(range(1, len(one.citations) + 1))
    )


def print_written_end(console: Console, written: Written, *, failed: bool = True) -> None:
    """How many sentences hold, what went wrong, what it took."""
    total, held = len(written.sentences), len(written.supported)
    if total:
        line = f"Written by {written.model}: {held} of {counted(total, 'sentences')} supported"
        hidden = total - held if not failed else 0
        line += f", {hidden} left out." if hidden else "."
        _line(console, 0, Text(line))
    if written.problem:
        _line(
            console, 0, Text(f"No full text by {written.model}: {written.problem}", style="yellow")
        )
    for note in written.notes:
        _line(console, 0, Text(f"Note: {note}", style="yellow"))
    _line(console, 0, Text(", ".join(_spent(written)), style="dim"))


def _spent(written: Written) -> list[str]:
    """Where it was sent, unless `problem` has just said that, and what it took."""
    said = written.where in written.problem or written.problem == NOT_SENT
    parts = [] if said else [written.where]
    if written.tokens_in is not None:
        parts.append(f"{written.tokens_in:,} tokens in")
    if written.tokens_out is not None:
        parts.append(f"{written.tokens_out:,} out")
    if written.cost is not None:
        parts.append(f"cost {written.cost:g}")
    return [*parts, f"{written.milliseconds / 1000:.1f} s"]


def print_written(console: Console, written: Written, *, failed: bool = True) -> None:
    """All of it, as `print_card` goes on below."""
    for one in written.sentences:
        print_written_sentence(console, one, failed=failed)
    print_written_end(console, written, failed=failed)
    console.print()


def _line(console: Console, by: int, text: Text) -> None:
    text.plain = visible(text.plain)
    for line in text.wrap(console, max(20, console.width - by)):
        line.rstrip()
        console.print(Text.assemble(" " * by, line), soft_wrap=True)
