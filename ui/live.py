"""An answer while it is being made: stages as they are done, sentences as they verify."""

from __future__ import annotations

from html import escape

from streamlit.delta_generator import DeltaGenerator

from groundgraph import StageDone, Verified, WrittenSentenceDone
from groundgraph.stages import STAGES, done_line, next_stage
from groundgraph.visible_text import visible_direction


class Live:
    """Draws into `place` at every event. It can be given to `KnowledgeBase.ask` as listener."""

    def __init__(self, place: DeltaGenerator) -> None:
        self._place = place
        self._doing = next(iter(STAGES))
        self._done: list[str] = []
        self._headline = ""
        self._sentences: dict[int, str] = {}
        self._draw()

    def __call__(self, event: StageDone | Verified | WrittenSentenceDone) -> None:
        if isinstance(event, StageDone):
            self._doing = next_stage(event.stage)
            line = done_line(event)
            if line:
                self._done.append(line)
        elif isinstance(event, Verified):
            text = visible_direction(" ".join(event.sentence.text.split()))
            if event.index is None:
                self._headline = text
            else:
                self._sentences[event.index] = text
        self._draw()

    def _draw(self) -> None:
        stages = "".join(f"<li>{escape(line)}</li>" for line in self._done)
        sentences = "".join(f"<li>{escape(text)}</li>" for text in self._sentences.values())
        self._place.html(
            '<div class="gg-live" role="status" aria-busy="true">'
            f'<p class="gg-doing">{escape(STAGES[self._doing])} …</p>'
            f'<ul class="gg-stages">{stages}</ul>'
            + (f"<h2>{escape(self._headline)}</h2>" if self._headline else "")
            + (f"<ol>{sentences}</ol>" if sentences else "")
            + "</div>"
        )
