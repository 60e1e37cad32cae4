"""Whether words can be a qualifier of the kind that a model gives them, by the words alone."""

from __future__ import annotations

import re

_NEEDED = {
    "condition": r"if|when|whenever|where|wherever|unless|until|once|provided|providing|assuming"
    r"|only|long as|soon as|case|event|extent|subject to|condition|upon|without|with|after|before"
    r"|during|while|for|as|should|absence|on|in|under",
    "exception": r"except|exception|unless|other than|save|apart from|aside from|excluding|but not"
    r"|but for|not including|outside",
    "override": r"notwithstanding|despite|in spite of|regardless|irrespective|without regard|even"
    r"|whether or not|no matter|although|though",
    "deadline": r"within|by|before|after|until|later than|latest|in advance|prior to|upon|following"
    r"|immediately|promptly|without delay|soon|forthwith|ahead|on or|from|at least|in",
    "frequency": r"every|each|once|twice|times?|daily|weekly|monthly|quarterly|yearly|annually"
    r"|(?:an?|each|per) (?:hour|day|week|month|quarter|year)|biannually|hourly|per|regularly"
    r"|periodically|always|frequently|often|occasionally|continuously",
    "limit": r"more|most|less|least|fewer|up to|maximum|minimum|exceed(?:ing)?|excess|above|below"
    r"|over|under|than|limit(?:ed)?|only|by|equal|worth|at|to|beyond|for",
}
_PATTERNS = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for kind, words in _NEEDED.items()
}


def can_be(kind: str, words: str) -> bool:
    """Whether `words` hold a word that a qualifier of this kind needs; kinds that none is needed
    for are taken as they are."""
    pattern = _PATTERNS.get(kind)
    return pattern is None or pattern.search(words) is not None
