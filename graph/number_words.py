"""English number words and what they count."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NUMBER_WORDS: Mapping[str, int] = MappingProxyType(
    {
        word: value
        for value, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen".split()
        )
    }
    | {
        word: 10 * value
        for value, word in enumerate(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(), 2
        )
    }
)
"""Lower case, in order of value: zero to twenty, and the tens up to ninety."""
