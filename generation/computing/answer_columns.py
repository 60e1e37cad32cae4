"""Which column a question asks for, and which it compares or orders by."""

from __future__ import annotations

from generation.computing.table_reading import ANY, TableReading
from generation.question.word_families import related
from graph.tokens import STOP_WORDS, stem

_PERSONS = frozenset(
    stem(word)
    for word in "name person player artist author winner driver director manager owner member "
    "employee singer actor candidate swimmer athlete champion holder officer inspector".split()
)


_TIMES = frozenset("date year day month".split())


LISTED = frozenset("list listed table chart".split())


RANKED = frozenset("finish finished finisher place placed position rank ranked".split())


def measure_columns(reading: TableReading) -> tuple[int, ...]:
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


def _orders(reading: TableReading) -> tuple[int, ...]:
    """The columns that "first" and "last" may mean: dates, or places where it is about a rank; none
    where the order of the rows is meant."""
    texts = {word.text for word in reading.form.words}
    if texts & LISTED:
        return ()
    columns = range(len(reading.table.columns))
    if texts & RANKED:
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


def answer_columns(reading: TableReading) -> tuple[int, ...]:
    form = reading.form
    named = reading.named(form.asked)
    if named:
        return named
    texts = {word.text for word in form.words}
    asked = {form.words[i].text for i in (form.asked or form.measured)}
    if "when" in texts or (asked and asked <= _TIMES):
        return (
            measure_columns(reading)
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
        and stray(reading)
        and not (reading.alone and form.operation not in ("count", "distinct"))
    ):
        return ()
    kinds = [reading.kind(c).kind for c in range(len(reading.table.columns))]
    if form.asked and {form.words[i].text for i in form.asked} == {"long"}:
        return tuple(c for c, kind in enumerate(kinds) if kind == "time")
    return (reading.key,) if reading.key is not None else ()


def stray(reading: TableReading) -> bool:
    """Whether what is asked for is something that the table does not speak of."""
    every = frozenset().union(*reading.words.heads) | reading.words.above
    words = [reading.form.words[i] for i in reading.form.asked if i not in reading.covered]
    return any(
        w.text not in ANY
        and w.text not in STOP_WORDS
        and not any(related(w.stem, h) for h in every)
        for w in words
    )
