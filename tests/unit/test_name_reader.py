"""What the weights of names hold back, and pieces of entries in lists and forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.profile import load_profile
from extraction.resolution import document_pass, name_reader, resolve
from extraction.resolution.cut_names import is_cut
from extraction.resolution.name_reader import held_back, load_name_reader
from extraction.resolution.name_signs import DocumentSigns
from graph.errors import ModelError
from graph.identity import text_hash, version_id
from graph.model import Block, Document, Mention, Span

PLAIN = load_profile("general")
TEXT = """# Rules of the Brannick Weir Pool

The pool manager keeps a life jacket for each swimmer under the Brannick Weir Charter.
Members may bring discussion topics to the informal discussion after the meeting. A scarlet fever
notice is sent to the Marrowby Health Board, and a lung function test is repeated each spring.
"""


def mention(text: str, surface: str, rule: str = "noun-phrase", kind: str = "Term") -> Mention:
    first = text.index(surface)
    return Mention(Span(first, first + len(surface)), surface, kind, rule)


def made(text: str, *surfaces: str, rule: str = "noun-phrase") -> list[Mention]:
    return [mention(text, surface, rule) for surface in surfaces]


def held(text: str, mentions: list[Mention]) -> set[str]:
    return {text[span.start : span.end] for span in held_back(text, mentions)}


def test_words_for_any_of_their_sort_are_held_back_and_terms_are_not() -> None:
    names = made(TEXT, "discussion topics", "informal discussion", "scarlet fever", "life jacket")
    names += made(TEXT, "Brannick Weir Charter", "Marrowby Health Board", rule="ner")
    assert held(TEXT, names) == {"discussion topics", "informal discussion"}


def test_what_a_document_defines_or_a_profile_knows_is_not_held_back() -> None:
    for rule in ("defined-term", "profile-term", "acronym", "short-form", "identifier"):
        assert not held(TEXT, made(TEXT, "discussion topics", rule=rule))


def test_a_name_held_back_keeps_its_entity_and_is_not_shown() -> None:
    sha256 = text_hash(TEXT)
    blocks = (Block("paragraph", Span(0, len(TEXT))),)
    document = Document(
        "pool.md", version_id("pool.md", sha256), sha256, "pool.md", "pool.md", ".md", TEXT, blocks
    )
    names = made(TEXT, "discussion topics", "scarlet fever")
    found = document_pass(document, names, [], PLAIN)
    status = {e.name: e.status for e in resolve([found], [], PLAIN).entities}
    assert status == {"discussion topics": "weak", "scarlet fever": "shown"}


@given(st.permutations(made(TEXT, "discussion topics", "scarlet fever", "life jacket")))
def test_the_order_of_mentions_changes_nothing(mentions: list[Mention]) -> None:
    assert held(TEXT, mentions) == {"discussion topics"}


def test_scores_are_whole_numbers() -> None:
    names = made(TEXT, "scarlet fever")
    signs = DocumentSigns(TEXT, names).of_name("scarlet fever", names)
    assert all(type(share) is int for share in signs.values())
    assert type(load_name_reader().score("scarlet fever", signs)) is int


def test_a_changed_file_of_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "name_weights.json"
    other.write_bytes(name_reader.WEIGHTS.read_bytes().replace(b'"bound": ', b'"bound": 1'))
    monkeypatch.setattr(name_reader, "WEIGHTS", other)
    load_name_reader.cache_clear()
    with pytest.raises(ModelError, match="install groundgraph again"):
        load_name_reader()
    load_name_reader.cache_clear()


AUTHORS = "Authors: Ostrey, Nel; Pike, Aron J; Varga Lund, Tessa\nThe eel pass was built by Ostrey."


@pytest.mark.parametrize("surface", ["Ostrey", "Nel", "Pike", "Aron J", "Tessa"])
def test_half_the_name_of_a_listed_author_is_cut(surface: str) -> None:
    assert is_cut(AUTHORS, mention(AUTHORS, surface, "ner"))


def test_a_name_in_a_sentence_or_in_a_list_of_places_is_whole() -> None:
    last = AUTHORS.rindex("Ostrey")
    assert not is_cut(AUTHORS, Mention(Span(last, last + 6), "Ostrey", "Person", "ner"))
    text = "Offices: Harrow; Brannick, Upper Weir; Marrowby."
    assert not any(is_cut(text, mention(text, place)) for place in ("Harrow", "Brannick"))


def test_the_label_of_the_next_field_of_a_form_is_no_part_of_a_name() -> None:
    text = "Name: Nora Pike Title: Harbour Clerk. Pool Name is Weir."
    assert is_cut(text, mention(text, "Nora Pike Title", "ner"))
    assert not is_cut(text, mention(text, "Harbour Clerk"))
    assert not is_cut(text, mention(text, "Pool Name"))


def test_an_abbreviation_a_citation_and_a_word_for_stress_are_no_names() -> None:
    text = "You MUST read Art. 4 and the Ord. No. 12 (Pike et al). The Art Council has 4 rooms."
    cut = ("MUST", "Art", "Ord", "Pike et al")
    assert all(is_cut(text, mention(text, surface, "ner")) for surface in cut)
    assert not is_cut(text, mention(text, "Art Council", "ner"))
