"""The one notion of a word: what both stores index, what BM25 counts, what questions are cut into.

NFKC, case-folded runs of letters and digits, English stop words left out, Snowball English stems
(Porter 2). Tokens are whole words: "us" never matches inside "music".
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from graph.compatible import fold_compatible

STOP_WORDS = frozenset(
    """a about above after again against all am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further had
    has have having he her here hers herself him himself his how i if in into is it its itself just
    me more most my myself no nor not now of off on once only or other our ours ourselves out over
    own same she should so some such than that the their theirs them themselves then there these
    they this those through to too under until up very was we were what when where which while who
    whom why will with would you your yours yourself yourselves""".split()
)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEMMER = Stemmer.Stemmer("english", 0)  # no cache of its own: `stem` has one


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball stem of one case-folded word."""
    return _STEMMER.stemWord(word)  # type: ignore[no-any-return]


def words(text: str) -> list[str]:
    """The index words of `text`, in order, with repetitions."""
    folded = fold_compatible(text).casefold()
    found = _WORD.findall(folded)
    if "'" in folded or "’" in folded:
        found = [word.replace("’", "'").removesuffix("'s") for word in found]
    return [stem(word) for word in found if word not in STOP_WORDS]
