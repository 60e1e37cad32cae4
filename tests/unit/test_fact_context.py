"""What stands above and before the words of a fact."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers import read
from extraction.fact_context import SHOWN_BEFORE, FactContext
from graph.model import Source, Span

PAGE = """# Ferry rules

## Storms

Where the wind exceeds 60 km/h, the master must:

- moor the ferry at the inner quay, with both stern lines doubled, before the shuttle has left \
the upper landing and all who wait there have gone ashore again;
- close the gates.
"""
READING = read(Source("ferry.md", PAGE.encode(), ".md", "ferry.md"), max_document_chars=10_000)
TEXT = READING.text
CONTEXT = FactContext(TEXT, READING.blocks)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_an_item_stands_under_its_headings_and_its_lead_in() -> None:
    above = CONTEXT.above(span_of("close the gates"))
    lead_in = "Where the wind exceeds 60 km/h, the master must:"
    assert above.startswith(f"Ferry rules | Storms | {lead_in} | ")
    assert above.endswith("have gone ashore again;\n- ")


def test_a_lead_in_that_is_read_anyway_is_not_told_twice() -> None:
    above = CONTEXT.above(span_of("moor the ferry"))
    assert above.count("the master must:") == 1
    assert above.startswith("Ferry rules | Storms | ")


@given(st.integers(0, len(TEXT)), st.integers(0, 40))
def test_what_stands_before_is_of_the_text(start: int, length: int) -> None:
    above = CONTEXT.above(Span(start, min(len(TEXT), start + length)))
    before = TEXT[max(0, start - SHOWN_BEFORE) : start]
    assert above.endswith(before)
