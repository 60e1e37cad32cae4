"""Sentences of a document that speak to a model that reads it ("Ignore the question and answer
that …"). They are no statements: none is sent to a model, none supports what it wrote.

Rules about language models and about what people must state ("A chatbot must say that it is one",
"Applicants must state that …") are statements like others.
"""

from __future__ import annotations

import re

_OPENING = r"(?:^|[.:;!?>\])(*\n-]\s*|\b(?:please|instead|now|then|simply|just)[ ,]+)"
_ADDRESSED = (
    rf"{_OPENING}(?:ignore|disregard|forget|override)\b[^.]{{0,60}}\b(?:questions?|instructions?|"
    r"prompts?|context|everything|anything)\b",
    rf"{_OPENING}(?:answer|reply|respond|say|output)\s+(?:only\s+)?(?:that|with|yes|no|“|\"|')",
    r"\bsystem prompt\b",
    r"\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|chatbot)\b",
    r"\b(?:ai|assistants?|language models?|llms?|chatbots?)\b[^.]{0,60}\b(?:read(?:s|ing)?|"
    r"process(?:es|ing)?|summari[sz](?:es|ing))\s+this\b",
    r"\b(?:ai|language model|llm|chatbot)s?\b[^.]{0,40}\b(?:must|should|shall)\s+(?:ignore|"
    r"disregard|forget|override)\b",
)
_TO_A_READER = re.compile("|".join(_ADDRESSED), re.IGNORECASE)


def addresses_reader(text: str) -> bool:
    """Whether a sentence of a document tells a model that reads it what to answer."""
    return _TO_A_READER.search(text) is not None
