"""Where a language model answers, and what may be sent there."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.errors import SettingsError
from graph.model_server.address import LANGUAGE_MODEL_KEY, OLLAMA, host_of, is_local, place_of
from graph.model_server.official_client import ModelServer


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an OpenAI-compatible server. `key` is sent there and shown nowhere. `timeout_s`:
    the longest silence; `limit_s`: the longest answer in all; `retries`: further attempts after a
    failure that may pass; `tokens`: of the prompt at most; `answer_tokens`: of the answer;
    `schema`: ask for JSON by a schema; `price_in`, `price_out`: of a million tokens, in whatever
    currency. Raises `SettingsError` for an address that is none."""

    model: str
    base_url: str
    key: str = field(default="", repr=False)
    allow_remote: bool = False
    timeout_s: float = 60.0
    limit_s: float = 300.0
    retries: int = 3
    tokens: int = 1500
    answer_tokens: int = 400
    schema: bool = False
    price_in: float | None = None
    price_out: float | None = None

    def __post_init__(self) -> None:
        host = host_of(self.base_url)
        if not self.model.strip():
            raise SettingsError("the language model has no name; give one: --llm ollama:NAME.")
        if not self.allow_remote and not is_local(host):
            raise SettingsError(
                f"{host} is not this machine: the question and the passages found for it would be "
                "sent there. Allow it with --allow-remote (allow_remote=True), or name a server "
                "on this machine."
            )

    @property
    def name(self) -> str:
        """The model, as its server knows it."""
        return self.model

    @property
    def host(self) -> str:
        return host_of(self.base_url)

    @property
    def local(self) -> bool:
        """Whether it is this machine."""
        return is_local(self.host)

    @property
    def where(self) -> str:
        """Where the passages go, for people."""
        return place_of(self.base_url)

    @property
    def server(self) -> ModelServer:
        """How it is asked."""
        return ModelServer(
            self.model,
            self.base_url,
            "language model",
            LANGUAGE_MODEL_KEY,
            key=self.key,
            timeout_s=self.timeout_s,
            retries=self.retries,
        )

    def cost(self, tokens_in: int | None, tokens_out: int | None) -> float | None:
        """What an answer cost at the prices that were given; None without them."""
        return cost_at(self.price_in, self.price_out, tokens_in, tokens_out)


def cost_at(
    price_in: float | None, price_out: float | None, tokens_in: int | None, tokens_out: int | None
) -> float | None:
    """What so many tokens cost at prices of a million; None where one of the four is not known."""
    if price_in is None or price_out is None or tokens_in is None or tokens_out is None:
        return None
    return round((tokens_in * price_in + tokens_out * price_out) / 1e6, 6)


def endpoint_of(
    model: str,
    url: str | None = None,
    *,
    key: str = "",
    allow_remote: bool = False,
    prices: tuple[float, float] | None = None,
) -> Endpoint:
    """The endpoint that ``ollama:NAME``, or a name with the address of its server, stands for.
    Raises `SettingsError`."""
    name = model.strip()
    if name.startswith("ollama:"):
        name, url = name.removeprefix("ollama:"), url or OLLAMA
    if url is None:
        raise SettingsError(
            f"where is the language model {model!r}? Give --llm ollama:NAME, or the address of its "
            "server with --llm-url http://127.0.0.1:8000/v1."
        )
    price_in, price_out = prices or (None, None)
    return Endpoint(
        name, url, key, allow_remote=allow_remote, price_in=price_in, price_out=price_out
    )
