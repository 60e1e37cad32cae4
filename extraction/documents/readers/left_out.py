"""What a reader left out of a document's text, counted, for one note of each sort."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extraction.documents.readers.text_builder import one_line
from graph.model import Note

_SHOWN = 5  # quotes in one note
_QUOTE_CHARS = 60
_SAID = {
    "struck-out": "Struck-out text is left out",
    "hidden-text": "Hidden text is left out",
    "not-shown": "Parts that are no running text are left out",
    "images": "Images are not read; what stands in their place",
    "titles": "Explanations that show only under the pointer are left out",
    "choices": "Choices that are not selected are left out",
    "empty-fields": "Prompts of form fields that nobody filled in are left out",
    "symbols": "Signs of unknown fonts are shown as \ufffd",
    "embedded-files": "Embedded objects are not read",
    "inserted-files": "Inserted documents of other formats are not read",
    "charts": "Charts could not be read",
    "diagrams": "Diagrams could not be read",
    "fields": "Fields without a stored result are not read",
    "phonetic-guides": "Phonetic guides are not read",
    "damaged-parts": "Damaged parts of the file are not read",
    "table-spans": "A table's merged cells were too many to be written out",
}


@dataclass(slots=True)
class LeftOut:
    """Counts by note code, and the first few words of each."""

    counts: Counter[str] = field(default_factory=Counter)
    quotes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, text: str) -> None:
        """Count one passage; `text` is its words, or the name of what it is."""
        self.counts[code] += 1
        kept = self.quotes.setdefault(code, [])
        if len(kept) < _SHOWN:
            quote = one_line(text[: 4 * _QUOTE_CHARS])
            quote = quote if len(quote) <= _QUOTE_CHARS else quote[:_QUOTE_CHARS].rstrip() + "…"
            if quote and quote not in kept:
                kept.append(quote)

    def notes(self) -> tuple[Note, ...]:
        """One note for each code, in the order of the codes."""
        return tuple(Note(code, self._detail(code)) for code in sorted(self.counts))

    def _detail(self, code: str) -> str:
        count, quotes = self.counts[code], self.quotes[code]
        shown = ", ".join(f"“{quote}”" for quote in quotes)
        more = " …" if count > len(quotes) and quotes else ""
        places = "1 place" if count == 1 else f"{count:,} places"
        return f"{_SAID[code]} ({places}){': ' + shown + more if shown else ''}."
