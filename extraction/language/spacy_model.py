"""What the files of the spaCy model say of words: lemmas of verbs, classes a word can be."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.english_parser import model_folder


class VerbLemmas:
    """Lemmas of verb forms from the model's own exception table, word index and suffix rules."""

    def __init__(self, folder: Path) -> None:
        from spacy.lookups import Lookups

        tables = Lookups()
        tables.from_disk(folder / "lemmatizer" / "lookups")

        def verbs(table: str) -> Any:
            return tables.get_table(table).get("verb", ())

        self._exceptions: dict[str, list[str]] = dict(verbs("lemma_exc"))
        self._index = frozenset(verbs("lemma_index"))
        self._rules: list[tuple[str, str]] = [(old, new) for old, new in verbs("lemma_rules")]
        self._known_only = frozenset({"'s", "'re", "'m", "'ve"})
        self._known: dict[str, str] = {"'s": "be", "'re": "be", "'m": "be", "'ve": "have"}

    def __call__(self, form: str) -> str:
        """The lemma of a lower-case verb form; the form itself where no rule leads to a verb."""
        lemma = self._known.get(form)
        if lemma is None:
            lemma = self._known[form] = self._look_up(form)
        return lemma

    def is_verb(self, form: str) -> bool:
        """Whether a form leads to a verb the tables know."""
        return self(form) in self._index or form in self._exceptions or form in self._known_only

    def _look_up(self, form: str) -> str:
        exceptions = self._exceptions.get(form)
        if exceptions:
            return exceptions[0]
        if form in self._index:
            return form
        made = [
            form[: len(form) - len(old)] + new for old, new in self._rules if form.endswith(old)
        ]
        known = [lemma for lemma in made if lemma in self._index]
        return known[0] if known else form


@lru_cache(maxsize=1)
def load_verb_lemmas() -> VerbLemmas:
    return VerbLemmas(model_folder())


class WordClasses:
    """Which class a word can be, from the index of the model's lemmatizer (WordNet's words, common
    names of the world among them) and its rules for plurals."""

    def __init__(self, folder: Path) -> None:
        from spacy.lookups import Lookups

        tables = Lookups()
        tables.from_disk(folder / "lemmatizer" / "lookups")
        index, exceptions = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
        self._nouns = frozenset(index["noun"]) | frozenset(exceptions["noun"])
        self._adjectives = frozenset(index["adj"])
        self._others = frozenset(index["verb"]) | self._adjectives | frozenset(index["adv"])
        self._endings = [(old, new) for old, new in tables.get_table("lemma_rules")["noun"] if old]

    def is_noun(self, form: str) -> bool:
        """Whether a lower-case form is a noun of the index, in either number."""
        return form in self._nouns or any(
            form.endswith(old) and form[: len(form) - len(old)] + new in self._nouns
            for old, new in self._endings
        )

    def is_no_noun(self, form: str) -> bool:
        """Whether a lower-case form is known, and as verb, adjective or adverb only
        ("maintains", "eosinophilic"); a word that the index lacks may be anything."""
        if self.is_noun(form):
            return False
        stem = form[:-3] + "y" if form.endswith("ies") else form.removesuffix("s")
        return form in self._others or stem in self._others

    def is_adjective(self, form: str) -> bool:
        """Whether a lower-case form is an adjective of the index, whatever else it may be."""
        return form in self._adjectives

    def is_only_verb(self, form: str) -> bool:
        """Whether a lower-case form is known as verb or adverb only ("wirelessly")."""
        return self.is_no_noun(form) and form not in self._adjectives


@lru_cache(maxsize=1)
def load_word_classes() -> WordClasses:
    return WordClasses(model_folder())
