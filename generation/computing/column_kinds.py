"""What the cells of a column are: numbers of one unit, dates, times, or words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generation.computing.cell_quantities import Quantity, is_none, is_open, quantity
from generation.computing.written_tables import Table

_MOST = 0.6  # of the cells that hold something
_DATED = frozenset(("year", "date", "born", "founded", "since", "season", "from", "until", "day"))


@dataclass(frozen=True, slots=True)
class ColumnKind:
    """`kind` of the column's quantities ("" where it holds words), their `units`, the `values` by
    row (None where a cell counts nothing), how many cells say "none" and how many leave it open."""

    kind: str
    units: frozenset[str]
    values: tuple[Quantity | None, ...]
    none: frozenset[int]
    open: frozenset[int]
    distinct: int

    @property
    def named(self) -> bool:
        """Whether the cells are words, and hardly any of them occurs twice."""
        filled = len(self.values) - len(self.none) - len(self.open)
        return not self.kind and filled > 0 and self.distinct >= _MOST * filled


def column_kind(table: Table, index: int) -> ColumnKind:
    """The kind of column `index` of `table`."""
    texts = [row.cells[index].text for row in table.rows]
    none = frozenset(i for i, text in enumerate(texts) if text and is_none(text))
    opened = frozenset(i for i, text in enumerate(texts) if is_open(text))
    values = [None if i in none or i in opened else quantity(t) for i, t in enumerate(texts)]
    filled = len(texts) - len(none) - len(opened)
    kinds = Counter(value.kind for value in values if value is not None)
    heads = {word.text for word in table.columns[index].words}
    if kinds["date"] and not _years(values, heads):
        values = [_as_number(value, text) for value, text in zip(values, texts, strict=True)]
        kinds = Counter(value.kind for value in values if value is not None)
    if kinds["time"] and kinds["time"] + kinds["number"] >= _MOST * filled:
        values = [_as_time(value) for value in values]  # "57.43" beside "1:00.45"
        kinds = Counter(value.kind for value in values if value is not None)
    kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
    if count < _MOST * filled:
        kind = ""
    kept = tuple(v if v is not None and v.kind == kind else None for v in values)
    units = frozenset(v.unit for v in kept if v is not None)
    return ColumnKind(kind, units, kept, none, opened, len({t.casefold() for t in texts if t}))


def _years(values: Sequence[Quantity | None], heads: set[str]) -> bool:
    """Whether four digits are years: all of them are in range, and the head or the cells say so."""
    held = [value for value in values if value is not None]
    dates = [value for value in held if value.kind == "date"]
    return bool(heads & _DATED) or len(dates) >= 0.9 * len(held)


def _as_number(value: Quantity | None, text: str) -> Quantity | None:
    if value is None or value.kind != "date":
        return value
    digits = text.strip()
    return Quantity(Decimal(digits), "number") if digits.isdigit() else None


def _as_time(value: Quantity | None) -> Quantity | None:
    plain = value is not None and value.kind == "number" and not value.unit
    return Quantity(value.value, "time") if plain and value is not None else value
