"""What of a Word file is not in its text: counted and named, one note for each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from graph.model import Note

# Kind: the sentence for people; {n} is the count, {names} what it was.
_SENTENCES = {
    "struck-text": "Struck-through text was left out in {n} places: {names}.",
    "hidden-text": "Hidden text was left out in {n} places: {names}.",
    "empty-fields": "{n} form fields are empty; their prompts were left out: {names}.",
    "symbols": "{n} symbols could not be read and are shown as \ufffd: {names}.",
    "pictures": "{n} pictures were not read: {names}.",
    "embedded-files": "{n} embedded objects were not read: {names}.",
    "charts": "{n} charts could not be read: {names}.",
    "diagrams": "{n} diagrams could not be read: {names}.",
    "inserted-files": "{n} inserted documents were not read: {names}.",
    "fields": "{n} fields without a stored result were not read: {names}.",
    "phonetic-guides": "{n} phonetic guides were not read: {names}.",
    "damaged-parts": "{n} parts of the file are damaged and were not read: {names}.",
}
_SHOWN = 5
_LONGEST = 40  # characters of each


class Omissions:
    """Collects what is left out. Pieces of one kind that follow each other without visible text in
    between are one place."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._open: str | None = None

    def add(self, kind: str, name: str) -> None:
        """One thing with a name of its own."""
        self._open = None
        self._found.setdefault(kind, []).append(name)

    def add_text(self, kind: str, text: str) -> None:
        """Text that is not shown; runs on in what was added just before."""
        if not text or (not text.strip() and self._open != kind):
            return
        if self._open == kind:
            self._found[kind][-1] += text
        else:
            self.add(kind, text)
            self._open = kind

    def end_place(self) -> None:
        """Visible text follows."""
        self._open = None

    def notes(self) -> Iterator[Note]:
        for kind, sentence in _SENTENCES.items():
            names = self._found.get(kind)
            if names:
                yield Note(kind, sentence.format(n=len(names), names=_listed(names)))


def _listed(names: list[str]) -> str:
    counted = Counter(_short(name) for name in names)
    shown = [name if n == 1 else f"{name} (×{n})" for name, n in counted.most_common(_SHOWN)]
    more = len(counted) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
