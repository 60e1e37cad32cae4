"""Which words of a question name cells of a table, its columns, or the table itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generation.computing.cell_quantities import quantity
from generation.computing.folded_words import Word, folded_words
from generation.computing.written_tables import Table
from generation.question.word_families import related
from graph.tokens import STOP_WORDS

LONGEST = 10  # words of a mention
_EMPTY = STOP_WORDS | frozenset("many much total number amount times time name names one".split())
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Words from `first` up to `last` (left out) that stand in cells: rows by column; `whole`:
    the columns where they are all that the cells say."""

    first: int
    last: int
    rows: Mapping[int, frozenset[int]]
    whole: frozenset[int]


class TableWords:
    """The words of a table, to be found again in a question."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._cells: dict[tuple[str, ...], dict[int, set[int]]] = {}
        self._whole: dict[tuple[str, ...], set[tuple[int, int]]] = {}
        for number, row in enumerate(table.rows):
            for column, cell in enumerate(row.cells):
                stems = [word.stem for word in folded_words(cell.text)]
                if stems:
                    self._whole.setdefault(tuple(stems), set()).add((column, number))
                count = quantity(cell.text)
                if count is not None and count.kind == "number" and len(stems) > 1:
                    self._whole.setdefault((str(count.value),), set()).add((column, number))
                for first in range(len(stems)):
                    for last in range(first + 1, min(first + LONGEST, len(stems)) + 1):
                        found = self._cells.setdefault(tuple(stems[first:last]), {})
                        found.setdefault(column, set()).add(number)
        self.heads = tuple(
            frozenset(word.stem for word in column.words if word.text not in STOP_WORDS)
            for column in table.columns
        )
        self.above = frozenset(word.stem for word in folded_words(table.above))

    def mentions(
        self, words: tuple[Word, ...], spent: Collection[int], asked: Collection[int]
    ) -> tuple[Mention, ...]:
        """The longest runs of `words` that stand in cells, none of them within another. A word that
        the question's form explains (`spent`) begins none; of what is asked for (`asked`) only
        whole cells count ("which building" names no building)."""
        found: list[Mention] = []
        taken: set[int] = set()
        for size in range(min(LONGEST, len(words)), 0, -1):
            for first in range(len(words) - size + 1):
                span = range(first, first + size)
                if taken.intersection(span) or self._says_nothing(words, span, spent):
                    continue
                mention = self._mention(words, first, first + size)
                if mention is not None and (mention.whole or not set(span) <= set(asked)):
                    found.append(mention)
                    taken.update(span)
        return tuple(sorted(found, key=lambda mention: mention.first))

    def _says_nothing(self, words: tuple[Word, ...], span: range, spent: Collection[int]) -> bool:
        if span[0] in spent or span[-1] in spent:
            return True
        ends = words[span[0]].text in _EMPTY or words[span[-1]].text in _EMPTY
        return (ends and tuple(words[i].stem for i in span) not in self._whole) or all(
            words[i].text in _EMPTY for i in span
        )

    def _mention(self, words: tuple[Word, ...], first: int, last: int) -> Mention | None:
        stems = tuple(word.stem for word in words[first:last])
        cells = self._cells.get(stems)
        whole: dict[int, set[int]] = {}
        for column, row in self._whole.get(stems, ()):
            whole.setdefault(column, set()).add(row)
        if cells is None and not whole:
            return None
        if last - first == 1:
            word = words[first].text
            if self._numbers_head(words, first):
                return None
            short = len(word) < _SHORT or (word.isdigit() and len(word) < 4)
            if not whole and (short or self.names_column(words[first])):
                return None
        if whole:
            rows = {column: frozenset(found) for column, found in whole.items()}
            return Mention(first, last, rows, frozenset(whole))
        return Mention(
            first, last, {c: frozenset(r) for c, r in (cells or {}).items()}, frozenset()
        )

    def _numbers_head(self, words: tuple[Word, ...], at: int) -> bool:
        """Whether a number stands in a head behind "no." as it does here: "weeks at no. 1"."""
        behind = at > 0 and words[at - 1].text in ("no", "number")
        return behind and any(words[at].stem in head for head in self.heads)

    def names_column(self, word: Word) -> bool:
        """Whether `word` stands in a head."""
        return any(related(word.stem, held) for head in self.heads for held in head)

    def columns_named(
        self, words: Collection[Word], among: Collection[int] | None = None
    ) -> tuple[int, ...]:
        """The columns (of `among`) whose heads hold most of `words`; several where that is a
        tie."""
        held = []
        for index, head in enumerate(self.heads):
            if among is not None and index not in among:
                continue
            hits = sum(any(related(w.stem, h) for h in head) for w in words)
            exact = sum(w.stem in head for w in words)
            spare = len(head) - hits
            held.append((hits, exact, -spare, -index))
        best = max(held, default=(0, 0, 0, 0))
        if not best[0]:
            return ()
        return tuple(-found[3] for found in held if found[:3] == best[:3])
