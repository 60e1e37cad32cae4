"""The figure that a question asks for, computed from the rows of one table, or why there is
none."""

from __future__ import annotations

from dataclasses import replace

from generation.computing.counted_rows import counts, differences, sums
from generation.computing.figure_parts import Figure
from generation.computing.folded_words import folded_words
from generation.computing.looked_up_rows import alike, cells
from generation.computing.ordered_rows import extremes, neighbours
from generation.computing.table_reading import TableReading


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


_MAKERS = {
    "count": counts, "distinct": counts, "sum": sums, "average": sums, "most": extremes,
    "least": extremes, "first": extremes, "last": extremes, "after": neighbours,
    "before": neighbours, "difference": differences, "same": alike, "cell": cells,
}  # fmt: skip
