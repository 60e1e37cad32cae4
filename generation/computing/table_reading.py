"""A question read over one table: the rows it speaks of, the columns it means, and whether every
word of it is accounted for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from generation.computing.column_kinds import ColumnKind, column_kind
from generation.computing.folded_words import Word, folded, folded_words
from generation.computing.question_forms import Form
from generation.computing.row_mentions import Mention, TableWords
from generation.computing.written_tables import Table
from generation.question.word_families import related
from graph.tokens import STOP_WORDS

# What is done with the cell that is asked for: says nothing of which row is meant.
_DONE = frozenset(
    "take takes took make makes made hold holds held spend spent stay stays stayed finish finishes "
    "finished complete completed earn earns earned place placed play played plays compete competed "
    "release released star starred rank ranked ranks receive received reach reached sign signed "
    "obtain obtained come comes came go goes went serve served".split()
)
# What a row is in the table for: said of every row.
_THERE = frozenset(
    "play played hold held take took taken place occur occurred happen happened appear appeared "
    "participate participated compete competed feature featured represent represented make made "
    "release released".split()
)
# Words that narrow nothing: they stand for any row, or hold the sentence together.
ANY = frozenset(
    "there listed list lists table chart shown according given data record recorded total number "
    "amount many much times time people persons person entries entry rows row items item ones name "
    "names value values overall ever also each every all only actual actually currently current "
    "please tell show give find get gets got have had has having being been be s t long "
    "belong belongs appear appears appeared stand stands contain contains include includes "
    "included individual individuals say says called different unique distinct".split()
)
_DATED = frozenset("year month day date number no".split())
_PLACING = frozenset(
    "before after below above between beneath than same until since except".split()
)
_NOT = re.compile(
    r"\b(?:not|no(?!\.?\s?\d)|never|without|except|other than|besides|neither|nor|n't)\b|n['’]t\b",
    re.IGNORECASE,
)
FEWEST_BLANK = 0.25  # of a column's cells; where more are empty, empty says "no"
_SAID = _DONE | _THERE | _DATED
_ROOT = 4  # letters that the forms of a word share
_MAX = 24  # ways to read a question


@dataclass(frozen=True, slots=True)
class Filters:
    """One way to read which cells a question names: the mentions with the column each stands in,
    and the rows that hold all of them (those of one column: any of them)."""

    columns: tuple[tuple[Mention, int], ...]
    rows: tuple[int, ...]


def is_negated(text: str) -> bool:
    """Whether `text` denies or leaves out something."""
    return _NOT.search(text) is not None


def may_speak(table: Table, form: Form, alone: bool) -> bool:
    """Whether `table` may account for all words of `form`: each stands in its heads, in what names
    it, or at least begins somewhere in its rows. Cheap: no cell is taken apart."""
    held = [word.stem for column in table.columns for word in column.words]
    held += [word.stem for word in folded_words(table.above)]
    rows = folded(table.document.text[table.place.start : table.place.end])
    strange = 0
    for index, word in enumerate(form.words):
        if index in form.spent or len(word.text) == 1 or word.text in STOP_WORDS | ANY | _SAID:
            continue
        begins = (word.text[:_ROOT], word.stem[:_ROOT])
        if not any(b in rows for b in begins) and not any(related(word.stem, h) for h in held):
            strange += 1
    return strange <= alone


class TableReading:
    """`form` held against `table`."""

    def __init__(self, table: Table, form: Form, question: str, alone: bool) -> None:
        self.table = table
        self.form = form
        self.words = TableWords(table)
        self._kinds: dict[int, ColumnKind] = {}
        self.alone = alone
        self.negated = is_negated(question)
        asked = {*form.asked, *form.measured}
        self.mentions = self.words.mentions(form.words, form.spent, asked)
        self.covered = frozenset(
            i for mention in self.mentions for i in range(mention.first, mention.last)
        )

    def kind(self, column: int) -> ColumnKind:
        """What the cells of `column` are."""
        if column not in self._kinds:
            self._kinds[column] = column_kind(self.table, column)
        return self._kinds[column]

    @cached_property
    def key(self) -> int | None:
        """The column that names the rows: the first of words that hardly repeat, else the first
        of words."""
        count = len(self.table.columns)
        named = [c for c in range(count) if self.kind(c).named]
        if named:
            return max(named, key=lambda c: (self.kind(c).distinct, -c))
        return next((c for c in range(count) if not self.kind(c).kind), None)

    def of_kinds(self, *kinds: str) -> tuple[int, ...]:
        """The columns whose cells are of one of `kinds`."""
        return tuple(c for c in range(len(self.table.columns)) if self.kind(c).kind in kinds)

    def in_unit(self, positions: Iterable[int]) -> tuple[int, ...]:
        """The columns whose unit one of the words at `positions` is ("how many kg")."""
        words = {self.form.words[i].text for i in positions}
        columns = range(len(self.table.columns))
        return tuple(c for c in columns if self.kind(c).units & words)

    def named(
        self, positions: Iterable[int], among: Collection[int] | None = None
    ) -> tuple[int, ...]:
        """The columns (of `among`) that the words at `positions` name, those that no cell accounts
        for."""
        words = [self.form.words[i] for i in positions if i not in self.covered]
        words = [word for word in words if word.text not in STOP_WORDS]
        return self.words.columns_named(words, among)

    @cached_property
    def placed(self) -> bool:
        """Whether a word puts rows before or beside others that the form does not use."""
        return any(
            word.text in _PLACING and i not in self.form.spent and i not in self.covered
            for i, word in enumerate(self.form.words)
        )

    def unexplained(self, columns: Iterable[int], counting: bool | None = None) -> tuple[Word, ...]:
        """Words of the question that neither its form nor a cell, nor the heads of `columns`, nor
        what stands above the table accounts for."""
        columns = tuple(columns)
        heads = frozenset(stem for column in columns for stem in self.words.heads[column])
        every = frozenset().union(*self.words.heads)
        units = frozenset(unit for column in columns for unit in self.kind(column).units)
        counting = self.form.counted if counting is None else counting
        lenient = {*self.form.asked}
        if self.form.operation in ("first", "last"):
            lenient |= {*self.form.measured}
        left = []
        for index, word in enumerate(self.form.words):
            if index in self.covered or index in self.form.spent:
                continue
            if word.text in _DATED and index + 1 in self.covered:
                continue
            if word.text == "year" and self.form.operation == "same":
                continue
            if word.text in STOP_WORDS or word.text in ANY or len(word.text) == 1:
                continue
            if word.text in units or word.stem in units:
                continue
            if word.text in _DONE and not counting:
                continue
            if self.alone and word.text in _THERE:
                continue
            if word.stem in self.words.above or any(related(word.stem, h) for h in heads | every):
                continue
            left.append((index, word))
        # Asked of a document with one table, its rows may be called by a noun of their own.
        nouns = [index for index, _ in left if index in lenient] if self.alone else []
        return tuple(word for index, word in left if index not in nouns[-1:])

    def filters(self, without: frozenset[int] = frozenset()) -> tuple[Filters, ...]:
        """The ways to read which rows are meant; mentions that begin at a position of `without`
        narrow nothing."""
        used = [m for m in self.mentions if m.first not in without]
        choices: list[list[tuple[Mention, int] | None]] = [
            [*((m, c) for c in self._columns(m)), *([None] if self._names_table(m) else [])]
            for m in used
        ]
        found: dict[tuple[int, ...], Filters] = {}
        for ways in islice(product(*choices), _MAX):
            chosen = [way for way in ways if way is not None]
            rows = self._rows(chosen)
            found.setdefault(rows, Filters(tuple(chosen), rows))
        filled = tuple(one for one in found.values() if one.rows)
        return filled or tuple(found.values())

    def _names_table(self, mention: Mention) -> bool:
        """Whether the words of `mention` stand above the table too: they may name all of it."""
        span = range(mention.first, mention.last)
        return all(self.form.words[i].stem in self.words.above for i in span)

    def _columns(self, mention: Mention) -> tuple[int, ...]:
        columns = sorted(mention.rows)
        if len(columns) > 1:
            near = self._near(mention)
            called = [c for c in columns if c in self.named(near)]
            columns = called or columns
        return tuple(columns)

    def _near(self, mention: Mention) -> list[int]:
        """Positions of the words around a mention that may name its column."""
        span = range(mention.first - 3, mention.last + 4)
        return [i for i in span if 0 <= i < len(self.form.words) and i not in self.covered]

    def _rows(self, chosen: Sequence[tuple[Mention, int]]) -> tuple[int, ...]:
        rows = set(range(len(self.table.rows)))
        for column in {column for _, column in chosen}:
            held: set[int] = set()
            for mention, at in chosen:
                if at == column:
                    held |= mention.rows[column]
            rows &= held
        return tuple(sorted(rows))
