"""The reading model of a base: which one it is, what may be spent on it, and of which documents it
has read every passage."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.profile import Profile
from extraction.proposals.model_extractor import ModelExtractor
from extraction.proposals.reading_prompt import prompt_version
from graph.protocols import LanguageModel
from graph.record import Record

READ = "read_by_model"
"""Where the record keeps which contents the model has read wholly."""


@dataclass(frozen=True, slots=True)
class ReadingModel:
    """`extractor` reads with the replies that are kept; `open` gives the model, and is called only
    where something is left to ask (it may find no server, or one that nothing may be sent to).
    `budget`: tokens that one build may spend. `read`: hashes of the contents of the documents of
    which every passage has its reply."""

    extractor: ModelExtractor
    open: Callable[[], LanguageModel]
    budget: int
    answer_tokens: int = 1500
    read: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def asked(self) -> str:
        """The key of the replies: the model, and all that it is told beside the passage."""
        return self.extractor.asked


def asked_of(model: str, profile: Profile) -> str:
    """The key of the replies of the model of this name, read with `profile`."""
    return f"{model}:{prompt_version(profile)}"


def wholly_read(record: Record, asked: str) -> frozenset[str]:
    """The contents that were read wholly by the model and prompt `asked`."""
    kept = json.loads(record.get_meta(READ) or "{}")
    return frozenset(kept.get(asked, ()))


def keep_wholly_read(record: Record, asked: str, contents: frozenset[str]) -> None:
    """Keep which contents were read, for `asked` alone: those of another model are asked for again,
    and its replies are still there."""
    record.set_meta(READ, json.dumps({asked: sorted(contents)}))
