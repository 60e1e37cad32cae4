"""A language model as the command line or a person's settings name it, for `ask --llm` and the
explorer alike."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from graph.errors import GroundgraphError, ModelError, SettingsError
from groundgraph.model_keys import key_of
from groundgraph.model_limits import Limits, with_limits

if TYPE_CHECKING:
    from generation.language_model import Endpoint, LocalWeights, OpenAIModel, TransformersModel

_OLLAMA = "ollama:"
_LOCAL = "transformers:"
_LOOK_SECONDS = 3.0
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class NamedWriter:
    """`model` and what belongs to it; `groundgraph.writing.language_model` says what. `failed`:
    sentences that failed their checks are shown. No key is in it."""

    model: str
    url: str | None = None
    prices: tuple[float, float] | None = None
    allow_remote: bool = False
    failed: bool = True
    adapter: str | None = None
    limits: Limits = field(default_factory=dict)
    device: str = ""

    @property
    def runs_here(self) -> bool:
        """Whether it is weights on this machine, without a server."""
        return self.model.strip().startswith(_LOCAL)

    def place(self) -> Endpoint | LocalWeights:
        """Where it is, with its limits and without a key. Raises as `open`, but for a missing
        client."""
        if self.runs_here:
            return with_limits(self._weights(), self.limits)
        return with_limits(self._endpoint(), self.limits)

    def _weights(self) -> LocalWeights:
        from generation.language_model.local_weights import local_weights_of

        if self.url is not None:
            raise SettingsError(
                f"{self.model} runs on this machine and has no address; leave --llm-url out, or "
                "name the model as its server does."
            )
        return local_weights_of(
            self.model, adapter=self.adapter, allow_remote=self.allow_remote,
            device=self.device, prices=self.prices,
        )  # fmt: skip

    def _endpoint(self) -> Endpoint:
        from generation.language_model import endpoint_of

        if self.adapter is not None or self.device:
            raise SettingsError(
                f"an adapter and a device are for {_LOCAL}PATH_OR_HUB_NAME; a server has its own."
            )
        return endpoint_of(self.model, self.url, allow_remote=self.allow_remote, prices=self.prices)

    def open(self) -> OpenAIModel | TransformersModel:
        """The model, with its key where it has one. Raises `SettingsError`, also for any host but
        this machine without `allow_remote`, and `ModelError` where the client is not installed or
        files of the model are missing."""
        from generation.language_model import LocalWeights, OpenAIModel, TransformersModel

        place = self.place()
        if isinstance(place, LocalWeights):
            return TransformersModel(place)
        return OpenAIModel(replace(place, key=key_of(place.host)))

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> NamedWriter:
        """What `to_json` made `text` of."""
        found = json.loads(text)
        prices = found.pop("prices")
        return cls(**found, prices=None if prices is None else (prices[0], prices[1]))


def require_there(named: NamedWriter) -> str:
    """Look for the model where that can be told before anything is asked: at an Ollama. What a
    person should know, empty where it is there. Raises `ModelError` where Ollama lacks it."""
    if not named.model.strip().startswith(_OLLAMA):
        return ""
    from generation.language_model import Endpoint, OpenAIModel

    place = named.place()
    assert isinstance(place, Endpoint)
    try:
        names = OpenAIModel(replace(place, timeout_s=_LOOK_SECONDS, retries=0)).models()
    except GroundgraphError:
        return (
            f"no Ollama answers at {place.where} now. Start it before you ask (ollama serve); "
            "until then answers are quoted."
        )
    if {place.model, f"{place.model}:latest"} & set(names):
        return ""
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    has = ", ".join(f"--llm {_OLLAMA}{name}" for name in names[:_MOST_NAMES]) + more
    raise ModelError(
        f"the Ollama at {place.where} has no model {place.model!r}. Get it with: ollama pull "
        f"{place.model}" + (f", or take one that is there: {has}." if names else ".")
    )
