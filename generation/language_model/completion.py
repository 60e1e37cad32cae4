"""One chat completion from an OpenAI-compatible server, as a stream: the official client, without
what the environment says about proxies, addresses, organisations and headers, and without
redirects."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generation.language_model import endpoint
from generation.language_model.endpoint import Endpoint
from generation.language_model.interruptible import interruptible
from graph.errors import ContextOverflow, GroundgraphError, ModelError, ModelStopped
from graph.model import TokenUsage

_SENT = frozenset("host accept accept-encoding connection content-type content-length user-agent "
                  "authorization".split())  # fmt: skip
"""Headers that a request has; the client's others, and those of the environment, are dropped."""
_PASSING = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_LONGEST_WAIT = 60.0  # seconds that a server may ask to wait
_FIRST_WAIT = 0.5
_ADAPTABLE = ("stream_options", "max_tokens", "temperature", "response_format")
_OVERFLOW = (
    "context length", "context_length", "context size", "context_size", "context window",
    "maximum context", "too many tokens", "prompt is too long", "exceeds the available context",
)  # fmt: skip
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
        _library()

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        """The pieces of the answer as they arrive, then its tokens where the server counts them.
        Raises `ContextOverflow` where the prompt is too long, `ModelStopped` once `stop` is set,
        also while the server says nothing, and `ModelError` for all else."""
        return interruptible(self._stream(messages), self.stop)

    def _stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str | TokenUsage]:
        started = time.monotonic()
        with self._client() as client:
            response = self._opened(client, messages)
            try:
                yield from self._pieces(response, started)
            finally:
                response.close()

    def models(self) -> tuple[str, ...]:
        """The names of the models that the server has. Raises `ModelError`."""
        with self._client() as client:
            try:
                return tuple(sorted(str(one.id) for one in client.models.list().data))
            except Exception as error:
                raise self._failure(error, 0) from None

    # --- the request ---------------------------------------------------------------------------

    def _client(self) -> Any:
        openai, httpx = _library()
        limits = httpx.Timeout(self.endpoint.timeout_s, connect=min(10.0, self.endpoint.timeout_s))
        client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            timeout=limits,
            event_hooks={"request": [self._only_ours]},
        )
        return openai.OpenAI(
            api_key=self.endpoint.key or "none",
            base_url=self.endpoint.base_url,
            max_retries=0,
            timeout=limits,
            http_client=client,
        )

    def _only_ours(self, request: Any) -> None:
        for name in list(request.headers):
            if name.casefold() not in _SENT:
                del request.headers[name]
        request.headers.pop("authorization", None)
        if self.endpoint.key:
            request.headers["authorization"] = f"Bearer {self.endpoint.key}"
        if request.url.host != self.endpoint.host:
            raise ModelError(f"a request to {request.url.host} was refused; nothing was sent.")

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
                wait = self._wait(error, attempt)
                if wait is None:
                    raise self._failure(error, attempt) from None
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

    def _wait(self, error: Exception, attempt: int) -> float | None:
        """Seconds to wait before another attempt; None where there is to be none."""
        openai, _ = _library()
        if attempt >= self.endpoint.retries:
            return None
        if isinstance(error, openai.APIStatusError):
            if error.status_code not in _PASSING:
                return None
            asked = _retry_after(error.response.headers.get("retry-after"))
            if asked is not None:
                return asked if asked <= _LONGEST_WAIT else None
        elif not isinstance(error, openai.APIConnectionError):
            return None
        elif isinstance(error, openai.APITimeoutError):
            return None  # it was waited for long enough
        return float(min(_FIRST_WAIT * 2**attempt, 8.0))

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
            raise ModelStopped("the answer was stopped; ask again for all of it.")

    # --- failures in words ---------------------------------------------------------------------

    def _broken(self, error: Exception | None) -> ModelError:
        openai, httpx = _library()
        if isinstance(error, openai.APITimeoutError | httpx.TimeoutException):
            return self._silent()
        if isinstance(error, openai.APIError) and _is_overflow(error):
            return ContextOverflow("the prompt is longer than the model's context.")
        return ModelError(
            f"the answer of {self.where} broke off; what had arrived is kept. Ask again, or look "
            "at the server's log."
        )

    def _silent(self) -> ModelError:
        return ModelError(
            f"{self.where} said nothing for {self.endpoint.timeout_s:g} s. Ask again, or use a "
            "smaller model."
        )

    def _failure(self, error: Exception, attempt: int) -> ModelError:
        openai, _ = _library()
        tried = f" (tried {attempt + 1} times)" if attempt else ""
        if isinstance(error, ModelError):
            return error
        if isinstance(error, openai.APITimeoutError):
            return self._silent()
        if isinstance(error, openai.APIStatusError):
            return self._refused(error, tried)
        if isinstance(error, openai.APIConnectionError):
            return ModelError(
                f"no language model answers at {self.where}{tried}. Start the server, or correct "
                "its address."
            )
        return ModelError(
            f"what {self.where} answered is no chat completion. Check that its address ends as "
            "its documentation says (…/v1)."
        )

    def _refused(self, error: Any, tried: str) -> ModelError:
        status = error.status_code
        if _is_overflow(error):
            return ContextOverflow("the prompt is longer than the model's context.")
        if status in (401, 403):
            return ModelError(
                f"{self.where} refused the key ({status}). Set GROUNDGRAPH_LLM_KEY, or correct it."
            )
        if status == 404:
            return ModelError(
                f"{self.where} has no model {self.name!r}, or its address is wrong (404). For "
                f"Ollama: ollama pull {self.name}"
            )
        if status == 429:
            return ModelError(f"{self.where} limits the rate{tried}. Ask again later.")
        if 300 <= status < 400:
            return ModelError(
                f"{self.where} redirects elsewhere ({status}), and redirects are not followed. "
                "Give the final address."
            )
        return ModelError(
            f"{self.where} answered with status {status}{tried}. Look at the server's log."
        )


def _library() -> tuple[Any, Any]:
    """The official client and the HTTP library that it rests on."""
    try:
        import httpx2
        import openai
    except ImportError as error:
        raise ModelError(
            "the client for language models is not installed. Install it with: pip install "
            "'groundgraph[llm]'"
        ) from error
    return openai, httpx2


def ollama_models() -> tuple[str, ...] | None:
    """The models of an Ollama that runs on this machine; None where none answers."""
    made = Endpoint("any", endpoint.OLLAMA, timeout_s=2.0, retries=0)
    try:
        return OpenAIModel(made).models()
    except GroundgraphError:
        return None


def _retry_after(value: str | None) -> float | None:
    """Seconds that the header asks for; a date counts as too long."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return math.inf
    return seconds if seconds >= 0 and math.isfinite(seconds) else math.inf


def _is_overflow(error: Any) -> bool:
    said = (
        f"{getattr(error, 'message', '')} {getattr(error, 'code', '')} {getattr(error, 'type', '')}"
    )
    folded = said.casefold()
    return any(words in folded for words in _OVERFLOW)


def _adapted(request: dict[str, Any], error: Exception) -> bool:
    """Whether a setting that the server does not know was taken out of `request`."""
    if getattr(error, "status_code", None) not in (400, 422) or _is_overflow(error):
        return False
    said = f"{getattr(error, 'message', '')} {getattr(error, 'param', '')}"
    for name in _ADAPTABLE:
        if name in request and name in said:
            value = request.pop(name)
            if name == "max_tokens":
                request["max_completion_tokens"] = value
            return True
    return False
