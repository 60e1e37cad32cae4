"""Judged facts as rows that a reader of facts learns from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from evaluation.judging.scores import JudgedSheet, combined
from evaluation.judging.sheets import COLUMNS, Item, Key
from evaluation.judging.verdict_words import SKIP, is_good
from extraction.fact_context import told_above
from extraction.fact_gate import DOUBTED, on_sheet
from extraction.language.speakers import ADDRESSED, SPEAKER
from graph.checking import Quote
from graph.errors import SettingsError
from learning.sentence_edits import SUPPORTS
from learning.training_rows import Sentence, SupportPair, TrainingRows

RIGHT, NOT_RIGHT = (SUPPORTS,), (1, 2)
BY_RULES = ""
"""The reason of facts that the rules show."""

_OF_THE_DOCUMENT = (SPEAKER, ADDRESSED, "")


Read = Callable[[Mapping[str, Any]], Quote | None]
"""What the gate reads of a fact in its document, by the ids that the key of a sheet has for it;
None where the document does not have it any more."""


def fact_rows(judged: Iterable[JudgedSheet], read: Read = lambda ids: None) -> TrainingRows:
    """The judged facts of sheets as pairs of support: a fact as it is shown beside its words, as
    `read` finds them in its document, else as the sheet has them; its
    `kind` is the reason for which the rules keep it weak, `BY_RULES` where they show it. Of several
    judges the verdict of most counts, of a fact that stands on several sheets that on the last one.
    Raises `SettingsError` where a sheet has no key, or none holds a fact that was judged."""
    found = {
        (row.document, row.statement, row.quote): row
        for one in judged
        for row in _rows_of(one, read)
    }
    if not found:
        raise SettingsError(
            "no fact of these sheets was judged. Judge them with: groundgraph eval facts judge "
            "SHEET"
        )
    return TrainingRows(support=list(found.values()))


def is_right(row: SupportPair) -> bool:
    return row.allowed == RIGHT


def _rows_of(one: JudgedSheet, read: Read) -> Iterator[SupportPair]:
    head = one.sheet.head
    if one.key is None:
        raise SettingsError(
            f"the sheet {head.corpus}, seed {head.seed}, has no key beside it, and without one "
            "nobody knows which of its facts the rules keep weak. Put the .key.json that was drawn "
            "with the sheet there."
        )
    verdicts, weak = combined(one.judged), _is_weak(one.key)
    for item in one.sheet.items:
        said = verdicts.get(item.n)
        if item.kind != "fact" or said is None or said.verdict == SKIP.name or _is_row(item):
            continue
        hidden = one.key.hidden[item.n]
        reason = hidden.rule if weak else BY_RULES
        # What its document or a name decides is no matter of the reader.
        if not weak or reason not in _OF_THE_DOCUMENT:
            quote = _same(read(hidden.ids), item) or _as_on_sheet(item)
            right = is_good("fact", said.verdict)
            yield _row(head.corpus, item, reason, quote, right=right)


def _is_row(item: Item) -> bool:
    """Whether it is of a table: the gate leaves those to the rules."""
    return any(heading.startswith(COLUMNS) for heading in item.heading)


def _is_weak(key: Key) -> bool:
    """Whether weak facts were drawn: such a draw counts none that are shown."""
    return not any(population.items.get("fact") for population in key.population.values())


def _same(found: Quote | None, item: Item) -> Quote | None:
    """`found`, where its words are still those that were judged."""
    judged = found is not None and " ".join(found.text.split()).startswith(item.quote)
    return found if judged else None


def _as_on_sheet(item: Item) -> Quote:
    above = told_above(item.heading, (), _plain(item.before))
    return on_sheet(above, item.quote, _plain(item.after))


def _row(corpus: str, item: Item, reason: str, quote: Quote, *, right: bool) -> SupportPair:
    return SupportPair(
        corpus,
        item.document,
        # Such a fact is one that the rules would show.
        BY_RULES if reason == DOUBTED else reason,
        str(item.shown["fact"]),
        Sentence(quote.above, quote.text),
        RIGHT if right else NOT_RIGHT,
    )


def _plain(words: str) -> str:
    """`words` without the mark that a sheet puts where they are cut."""
    return words.removeprefix("… ").removesuffix(" …")
