"""What a checker reads, as tokens: one layout for the checker that is trained and the one that is
asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.model_folder import encodable

_CLS, _SEP, _UNDER = "[CLS]", "[SEP]", ">"

Ids = list[int]


@dataclass(frozen=True, slots=True)
class TokenLimits:
    """How many tokens of a question or statement, of what stands above a quote (its last ones) and
    of the quote are read."""

    question: int
    above: int
    text: int


class PairTokenizer:
    """The tokenizer of the model in `folder`, without padding and cut off by `limits` alone."""

    def __init__(self, folder: Path, limits: TokenLimits) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        self._limits = limits
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        marks = (_CLS, _SEP, _UNDER)
        self._start, self._end, self._under = map(self._id_of, marks)

    def _id_of(self, mark: str) -> int:
        return int(self._tokenizer.token_to_id(mark))

    def ids(self, texts: Sequence[str]) -> list[Ids]:
        """The tokens of each text, all of them."""
        found = self._tokenizer.encode_batch_fast(encodable(texts), add_special_tokens=False)
        return [list(item.ids) for item in found]

    def pair(self, asked: Ids, above: Ids, text: Ids) -> tuple[Ids, int]:
        """``[CLS] asked [SEP] above > text [SEP]``, and how many tokens are of the first part."""
        limits = self._limits
        first = [self._start, *asked[: limits.question], self._end]
        over = above[-limits.above :]
        over = [*over, self._under] if over else []
        return [*first, *over, *text[: limits.text], self._end], len(first)
