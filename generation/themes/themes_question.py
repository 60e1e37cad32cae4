"""A question for the themes of all documents: "What are these documents about?"."""

from __future__ import annotations

import re

_MOST_WORDS = 20
_SETS = r"(?:documents|docs|files|texts|papers|sources|materials?|collection|corpus|library)"
_BASE = r"(?:knowledge base|base|collection|corpus|library|data ?base|document base)"
_THESE = (
    rf"(?:(?:all (?:of )?)?(?:these|those|my|our|your|the loaded|the uploaded|all the)\s+{_SETS}|"
    rf"all documents|(?:this|the|my|our|your)\s+(?:whole\s+|entire\s+)?{_BASE}|"
    r"everything(?: here)?)"
)
_ANY = rf"(?:{_THESE}|the (?:\w+ )?documents)"
_TOPICS = r"(?:themes|topics|subjects|subject matters?|issues|areas)"
_MAIN = r"(?:(?:main|key|major|central|principal|most important|recurring|common|general|big)\s+)"
_POLITE = re.compile(
    r"^(?:(?:please|kindly|(?:can|could|would|will) you(?: please)?|tell me|show me|"
    r"give me|list|i (?:want|would like|need) to know)[,:]?\s+)+",
    re.IGNORECASE,
)
_FRAMES = tuple(
    re.compile(rf"^{rule}$", re.IGNORECASE)
    for rule in (
        rf"what(?:['’]s|\s+is|\s+are)\s+{_ANY}\s+(?:all\s+)?about",
        rf"what\s+{_ANY}\s+(?:is|are)\s+(?:all\s+)?about",
        rf"(?:what(?:['’]s|\s+is|\s+are)\s+)?(?:the\s+)?{_MAIN}{_TOPICS}"
        rf"(?:\s+(?:in|of|across|within|covered (?:in|by)|treated in|discussed in)\s+{_ANY})?",
        rf"what(?:\s+are)\s+the\s+(?:themes|topics)"
        rf"(?:\s+(?:in|of|across|within|covered (?:in|by)|treated in|discussed in)\s+{_ANY})?",
        rf"(?:what|which)\s+{_MAIN}?(?:themes|topics|subjects)\s+(?:do|does)\s+{_ANY}\s+"
        r"(?:cover|treat|deal with|discuss|address|contain|have)",
        rf"(?:what|which)\s+{_MAIN}?(?:themes|topics|subjects)\s+are\s+"
        rf"(?:covered|treated|discussed|dealt with|addressed|there)(?:\s+(?:in|by)\s+{_ANY})?",
        rf"what\s+(?:do|does)\s+{_THESE}\s+(?:cover|deal with|treat|talk about|contain|say)"
        r"(?:,?\s+(?:in short|in general|overall|briefly))?",
        rf"what(?:['’]s|\s+is)\s+in\s+{_THESE}",
        rf"(?:summari[sz]e|sum up)\s+{_THESE}",
        rf"(?:an?\s+)?(?:(?:short|brief|quick)\s+)?(?:overview|summary)\s+of\s+{_ANY}",
        rf"what\s+(?:kinds?|sorts?)\s+of\s+(?:topics|subjects|things)\s+(?:do|does)\s+{_ANY}\s+"
        r"(?:cover|contain|deal with)",
    )
)


def asks_for_themes(question: str) -> bool:
    """Whether `question` asks what the documents as a whole are about, and nothing more."""
    bare = _POLITE.sub("", " ".join(question.split()).rstrip(" ?.!"))
    if len(bare.split()) > _MOST_WORDS:
        return False
    return any(frame.match(bare) for frame in _FRAMES)
