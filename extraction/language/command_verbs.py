"""Verbs of commands in front of names: "Tap Speaker", "Launch Lark Maps"."""

from __future__ import annotations

from extraction.language.parse import FINITE, Parse

# Verbs that tell to do something and are no nouns in front of other nouns ("record", "access").
ORDERS = frozenset("""add adjust allow apply ask assign attach choose click close configure connect
    contact customize customise delete disable disconnect double-tap download drag edit enable
    enhance ensure enter export fill find go import insert install join launch locate make manage
    monitor navigate open pick ping pinch press provide remove reset save scan schedule scroll
    see select send set slide start stop submit swipe switch tag take tap touch turn type
    uninstall unlock update upload use verify view visit write""".split())  # fmt: skip
_BEHIND = (",", ":", ">", "•", "-", "–", "then", "and", "or", "to")


def behind_command(parse: Parse, first: int, last: int) -> int | None:
    """Where the name `first` to `last` begins behind the verb of a command; None where what is
    left names nothing (one word, or words written small); `first` where no command stands in
    front."""
    if first >= last or not _commands(parse, first, last):
        return first
    rest = first + 1
    titled = parse.words[rest][:1].isupper() and rest < last
    return rest if titled else None


def _commands(parse: Parse, first: int, last: int) -> bool:
    """Whether the word at `first` tells to do something: it opens its sentence and no
    verb there is finite, or it stands in it with a small letter before a capital."""
    if parse.lower[first] not in ORDERS or parse.kind == "heading":
        return False
    start, stop = parse.sentence_of(first)
    small = parse.words[first].islower() and parse.words[first + 1][:1].isupper()
    if small:
        return parse.tag[first] in ("VB", "VBP", "NN") and parse.words[first - 1] in _BEHIND
    opens = first == start or parse.words[first - 1] == ":"
    end = next((t for t in range(last, stop) if parse.words[t] in (".", ";", ":")), stop)
    finite = any(parse.tag[t] in FINITE for t in range(first, end) if parse.tag[t] != "VBP")
    # a line of its own may be a title ("Open Enrollment.")
    says_more = any(parse.words[t].isalpha() for t in range(last + 1, end))
    return opens and not finite and (says_more or first > start or parse.words[first + 1].islower())
