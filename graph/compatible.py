"""Compatible forms of characters, as names and index words compare them."""

from __future__ import annotations

import re
import unicodedata

_POWER = re.compile(r"(?<=\d)(?=[⁺⁻⁰¹²³⁴-⁹])")


def fold_compatible(text: str) -> str:
    """NFKC, but a raised number stays apart from the number before it: 10⁶ is ``10^6``, and not
    106."""
    return unicodedata.normalize("NFKC", _POWER.sub("^", text))
