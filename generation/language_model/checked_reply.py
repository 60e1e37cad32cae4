"""A model's answer, checked sentence by sentence while it arrives."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from generation.written.citation_marks import SentenceStream, WrittenText
from generation.written.prompt import Prompt
from generation.written.written_checks import REFUSED, check_next
from graph.errors import ContextOverflow, GroundgraphError, ModelStopped
from graph.model import Listener, TokenUsage, Written, WrittenSentence, WrittenSentenceDone
from graph.protocols import Checker, LanguageModel

MOST_CHARACTERS = 20_000  # of an answer; a model that does not end is stopped there
_FEWEST_PER_TOKEN = 9.0  # characters; a server that counts fewer tokens has cut the prompt


def write(
    model: LanguageModel,
    prompt: Prompt,
    *,
    checker: Checker | None = None,
    listener: Listener | None = None,
) -> Written:
    """What `model` makes of `prompt`, each sentence with what the checks say of it. `listener` is
    told of each as soon as it is checked; what it raises ends the writing. A failure of the model
    is never raised: `problem` says it, and what was complete before it is kept. Where the context
    of the model is too small, the last ranked sentences are left out and `notes` says so."""
    reply = _Reply(model, checker, listener)
    while True:
        try:
            reply.read(prompt)
        except ContextOverflow as error:
            shorter = prompt.cut_to(len(prompt.sentences) // 2)
            if len(shorter.sentences) < len(prompt.sentences):
                reply.cut += len(prompt.sentences) - len(shorter.sentences)
                prompt = shorter
                continue
            reply.problem = f"{error} Use a model with a larger one (Ollama: num_ctx)."
        return reply.result(prompt)


class _Reply:
    """What has arrived of one answer."""

    def __init__(
        self, model: LanguageModel, checker: Checker | None, listener: Listener | None
    ) -> None:
        self.problem = ""
        self.stopped = False
        self.cut = 0
        self._model = model
        self._checker = checker
        self._tell = listener
        self._sentences: list[WrittenSentence] = []
        self._usage: TokenUsage | None = None
        self._stream = SentenceStream()
        self._started = time.perf_counter()

    def read(self, prompt: Prompt) -> None:
        """Read the answer to its end. Raises `ContextOverflow` where nothing has arrived."""
        for piece in self._pieces(prompt):
            self._check(self._stream.feed(piece), prompt)
        self._check(self._last(), prompt)

    def _last(self) -> list[WrittenText]:
        """The rest of the answer; of one that broke off, its last sentence is not whole."""
        rest = self._stream.finish()
        whole = not self.problem or self._stream.raw.rstrip().endswith((".", "!", "?", "]", "】"))
        return rest if whole else rest[:-1]

    def _pieces(self, prompt: Prompt) -> Iterator[str]:
        try:
            pieces = iter(self._model.stream(prompt.messages))
            while True:
                piece = next(pieces, None)
                if piece is None:
                    return
                if isinstance(piece, TokenUsage):
                    self._usage = piece
                    continue
                yield piece
                if len(self._stream.raw) > MOST_CHARACTERS:
                    self.problem = "the model did not come to an end and was stopped."
                    return
        except ContextOverflow as error:
            if not self._stream.raw:
                raise
            self.problem = str(error)
        except GeneratorExit:
            raise
        except GroundgraphError as error:
            self.stopped = isinstance(error, ModelStopped)
            self.problem = str(error)
        except Exception as error:  # a model of somebody's own: whatever it raises, the card stands
            self.problem = f"the language model failed ({type(error).__name__}); see its own log."

    def _check(self, found: Iterable[WrittenText], prompt: Prompt) -> None:
        for one in found:
            before = self._sentences[-1] if self._sentences else None
            done = check_next(one, prompt, self._checker, before)
            self._sentences.append(done)
            if self._tell is not None:
                self._tell(WrittenSentenceDone(done, len(self._sentences) - 1))

    def result(self, prompt: Prompt) -> Written:
        problem = self.problem
        if not problem and not self._sentences:
            problem = "the model answered with nothing; ask again, or use another model."
        tokens = self._usage or TokenUsage(None, None)
        return Written(
            model=self._model.name,
            where=self._model.where,
            sentences=tuple(self._sentences),
            raw=self._stream.raw,
            problem=problem,
            notes=tuple(self._notes(prompt)),
            given=tuple(one.citations[0] for one in prompt.sentences),
            tokens_in=tokens.sent,
            tokens_out=tokens.received,
            milliseconds=round((time.perf_counter() - self._started) * 1000, 1),
            stopped=self.stopped,
        )

    def _notes(self, prompt: Prompt) -> Iterator[str]:
        if self.cut:
            yield (
                f"the model's context is too small for the prompt: {self.cut} of the sentences, "
                f"the last ranked, were left out and {len(prompt.sentences)} given."
            )
        if prompt.set_aside:
            yield f"sentences that tell their reader what to answer, not given: {prompt.set_aside}"
        if any(one.reason == REFUSED for one in self._sentences):
            yield "the model says that it has no answer."
        sent = len(prompt.text) + len(prompt.instructions)
        counted = self._usage.sent if self._usage is not None else None
        if counted is not None and counted * _FEWEST_PER_TOKEN < sent and prompt.sentences:
            yield (
                f"the server counted {counted} tokens for a prompt of {sent} characters: it may "
                "have cut it (Ollama: raise num_ctx)."
            )
