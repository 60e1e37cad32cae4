"""An answer while it is being made: stages as they are done, sentences as they verify, and those of
a language model as they are checked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from streamlit.delta_generator import DeltaGenerator

from groundgraph import StageDone, Verified, WrittenSentence, WrittenSentenceDone
from groundgraph.stages import STAGES, done_line, next_stage
from groundgraph.visible_text import visible_direction

FAILED = {"not_supported": "not supported", "contradicted": "contradicted by its source"}


class Live:
    """Draws into `place` at every event. It can be given to `KnowledgeBase.ask` as listener.
    `writer` names the model that is to write; without `failed`, sentences that failed their checks
    are only counted."""

    def __init__(self, place: DeltaGenerator, writer: str = "", *, failed: bool = True) -> None:
        self._place = place
        self._writer = writer
        self._failed = failed
        self._doing = STAGES[next(iter(STAGES))]
        self._done: list[str] = []
        self._headline = ""
        self._sentences: dict[int, str] = {}
        self._written: list[WrittenSentence] = []
        self._heard = 0
        if not writer:
            self.draw()

    def __call__(self, event: StageDone | Verified | WrittenSentenceDone) -> None:
        self.hear(event)
        self.draw()

    def hear_all(self, events: Sequence[StageDone | Verified | WrittenSentenceDone]) -> None:
        """Take up those of `events` that came after what was heard before."""
        for event in events[self._heard :]:
            self.hear(event)
        self._heard = len(events)

    def hear(self, event: StageDone | Verified | WrittenSentenceDone) -> None:
        """Take `event` up without drawing."""
        if isinstance(event, StageDone):
            self._doing = STAGES[next_stage(event.stage)]
            line = done_line(event)
            if line:
                self._done.append(line)
            if self._writer and event.stage == "quote":
                self._doing = f"{self._writer} is writing"
        elif isinstance(event, Verified):
            text = _plain(event.sentence.text)
            if event.index is None:
                self._headline = text
            else:
                self._sentences[event.index] = text
        else:
            self._written.append(event.sentence)

    def draw(self, seconds: float | None = None, doing: str = "") -> None:
        """`seconds`: since it was asked; `doing`: said instead of the stage."""
        stages = "".join(f"<li>{escape(line)}</li>" for line in self._done)
        sentences = "".join(f"<li>{escape(text)}</li>" for text in self._sentences.values())
        clock = "" if seconds is None else f" <span>{int(seconds)} s</span>"
        self._place.html(
            '<div class="gg-live" role="status" aria-busy="true">'
            f'<p class="gg-doing">{escape(doing or self._doing)} …{clock}</p>'
            f'<ul class="gg-stages">{stages}</ul>'
            + self._written_list()
            + (f"<h2>{escape(self._headline)}</h2>" if self._headline else "")
            + (f"<ol>{sentences}</ol>" if sentences else "")
            + "</div>"
        )

    def _written_list(self) -> str:
        shown = [one for one in self._written if self._failed or one.state == "supported"]
        left_out = len(self._written) - len(shown)
        lines = [_written_line(one) for one in shown]
        if left_out:
            lines.append(f'<li class="reason">{left_out} that failed their checks left out</li>')
        return f'<ul class="gg-written">{"".join(lines)}</ul>' if lines else ""


def _written_line(one: WrittenSentence) -> str:
    text = escape(_plain(one.text))
    if one.state == "supported":
        return f"<li>{text}</li>"
    said = f"{FAILED[one.state]}: {_plain(one.reason)}"
    return f'<li class="{one.state}"><span>{text}</span><small>{escape(said)}</small></li>'


def _plain(text: str) -> str:
    return visible_direction(" ".join(text.split()))
