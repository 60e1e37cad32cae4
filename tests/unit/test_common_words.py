"""English words are told from misspelled ones."""

from __future__ import annotations

import pytest

from generation.question.common_words import common_words, is_spelled_right


@pytest.mark.parametrize("word", ["retain", "Clause", "expires", "counterparty", "licences"])
def test_a_word_its_forms_and_compounds_are_right(word: str) -> None:
    assert is_spelled_right(word)


@pytest.mark.parametrize("word", ["pasport", "deth", "recieve", "buisness", "tennant", "adress"])
def test_a_misspelled_word_is_not(word: str) -> None:
    assert not is_spelled_right(word)


def test_the_words_are_whole_and_in_lower_case() -> None:
    assert len(common_words()) > 20_000
    assert all(word.isalpha() and word == word.casefold() for word in common_words())
