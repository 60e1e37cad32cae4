"""The official client of OpenAI-compatible servers, without what the environment says about
proxies, addresses, organisations and headers, and without redirects; which failures are tried
again, and each failure in words."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from graph.errors import ModelError
from graph.model_server.address import host_of, place_of

_SENT = frozenset("host accept accept-encoding connection content-type content-length user-agent "
                  "authorization".split())  # fmt: skip
"""Headers that a request has; the client's others, and those of the environment, are dropped."""
_PASSING = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_LONGEST_WAIT = 60.0  # seconds that a server may ask to wait
_FIRST_WAIT = 0.5
_OVERFLOW = (
    "context length", "context_length", "context size", "context_size", "context window",
    "maximum context", "too many tokens", "prompt is too long", "exceeds the available context",
    "input is too large", "input length exceeds", "maximum input length", "must have less than",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A model at a server. `kind` ("language model") and `key_name` (the variable that holds the
    key) are for messages; `key` is sent there and shown nowhere. `timeout_s`: the longest silence;
    `retries`: further attempts after a failure that may pass."""

    model: str
    base_url: str
    kind: str
    key_name: str
    key: str = field(default="", repr=False)
    timeout_s: float = 60.0
    retries: int = 3

    @property
    def where(self) -> str:
        """Where it is, for people."""
        return place_of(self.base_url)

    def client(self) -> Any:
        """The client, to be used as a context manager. Raises `ModelError` where it is missing."""
        openai, httpx = library()
        limits = httpx.Timeout(self.timeout_s, connect=min(10.0, self.timeout_s))
        client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            timeout=limits,
            event_hooks={"request": [self._only_ours]},
        )
        return openai.OpenAI(
            api_key=self.key or "none",
            base_url=self.base_url,
            max_retries=0,
            timeout=limits,
            http_client=client,
        )

    def _only_ours(self, request: Any) -> None:
        for name in list(request.headers):
            if name.casefold() not in _SENT:
                del request.headers[name]
        request.headers.pop("authorization", None)
        if self.key:
            request.headers["authorization"] = f"Bearer {self.key}"
        if request.url.host != host_of(self.base_url):
            raise ModelError(f"a request to {request.url.host} was refused; nothing was sent.")

    def wait(self, error: Exception, attempt: int) -> float | None:
        """Seconds to wait before another attempt; None where there is to be none."""
        openai, _ = library()
        if attempt >= self.retries:
            return None
        if isinstance(error, openai.APIStatusError):
            if error.status_code not in _PASSING:
                return None
            asked = retry_after(error.response.headers.get("retry-after"))
            if asked is not None:
                return asked if asked <= _LONGEST_WAIT else None
        elif not isinstance(error, openai.APIConnectionError):
            return None
        elif isinstance(error, openai.APITimeoutError):
            return None  # it was waited for long enough
        return float(min(_FIRST_WAIT * 2**attempt, 8.0))

    # --- failures in words ---------------------------------------------------------------------

    def silent(self) -> ModelError:
        return ModelError(
            f"{self.where} said nothing for {self.timeout_s:g} s. Ask again, or use a "
            "smaller model."
        )

    def failure(self, error: Exception, attempt: int) -> ModelError:
        """What `error` of the client means after so many attempts that failed."""
        openai, _ = library()
        tried = f" (tried {attempt + 1} times)" if attempt else ""
        if isinstance(error, ModelError):
            return error
        if isinstance(error, openai.APITimeoutError):
            return self.silent()
        if isinstance(error, openai.APIStatusError):
            return self._refused(error, tried)
        if isinstance(error, openai.APIConnectionError):
            return ModelError(
                f"no {self.kind} answers at {self.where}{tried}. Start the server, or correct "
                "its address."
            )
        return ModelError(
            f"what {self.where} answered is not what a {self.kind} answers. Check that its address "
            "ends as its documentation says (…/v1)."
        )

    def _refused(self, error: Any, tried: str) -> ModelError:
        status = error.status_code
        if status in (401, 403):
            return ModelError(
                f"{self.where} refused the key ({status}). Set {self.key_name}, or correct it."
            )
        if status == 404:
            return ModelError(
                f"{self.where} has no model {self.model!r}, or its address is wrong (404). For "
                f"Ollama: ollama pull {self.model}"
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


def library() -> tuple[Any, Any]:
    """The official client and the HTTP library that it rests on. Raises `ModelError`."""
    try:
        import httpx2
        import openai
    except ImportError as error:
        raise ModelError(
            "the client for servers of models is not installed. Install it with: pip install "
            "'groundgraph[llm]'"
        ) from error
    return openai, httpx2


def retry_after(value: str | None) -> float | None:
    """Seconds that the header asks for, as a number or a date; what is neither is too long."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
        except ValueError:
            return math.inf
    return seconds if seconds >= 0 and math.isfinite(seconds) else math.inf


def is_overflow(error: Any) -> bool:
    """Whether the server says that what it was sent is too long for the model."""
    said = (
        f"{getattr(error, 'message', '')} {getattr(error, 'code', '')} {getattr(error, 'type', '')}"
    )
    folded = said.casefold()
    return any(words in folded for words in _OVERFLOW)
