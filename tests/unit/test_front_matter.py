"""Front matter is data: what makes objects or grows without end is text, with a note."""

from __future__ import annotations

import pytest

from extraction.documents.readers.front_matter import MOST_CHARACTERS, MOST_NODES, front_matter
from extraction.documents.readers.markdown import MarkdownReader

BOMB = "a: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]"


def test_fields_are_read() -> None:
    text = '---\nowner: Quality Unit\nversion: 3\nlabels: [a, b]\nquote: "!! & * <<"\n---\n# Rule\n'
    span, found, notes = front_matter(text)
    assert span is not None and text[span.start : span.end].endswith("---")
    assert found == {
        "owner": "Quality Unit",
        "version": 3,
        "labels": ("a", "b"),
        "quote": "!! & * <<",
    }
    assert notes == ()


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (BOMB, "anchors and aliases"),
        ("a: *nowhere", "anchors and aliases"),
        ("a: !!python/object/apply:os.system [id]", "tags"),
        ("a: !!str 5", "tags"),
        ("<<: {a: 1}", "merges"),
        ("a: {b: {<<: {c: 1}}}", "merges"),
        ("a: [" * 30 + "]" * 30, "too deep"),
        ("a: [" + "1," * (MOST_NODES + 1) + "]", "too many"),
        ("a: b: c", "mapping values are not allowed"),
        ("\ta: b", "found character"),
    ],
)
def test_what_is_no_plain_data_is_text(inside: str, reason: str) -> None:
    text = f"---\n{inside}\n---\n\nThe rule stands.\n"
    span, found, (note,) = front_matter(text)
    assert (span, found, note.code) == (None, {}, "front-matter") and reason in note.detail
    reading = MarkdownReader().read(text.encode(), "rule.md")
    assert reading.text == text and note in reading.notes
    assert any("The rule stands." in text[b.span.start : b.span.end] for b in reading.blocks)


def test_lines_between_rules_are_no_fields() -> None:
    assert front_matter("---\nA sentence between rules.\n---\n") == (None, {}, ())
    assert front_matter("---\nnever: closed\n") == (None, {}, ())


def test_no_number_is_made_of_a_long_value() -> None:
    digits = "1:" * 5_000 + "1"
    _, found, _ = front_matter(f"---\na: {digits}\nb: 12\n---\n")
    assert found == {"a": digits, "b": 12}


def test_an_impossible_date_is_a_text_and_the_other_fields_stay() -> None:
    span, found, (note,) = front_matter("---\nvalid_from: 9999-99-99\nsite: Lund\nn: 3\n---\n")
    assert span is not None and found == {"valid_from": "9999-99-99", "site": "Lund", "n": 3}
    assert note.code == "front-matter" and "(9999-99-99)" in note.detail


def test_yes_and_no_are_words() -> None:
    _, found, notes = front_matter("---\nno: no\narchived: Yes\npower: off\nvalid: true\n---\n")
    assert found == {"no": "no", "archived": "Yes", "power": "off", "valid": True}
    assert notes == ()


def test_names_are_words_too() -> None:
    text = "---\n1: a\ntrue: b\nnull: c\n2024-01-01: d\nowner: {2: e}\n---\n"
    _, found, notes = front_matter(text)
    assert found == {"1": "a", "true": "b", "null": "c", "2024-01-01": "d", "owner.2": "e"}
    assert notes == ()


def test_it_is_looked_for_at_the_beginning_only() -> None:
    assert front_matter("---\na: " + "x" * MOST_CHARACTERS + "\n---\n") == (None, {}, ())
