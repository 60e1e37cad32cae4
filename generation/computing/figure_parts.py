"""A computed figure, and what every kind of figure asks of a reading: whether all words are
accounted for, which cells are missing, which column holds the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generation.computing.cell_quantities import Quantity
from generation.computing.question_forms import Bound, Form
from generation.computing.table_reading import FEWEST_BLANK, Filters, TableReading
from generation.computing.written_tables import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was computed: `text`, from `rows` of `table`, those that decide first. `column`: whose
    cells were compared, summed or looked up (None where rows were counted); `filters`: (column,
    words as the cells have them) of every condition. `bound`: a column, a
    relation and the number it is compared with. `deciding`: how many of the first rows are the
    answer, where others are only compared. `faults`: why no figure may be shown."""

    table: Table
    operation: str
    text: str
    rows: tuple[int, ...]
    column: int | None = None
    filters: tuple[tuple[int, str, bool], ...] = ()
    faults: tuple[str, ...] = ()
    answer_column: int | None = None
    deciding: int = 0
    bound: tuple[int, str, int] | None = None


def complete(reading: TableReading, columns: Iterable[int], counting: bool | None = None) -> bool:
    return not reading.unexplained(columns, counting)


def named_filters(reading: TableReading, one: Filters) -> tuple[tuple[int, str, bool], ...]:
    words = reading.form.words
    return tuple(
        (column, " ".join(w.text for w in words[m.first : m.last]), column in m.whole)
        for m, column in one.columns
    )


def blank_faults(reading: TableReading, columns: Iterable[int]) -> tuple[str, ...]:
    """Why rows cannot be told apart by `columns`: few of their cells are empty."""
    faults = []
    for column in dict.fromkeys(columns):
        kind = reading.kind(column)
        if 0 < len(kind.open) < FEWEST_BLANK * len(reading.table.rows):
            faults.append(unfilled(reading, column, len(kind.open)))
    return tuple(faults)


def unfilled(reading: TableReading, column: int, count: int) -> str:
    rows = "1 row states" if count == 1 else f"{count} rows state"
    head = reading.table.columns[column].text or "nothing"
    return f"{rows} no “{head}”"


def within_bounds(
    reading: TableReading, rows: Sequence[int]
) -> tuple[int, tuple[int, ...], tuple[str, ...]] | None:
    """The rows that meet the question's bounds, the column they are put on, and what is unclear;
    None where no single column of numbers is meant."""
    bound = reading.form.bounds[0]
    near = range(min(bound.words) - 4, max(bound.words) + 5)
    positions = [i for i in near if 0 <= i < len(reading.form.words) and i not in bound.words]
    columns = reading.named(positions, reading.of_kinds("number", "place"))
    if len(columns) != 1 or len(reading.form.bounds) != 1:
        return None
    column = columns[0]
    values = reading.kind(column).values
    faults = value_faults(reading, column, rows)
    return (
        column,
        tuple(i for i in rows if values[i] is not None and _meets(values[i], bound)),
        faults,
    )


def _meets(value: Quantity | None, bound: Bound) -> bool:
    assert value is not None
    number = value.value
    return {
        ">": number > bound.value, ">=": number >= bound.value, "<": number < bound.value,
        "<=": number <= bound.value, "=": number == bound.value,
    }[bound.relation]  # fmt: skip


def value_faults(reading: TableReading, column: int, rows: Sequence[int]) -> tuple[str, ...]:
    """Why the cells of `column` in `rows` cannot be compared."""
    kind = reading.kind(column)
    faults = []
    opened = [i for i in rows if i in kind.open]
    if opened:
        faults.append(unfilled(reading, column, len(opened)))
    unread = [i for i in rows if kind.values[i] is None and i not in kind.open | kind.none]
    if unread:
        cell = reading.table.rows[unread[0]].cells[column].text
        faults.append(f"“{cell}” is no number that can be compared")
    if len({value.unit for i in rows if (value := kind.values[i]) is not None}) > 1:
        faults.append(f"“{reading.table.columns[column].text}” mixes units")
    return tuple(faults)


def bound_of(form: Form, used: Sequence[int]) -> tuple[int, str, int] | None:
    """The bound of `form` on the last of the columns `used`."""
    return (used[-1], form.bounds[0].relation, form.bounds[0].value) if form.bounds else None


def cell_figure(
    reading: TableReading,
    rows: tuple[int, ...],
    column: int,
    filters: tuple[tuple[int, str, bool], ...],
) -> Figure | None:
    texts = [reading.table.rows[i].cells[column].text for i in rows]
    if not texts or any(not text for text in texts):
        return None
    said = list(dict.fromkeys(texts))
    return Figure(reading.table, "cell", ", ".join(said), rows, column, filters, (), column)
