"""Characters that turn the direction of text are seen, wherever a person reads."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout

from hypothesis import given
from hypothesis import strategies as st

from groundgraph.cli.console import data, visible
from groundgraph.spreadsheet import csv_text
from groundgraph.visible_text import CODES, MARK, escaped_in_json, visible_data, visible_direction
from ui.plain_text import plain

TURNING = "".join(map(chr, CODES))
texts = st.text(st.sampled_from(TURNING) | st.characters(), max_size=40)


def test_every_bidirectional_control_is_covered() -> None:
    import unicodedata

    controls = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    found = {c for c in range(0x110000) if unicodedata.bidirectional(chr(c)) in controls}
    assert found | {0x061C, 0x200E, 0x200F} == set(CODES)


@given(texts)
def test_one_mark_for_one_character(text: str) -> None:
    shown = visible_direction(text)
    assert len(shown) == len(text) and not set(TURNING) & set(shown)
    assert all(a == b or (a in TURNING and b == MARK) for a, b in zip(text, shown, strict=True))


@given(texts)
def test_json_says_the_same(text: str) -> None:
    line = escaped_in_json(json.dumps({"quote": text}, ensure_ascii=False))
    assert json.loads(line) == {"quote": text} and not set(TURNING) & set(line)


def test_pages_terminal_and_csv_show_it() -> None:
    words = f"pay \u202e001\u202c euro {TURNING}"
    assert visible_data({"a": [words], "b": (1, None, words)}) == {
        "a": [visible_direction(words)],
        "b": [1, None, visible_direction(words)],
    }
    out = io.StringIO()
    with redirect_stdout(out):
        data(json.dumps([words], ensure_ascii=False))
    for shown in (visible(words), plain(words), out.getvalue()):
        assert not set(TURNING) & set(shown)
    csv = csv_text([words], [[words], [[words]]])
    assert not set(TURNING) & set(csv) and MARK in csv
