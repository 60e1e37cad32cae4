"""The figure that a question asks for, computed from the rows of one table, or why there is
none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from generation.computing.cell_quantities import Quantity
from generation.computing.folded_words import folded_words
from generation.computing.question_forms import Bound, Form
from generation.computing.table_reading import ANY, FEWEST_BLANK, Filters, TableReading
from generation.computing.written_quantities import written
from generation.computing.written_tables import Table
from generation.question.word_families import related
from graph.tokens import STOP_WORDS, stem


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


def figures(reading: TableReading) -> tuple[Figure, ...]:
    """One figure for each way to read the question over the table; none where its words are not
    accounted for."""
    if reading.negated or reading.placed or not reading.table.rows:
        return ()
    maker = _MAKERS[reading.form.operation]
    found: dict[str, Figure] = {}
    for figure in maker(reading):
        if _says_the_question(reading, figure):
            continue
        found.setdefault(
            figure.text, replace(figure, faults=(*reading.table.faults, *figure.faults))
        )
    return tuple(found.values())


def _says_the_question(reading: TableReading, figure: Figure) -> bool:
    """Whether the answer is a cell that the question names: it tells nothing."""
    if figure.operation in ("count", "distinct", "sum", "average", "difference"):
        return False
    if reading.form.either and len(figure.filters) > 1:
        return False  # "which is heavier, A or B?"
    said = [word.stem for word in folded_words(figure.text)]
    return any(said == [word.stem for word in folded_words(text)] for _, text, _ in figure.filters)


def _complete(reading: TableReading, columns: Iterable[int], counting: bool | None = None) -> bool:
    return not reading.unexplained(columns, counting)


def _filters(reading: TableReading, one: Filters) -> tuple[tuple[int, str, bool], ...]:
    words = reading.form.words
    return tuple(
        (column, " ".join(w.text for w in words[m.first : m.last]), column in m.whole)
        for m, column in one.columns
    )


def _blank_faults(reading: TableReading, columns: Iterable[int]) -> tuple[str, ...]:
    """Why rows cannot be told apart by `columns`: few of their cells are empty."""
    faults = []
    for column in dict.fromkeys(columns):
        kind = reading.kind(column)
        if 0 < len(kind.open) < FEWEST_BLANK * len(reading.table.rows):
            faults.append(_unfilled(reading, column, len(kind.open)))
    return tuple(faults)


def _unfilled(reading: TableReading, column: int, count: int) -> str:
    rows = "1 row states" if count == 1 else f"{count} rows state"
    head = reading.table.columns[column].text or "nothing"
    return f"{rows} no “{head}”"


def _bounded(
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
    faults = _value_faults(reading, column, rows)
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


def _value_faults(reading: TableReading, column: int, rows: Sequence[int]) -> tuple[str, ...]:
    """Why the cells of `column` in `rows` cannot be compared."""
    kind = reading.kind(column)
    faults = []
    opened = [i for i in rows if i in kind.open]
    if 0 < len(opened) < FEWEST_BLANK * len(rows):
        faults.append(_unfilled(reading, column, len(opened)))
    unread = [i for i in rows if kind.values[i] is None and i not in kind.open | kind.none]
    if unread:
        cell = reading.table.rows[unread[0]].cells[column].text
        faults.append(f"“{cell}” is no number that can be compared")
    if len({value.unit for i in rows if (value := kind.values[i]) is not None}) > 1:
        faults.append(f"“{reading.table.columns[column].text}” mixes units")
    return tuple(faults)


def _count(reading: TableReading) -> list[Figure]:
    form = reading.form
    found = []
    named = reading.named(form.asked) or reading.in_unit(form.asked)
    for one in reading.filters():
        rows: tuple[int, ...] = one.rows
        used = [column for _, column in one.columns]
        faults = _blank_faults(reading, used)
        columns = list(named)
        if form.bounds:
            bounded = _bounded(reading, rows)
            if bounded is None:
                continue
            used.append(bounded[0])
            rows, faults = bounded[1], (*faults, *bounded[2])
            named = tuple(c for c in named if c != bounded[0])
        numeric = bool(named) and all(reading.kind(c).kind == "number" for c in named)
        if not _complete(reading, [*columns, *used], not numeric):
            continue
        figure = _counted(reading, named, one, rows, faults, used)
        if figure is not None:
            found.append(figure)
    return found


def _is_counted(reading: TableReading, column: int) -> bool:
    """Whether the head of `column` is just what is counted: "participants", no "total points"."""
    asked = {reading.form.words[i].stem for i in reading.form.asked}
    return reading.words.heads[column] <= asked or bool(reading.in_unit(reading.form.asked))


def _enumerates(reading: TableReading, column: int) -> bool:
    """Whether the numbers of `column` count the rows off: 1, 2, 3, 3, 4."""
    values = [value.value for value in reading.kind(column).values if value is not None]
    steps = [after - before for before, after in pairwise(values)]
    return bool(steps) and values[0] in (0, 1) and all(step in (0, 1) for step in steps)


def _bound(form: Form, used: Sequence[int]) -> tuple[int, str, int] | None:
    """The bound of `form` on the last of the columns `used`."""
    return (used[-1], form.bounds[0].relation, form.bounds[0].value) if form.bounds else None


def _counted(
    reading: TableReading,
    named: tuple[int, ...],
    one: Filters,
    rows: tuple[int, ...],
    faults: tuple[str, ...],
    used: Sequence[int],
) -> Figure | None:
    table, form = reading.table, reading.form
    filters = _filters(reading, one)
    numbers = [c for c in named if reading.kind(c).kind == "number"]
    if numbers and len(numbers) == len(named) and form.operation == "count" and form.asked:
        if len(numbers) > 1 or not rows:
            return None
        if reading.kind(numbers[0]).units - {""} and not reading.in_unit(form.asked):
            return None  # "how many fees" asks for no euros
        if len(rows) == 1:
            return _cell_figure(reading, rows, numbers[0], filters)
        if _enumerates(reading, numbers[0]) or not _is_counted(reading, numbers[0]):
            return None
        return _summed(reading, one, numbers[0], "sum")
    if not one.columns and not form.bounds and (len(named) > 1 or (form.asked and _stray(reading))):
        return None
    if len(rows) == 1 and any(c == reading.key and m.whole for m, c in one.columns):
        return None  # one that is named is no number
    column = named[0] if len(named) == 1 else None
    if column is not None and column not in [c for _, c in one.columns]:
        kind = reading.kind(column)
        texts = [table.rows[i].cells[column].text for i in rows]
        held = {text.casefold() for text in texts if text}
        if form.operation == "distinct" or (
            not one.columns and len(held) < len(rows) and not form.bounds
        ):
            if kind.open & set(rows) or kind.none & set(rows):
                faults = (
                    *faults,
                    _unfilled(reading, column, len((kind.open | kind.none) & set(rows))),
                )
            return Figure(table, "distinct", str(len(held)), rows, column, filters, faults, column)
        if len(held) < len(rows) and kind.open & set(rows):
            return None
    elif form.operation == "distinct":
        return None
    if not rows and not form.bounds:
        return None
    return Figure(
        table, "count", str(len(rows)), rows, None, filters, faults, bound=_bound(form, used)
    )


def _cell_figure(
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


def _measure_columns(reading: TableReading) -> tuple[int, ...]:
    """The columns that may be compared: named after the superlative, or by its adjective."""
    form = reading.form
    measures = reading.of_kinds("number", "date", "time", "place")
    if columns := reading.named(form.measured, measures):
        return columns
    if form.adjective == "date" or (form.operation in ("first", "last") and not form.adjective):
        return _orders(reading)
    if form.adjective:
        base = stem(form.adjective)
        return tuple(c for c in measures if any(related(base, h) for h in reading.words.heads[c]))
    return ()


_PERSONS = frozenset(
    stem(word)
    for word in "name person player artist author winner driver director manager owner member "
    "employee singer actor candidate swimmer athlete champion holder officer inspector".split()
)
_TIMES = frozenset("date year day month".split())
_LISTED = frozenset("list listed table chart".split())
_RANKED = frozenset("finish finished finisher place placed position rank ranked".split())


def _orders(reading: TableReading) -> tuple[int, ...]:
    """The columns that "first" and "last" may mean: dates, or places where it is about a rank; none
    where the order of the rows is meant."""
    texts = {word.text for word in reading.form.words}
    if texts & _LISTED:
        return ()
    columns = range(len(reading.table.columns))
    if texts & _RANKED:
        ranked = [
            c
            for c in columns
            if reading.words.heads[c] & {"rank", "pos", "posit", "place", "fin", "finish"}
        ]
        return tuple(ranked)
    every = [i for i in range(len(reading.form.words)) if i not in reading.form.spent]
    dated = [c for c in columns if reading.kind(c).kind == "date"]
    called = [c for c in reading.named(every) if c in dated]
    if not called and any(not m.whole for m in reading.mentions):
        return ()  # what happened stands in a cell, and when it did may stand there too
    return tuple(called or dated)


def _answer_columns(reading: TableReading) -> tuple[int, ...]:
    form = reading.form
    named = reading.named(form.asked)
    if named:
        return named
    texts = {word.text for word in form.words}
    asked = {form.words[i].text for i in (form.asked or form.measured)}
    if "when" in texts or (asked and asked <= _TIMES):
        return (
            _measure_columns(reading)
            if form.operation in ("first", "last")
            else tuple(
                c for c in range(len(reading.table.columns)) if reading.kind(c).kind == "date"
            )
        )
    if texts & {"who", "whom", "whose"}:
        persons = [c for c, head in enumerate(reading.words.heads) if head & _PERSONS]
        return (reading.key,) if reading.key in persons else tuple(persons)
    if (
        form.asked
        and _stray(reading)
        and not (reading.alone and form.operation not in ("count", "distinct"))
    ):
        return ()
    kinds = [reading.kind(c).kind for c in range(len(reading.table.columns))]
    if form.asked and {form.words[i].text for i in form.asked} == {"long"}:
        return tuple(c for c, kind in enumerate(kinds) if kind == "time")
    return (reading.key,) if reading.key is not None else ()


def _stray(reading: TableReading) -> bool:
    """Whether what is asked for is something that the table does not speak of."""
    every = frozenset().union(*reading.words.heads) | reading.words.above
    words = [reading.form.words[i] for i in reading.form.asked if i not in reading.covered]
    return any(
        w.text not in ANY
        and w.text not in STOP_WORDS
        and not any(related(w.stem, h) for h in every)
        for w in words
    )


def _extreme(reading: TableReading) -> list[Figure]:
    form = reading.form
    found: list[Figure] = []
    if form.counted:
        return found
    measures = _measure_columns(reading)
    answers = _answer_columns(reading)
    for one in reading.filters():
        if form.bounds:
            continue
        used = [column for _, column in one.columns]
        for measure in measures:
            columns = [c for c in answers if c != measure] or list(answers)
            for column in columns[:1] if len(columns) == 1 else ():
                if _complete(reading, [*used, measure, column]):
                    figure = _end(reading, one, measure, column)
                    if figure is not None:
                        found.append(figure)
        if not measures and (
            form.operation not in ("first", "last") or _LISTED & {w.text for w in form.words}
        ):
            found += _by_order(reading, one, answers)
    return found


def _end(reading: TableReading, one: Filters, measure: int, column: int) -> Figure | None:
    """The row or rows at the end of the order of `measure`."""
    kind = reading.kind(measure)
    held = [(value.value, i) for i in one.rows if (value := kind.values[i]) is not None]
    if len(held) < 2 and len(reading.table.rows) > 1 and not one.columns:
        return None
    if not held:
        return None
    high = reading.form.operation in ("most", "last")
    if kind.kind == "place" and reading.form.operation == "most":
        high = not high
    best = max(held)[0] if high else min(held)[0]
    winners = [i for value, i in held if value == best]
    rest = sorted((i for value, i in held if value != best), key=lambda i: i)
    texts = [reading.table.rows[i].cells[column].text for i in winners]
    if any(not text for text in texts):
        return None
    said = ", ".join(dict.fromkeys(texts))
    faults = _value_faults(reading, measure, one.rows)
    if {w.text for w in reading.form.words} & _RANKED and reading.form.operation in (
        "first",
        "last",
    ):
        faults = ()  # who has no place did not finish
    unclear = [i for i in one.rows if kind.values[i] is None] if faults else []
    return Figure(
        reading.table, reading.form.operation, said, (*unclear, *winners, *rest), measure,
        _filters(reading, one), faults, column, len(winners),
    )  # fmt: skip


def _by_order(reading: TableReading, one: Filters, answers: tuple[int, ...]) -> list[Figure]:
    """Without a column that orders: the first or last row as written, or the words that occur most
    often."""
    form = reading.form
    rows = one.rows
    used = [column for _, column in one.columns]
    if len(answers) != 1 or not rows or not _complete(reading, [*used, *answers]):
        return []
    column = answers[0]
    called = reading.named([*form.asked, *form.measured])
    if form.operation in ("first", "last") and column in called:
        row = rows[0] if form.operation == "first" else rows[-1]
        text = reading.table.rows[row].cells[column].text
        return (
            [
                Figure(
                    reading.table,
                    f"{form.operation} row",
                    text,
                    (row,),
                    column,
                    _filters(reading, one),
                    (),
                    column,
                    1,
                )
            ]
            if text
            else []
        )
    return []


def _sum(reading: TableReading) -> list[Figure]:
    form = reading.form
    columns = reading.named(form.measured, reading.of_kinds("number"))
    found: list[Figure] = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(columns) != 1 or form.bounds or not _complete(reading, [*columns, *used]):
            continue
        figure = _summed(reading, one, columns[0], form.operation)
        if figure is not None:
            found.append(figure)
    return found


def _summed(reading: TableReading, one: Filters, column: int, operation: str) -> Figure | None:
    """The sum or average of the cells of `column` in the rows of `one`."""
    held = [reading.kind(column).values[i] for i in one.rows]
    values = [value for value in held if value is not None]
    if not values:
        return None
    used = [at for _, at in one.columns]
    faults = [*_value_faults(reading, column, one.rows), *_blank_faults(reading, used)]
    if len(values) < len(held) and not faults:
        faults.append(_unfilled(reading, column, len(held) - len(values)))
    total = sum((value.value for value in values), Decimal(0))
    text = written(total / len(values) if operation == "average" else total, values[0].unit)
    filters = _filters(reading, one)
    rows = tuple(sorted(one.rows, key=lambda i: held[one.rows.index(i)] is not None))
    return Figure(reading.table, operation, text, rows, column, filters, tuple(faults), column)


def _neighbour(reading: TableReading) -> list[Figure]:
    """The row after or before the one that is named."""
    form = reading.form
    found = []
    answers = _answer_columns(reading)
    if form.counted or form.bounds or len(answers) != 1:
        return []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if not one.rows or len(one.columns) != 1 or not _complete(reading, [*used, *answers]):
            continue
        if len(one.rows) > 1 and one.rows != tuple(range(one.rows[0], one.rows[-1] + 1)):
            continue
        at = _beside(reading, one)
        if at is None:
            continue
        text = reading.table.rows[at].cells[answers[0]].text
        if text:
            found.append(
                Figure(
                    reading.table,
                    form.operation,
                    text,
                    (at, one.rows[0]),
                    answers[0],
                    _filters(reading, one),
                    (),
                    answers[0],
                    1,
                )
            )
    return found


def _beside(reading: TableReading, one: Filters) -> int | None:
    """The row beside those of `one` on the side that is asked for: "after X which?", but "X is
    after which?"; in the order of a column of dates that the question names, else as written."""
    form = reading.form
    step = 1 if form.operation == "after" else -1
    at = max(form.turn, default=0)
    if at + 1 < len(form.words) and form.words[at + 1].text in ("which", "what", "who", "whom"):
        step = -step
    row = one.rows[-1] if step > 0 else one.rows[0]
    every = [i for i in range(len(form.words)) if i not in form.spent]
    order: list[int] | None = list(range(len(reading.table.rows)))
    dated = [c for c in reading.named(every) if reading.kind(c).kind == "date"]
    if dated:
        order = _in_order(reading, dated[0], row)
    if order is None:
        return None
    if row not in order:
        return None
    place = order.index(row) + step
    return order[place] if 0 <= place < len(order) else None


def _in_order(reading: TableReading, column: int, row: int) -> list[int] | None:
    """All rows by `column`; None where one leaves its value open or `row` shares its own with
    another."""
    kind = reading.kind(column)
    values = [value.value if value is not None else None for value in kind.values]
    held = [(value, i) for i, value in enumerate(values) if value is not None]
    if len(held) + len(kind.none) < len(values) or values.count(values[row]) != 1:
        return None
    return [i for _, i in sorted(held)]


def _same(reading: TableReading) -> list[Figure]:
    """Other rows that have the same cell as the one that is named."""
    form = reading.form
    measures = reading.named(form.measured)
    yearly = not measures and {form.words[i].text for i in form.measured} == {"year"}
    if yearly:
        measures = reading.named(range(len(form.words)), reading.of_kinds("date"))
    answers = [c for c in _answer_columns(reading) if c not in measures]
    found = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(one.rows) != 1 or len(measures) != 1 or len(answers) != 1:
            continue
        if not _complete(reading, [*used, *measures, *answers]):
            continue
        held = [_compared(reading, i, measures[0], yearly) for i in range(len(reading.table.rows))]
        own = held[one.rows[0]]
        alike = [i for i, value in enumerate(held) if value == own and i != one.rows[0]]
        texts = [reading.table.rows[i].cells[answers[0]].text for i in alike]
        if own and texts and all(texts):
            found.append(
                Figure(
                    reading.table,
                    "same",
                    ", ".join(dict.fromkeys(texts)),
                    (*alike, one.rows[0]),
                    measures[0],
                    _filters(reading, one),
                    (),
                    answers[0],
                    len(alike),
                )
            )
    return found


def _compared(reading: TableReading, row: int, column: int, yearly: bool) -> str:
    """What "the same" compares: a cell, or the year of its date."""
    value = reading.kind(column).values[row]
    if yearly:
        return str(value.value // 10000) if value is not None else ""
    return reading.table.rows[row].cells[column].text


def _cell(reading: TableReading) -> list[Figure]:
    form = reading.form
    found: list[Figure] = []
    answers = _answer_columns(reading)
    texts = {word.text for word in form.words}
    if (
        not form.bounds
        and not reading.mentions
        and ("with" in texts or not reading.named(form.asked))
    ):
        return []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        rows, faults = one.rows, _blank_faults(reading, used)
        if form.bounds:
            bounded = _bounded(reading, rows)
            if bounded is None:
                continue
            used.append(bounded[0])
            rows, faults = bounded[1], (*faults, *bounded[2])
        columns = [c for c in answers if c not in used]
        if len(columns) != 1 or not rows or not _complete(reading, [*used, *columns]):
            continue
        if len(rows) > 1 and form.asked and _stray(reading):
            continue
        figure = _cell_figure(reading, rows, columns[0], _filters(reading, one))
        if figure is not None:
            found.append(
                replace(figure, faults=faults if form.bounds else (), bound=_bound(form, used))
            )
    return found


def _difference(reading: TableReading) -> list[Figure]:
    """How far two named rows lie apart in one column of numbers."""
    words = [i for i in range(len(reading.form.words)) if i not in reading.form.spent]
    columns = reading.named(words, reading.of_kinds("number"))
    found = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(columns) != 1 or len(one.rows) != 2 or len(one.columns) != 2:
            continue
        values = [reading.kind(columns[0]).values[i] for i in one.rows]
        if not _complete(reading, [*columns, *used]) or values[0] is None or values[1] is None:
            continue
        faults = _value_faults(reading, columns[0], one.rows)
        text = written(abs(values[0].value - values[1].value), values[0].unit)
        found.append(
            Figure(
                reading.table,
                "difference",
                text,
                one.rows,
                columns[0],
                _filters(reading, one),
                faults,
                columns[0],
            )
        )
    return found


_MAKERS = {
    "count": _count, "distinct": _count, "sum": _sum, "average": _sum, "most": _extreme,
    "least": _extreme, "first": _extreme, "last": _extreme, "after": _neighbour,
    "before": _neighbour, "difference": _difference, "same": _same, "cell": _cell,
}  # fmt: skip
