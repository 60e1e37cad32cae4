"""What of a Word file is not in its text, gathered over runs: Word cuts one struck-through phrase
into many runs, and it is one place all the same."""

from __future__ import annotations

from extraction.documents.readers.left_out import LeftOut
from graph.model import Note


class Omissions:
    """Counts what is left out. Pieces of one kind that follow each other without visible text in
    between are one place."""

    def __init__(self) -> None:
        self._left_out = LeftOut()
        self._kind: str | None = None  # of the place that is open
        self._pieces: list[str] = []

    def add(self, kind: str, name: str) -> None:
        """One thing with a name of its own."""
        self.end_place()
        self._left_out.add(kind, name)

    def add_text(self, kind: str, text: str) -> None:
        """Text that is not shown; runs on in what was added just before."""
        if self._kind != kind:
            if not text.strip():
                return
            self.end_place()
            self._kind = kind
        self._pieces.append(text)

    def end_place(self) -> None:
        """Visible text follows."""
        if self._kind is not None:
            self._left_out.add(self._kind, "".join(self._pieces))
            self._kind = None
            self._pieces.clear()

    def notes(self) -> tuple[Note, ...]:
        self.end_place()
        return self._left_out.notes()
