"""Relations that say the same of both sides: "A correlated with B"."""

from __future__ import annotations

import re

_MUTUAL = re.compile(
    r"\b(?:correlat\w+ (?:with|to)|agree\w* with|differ\w* from|similar to|equal to|equivalent to|"
    r"identical (?:with|to)|consistent with)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:than|more|less|better|worse|respectively|higher|lower)\b", re.IGNORECASE
)


def is_mutual(between: str, said: str) -> bool:
    """Whether what stands between two parts says the same of both: "A correlated with B"."""
    return bool(_MUTUAL.search(between)) and not _COMPARED.search(said)
