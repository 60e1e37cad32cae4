"""One chat completion from an OpenAI-compatible server, as a stream."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.language_model.endpoint import Endpoint
from generation.language_model.interruptible import interruptible, stopped
from graph.errors import ContextOverflow, GroundgraphError, ModelError
from graph.model import TokenUsage
from graph.model_server.address import OLLAMA
from graph.model_server.official_client import is_overflow, library

_ADAPTABLE = ("stream_options", "max_tokens", "temperature", "response_format")
SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": 6,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "citations": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text", "citations"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
"""What an answer in JSON looks like, for servers that can be held to a schema."""


class OpenAIModel:
    """A language model at `place`. `stop`, once set, ends an answer at once. `form`: the name and
    JSON schema that the server is asked to hold an answer to, where it can.
    Raises `ModelError` where the client library is not installed."""

    def __init__(self, place: Endpoint, stop: threading.Event | None = None) -> None:
        self.endpoint = place
        self.stop = stop or threading.Event()
        self.name = place.model
        self.where = place.where
        self.form: tuple[str, Mapping[str, object]] | None = (
            ("cited_sentences", SCHEMA) if place.schema else None
        )
        self._server = place.server
        library()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        """The pieces of the answer as they arrive, then its tokens where the server counts them.
        Raises `ContextOverflow` where the prompt is too long, `ModelStopped` once `stop` is set,
        also while the server says nothing, and `ModelError` for all else."""
        return interruptible(self._stream(messages), self.stop)

    def _stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        started = time.monotonic()
        with self._server.client() as client:
            response = self._opened(client, messages)
            try:
                yield from self._pieces(response, started)
            finally:
                response.close()

    def models(self) -> tuple[str, ...]:
        """The names of the models that the server has. Raises `ModelError`."""
        with self._server.client() as client:
            try:
                return tuple(sorted(str(one.id) for one in client.models.list().data))
            except Exception as error:
                raise self._server.failure(error, 0) from None

    # --- the request ---------------------------------------------------------------------------

    def _opened(self, client: Any, messages: Sequence[Mapping[str, str]]) -> Any:
        """The open stream; failures that may pass are tried again, with longer and longer waits,
        and settings that a server does not know are left out."""
        request = self._request(messages)
        attempt = 0
        while True:
            self._check_stop()
            try:
                return client.chat.completions.create(**request)
            except Exception as error:
                if _adapted(request, error):
                    continue
                if is_overflow(error):
                    raise _too_long() from None
                wait = self._server.wait(error, attempt)
                if wait is None:
                    raise self._server.failure(error, attempt) from None
                attempt += 1
                self.stop.wait(wait)

    def _request(self, messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": [dict(message) for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
            "max_tokens": self.endpoint.answer_tokens,
        }
        if self.form is not None:
            name, schema = self.form
            held = {"name": name, "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": held}
        return request

    # --- the answer ----------------------------------------------------------------------------

    def _pieces(self, response: Any, started: float) -> Iterator[str | TokenUsage]:
        ended = False
        usage: TokenUsage | None = None
        chunks = iter(response)
        while True:
            self._check_stop()
            if time.monotonic() - started > self.endpoint.limit_s:
                raise ModelError(
                    f"the answer took longer than {self.endpoint.limit_s:g} s; what had arrived is "
                    "kept. Ask for less, or use a faster model."
                )
            try:
                chunk = next(chunks, None)
            except Exception as error:
                raise self._broken(error) from None
            if chunk is None:
                break
            if getattr(chunk, "usage", None) is not None:
                usage = TokenUsage(chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
            for choice in chunk.choices or ():
                ended = ended or choice.finish_reason is not None
                text = choice.delta.content if choice.delta is not None else None
                if text:
                    yield text
        if usage is not None:
            yield usage
        if not ended:
            raise self._broken(None)

    def _check_stop(self) -> None:
        if self.stop.is_set():
            raise stopped()

    def _broken(self, error: Exception | None) -> ModelError:
        openai, httpx = library()
        if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
            return self._server.silent()
        if isinstance(error, openai.APIError) and is_overflow(error):
            return _too_long()
        return ModelError(
            f"the answer of {self.where} broke off; what had arrived is kept. Ask again, or look "
            "at the server's log."
        )


def _too_long() -> ContextOverflow:
    return ContextOverflow("the prompt is longer than the model's context.")


def ollama_models() -> tuple[str, ...] | None:
    """The models of an Ollama that runs on this machine; None where none answers."""
    made = Endpoint("any", OLLAMA, timeout_s=2.0, retries=0)
    try:
        return OpenAIModel(made).models()
    except GroundgraphError:
        return None


def _adapted(request: dict[str, Any], error: Exception) -> bool:
    """Whether a setting that the server does not know was taken out of `request`."""
    if getattr(error, "status_code", None) not in (400, 422) or is_overflow(error):
        return False
    said = f"{getattr(error, 'message', '')} {getattr(error, 'param', '')}"
    for name in _ADAPTABLE:
        if name in request and name in said:
            value = request.pop(name)
            if name == "max_tokens":
                request["max_completion_tokens"] = value
            return True
    return False
