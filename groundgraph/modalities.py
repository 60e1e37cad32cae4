"""What modality and polarity of a fact say together, and where "may" permits nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACTORS = frozenset({"Role", "Person", "Organization"})
"""Kinds of entities that can owe something; the others only have something done to them."""


def shown_modality(modality: str, polarity: str) -> str:
    """How modality and polarity are named together: ``must not``; a plain statement ``says``, a
    denied one ``says not``."""
    word = "says" if modality == "none" else modality
    return f"{word} not" if polarity == "negative" else word


def permits_nothing(fact: Mapping[str, Any], kind: str, rule: str) -> bool:
    """Whether a `fact` with "may" says what is possible, no permission: nobody acts (`kind` of its
    subject) and nothing is done to it (`rule` of its evidence, or "be" before its verb)."""
    if fact["modality"] != "may" or fact["polarity"] == "negative" or kind in ACTORS:
        return False
    done = str(fact["predicate"]).startswith("be ") and rule != "copula"
    return not (done or rule.startswith("passive"))
