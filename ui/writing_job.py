"""An answer that a language model writes to, made in a thread of its own: its page can be left, and
the writing be stopped, while it goes on."""

from __future__ import annotations

import threading
import time
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from groundgraph import FollowUp, Scope
from groundgraph.answers import answer_data
from groundgraph.shared_base import SharedBase

if TYPE_CHECKING:
    from groundgraph import StageDone, Verified, WrittenSentenceDone
    from groundgraph.model_settings import OpenModel


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, which may go on from another, and the documents that it is narrowed to."""

    question: str | FollowUp
    documents: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The question as it is asked."""
        return self.question.question if isinstance(self.question, FollowUp) else self.question

    @property
    def scope(self) -> Scope:
        return Scope(documents=frozenset(self.documents)) if self.documents else Scope()


@dataclass(slots=True)
class _Progress:
    """What the thread leaves for the page."""

    events: list[StageDone | Verified | WrittenSentenceDone] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    answer: dict[str, Any] | None = None
    error: Exception | None = None


class WritingJob:
    """`asking`, answered from the base that is `shared`, with `model` writing beside it. Once
    nobody holds the job any more (the session is over), the writing is stopped."""

    def __init__(self, shared: SharedBase, asking: Asking, model: OpenModel) -> None:
        self.asking = asking
        self.name, self.where = model.name, model.where
        self._stop = model.stop
        self._started = time.monotonic()
        self._progress = _Progress()
        arguments = (shared, asking, model, self._progress)
        threading.Thread(target=_answer, args=arguments, daemon=True).start()
        weakref.finalize(self, self._stop.set)

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    @property
    def seconds(self) -> float:
        """Since it was asked."""
        return time.monotonic() - self._started

    def stop(self) -> None:
        """End the writing. The quotes, and what was written before, are kept."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Whether the answer is there, at the latest after so many seconds."""
        return self._progress.done.wait(seconds)

    @property
    def events(self) -> list[StageDone | Verified | WrittenSentenceDone]:
        """All that has been told so far."""
        return list(self._progress.events)

    @property
    def answer(self) -> dict[str, Any]:
        """The answer as data, once it is there. Raises what ended the asking."""
        if self._progress.error is not None:
            raise self._progress.error
        assert self._progress.answer is not None
        return self._progress.answer


def _answer(shared: SharedBase, asking: Asking, model: OpenModel, into: _Progress) -> None:
    try:
        with shared.reading() as base:
            found = base.ask(
                asking.question, scope=asking.scope, llm=model, listener=into.events.append
            )
            into.answer = answer_data(found)
    except Exception as error:
        into.error = error
    finally:
        into.done.set()
