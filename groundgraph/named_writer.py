"""A language model as the command line or a person's settings name it, for `ask --llm` and the
explorer alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from graph.errors import GroundgraphError, ModelError
from groundgraph.writing import language_model, model_place

if TYPE_CHECKING:
    from generation.language_model import Endpoint, LocalWeights, OpenAIModel, TransformersModel

_OLLAMA = "ollama:"
_LOCAL = "transformers:"
_LOOK_SECONDS = 3.0
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class NamedWriter:
    """`model` and what belongs to it, as `groundgraph.writing.language_model` takes them; `failed`:
    sentences that failed their checks are shown. No key is in it."""

    model: str
    url: str | None = None
    prices: tuple[float, float] | None = None
    allow_remote: bool = False
    failed: bool = True
    adapter: str | None = None
    limits: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def runs_here(self) -> bool:
        """Whether it is weights on this machine, without a server."""
        return self.model.strip().startswith(_LOCAL)

    def place(self) -> Endpoint | LocalWeights:
        """Where it is, without a key. Raises `SettingsError`, `ModelError`."""
        return model_place(
            self.model,
            self.url,
            allow_remote=self.allow_remote,
            prices=self.prices,
            adapter=self.adapter,
            limits=self.limits,
        )

    def open(self) -> OpenAIModel | TransformersModel:
        """The model, with its key where it has one. Raises as `place`, and `ModelError` where the
        client is not installed."""
        return language_model(
            self.model,
            self.url,
            allow_remote=self.allow_remote,
            prices=self.prices,
            adapter=self.adapter,
            limits=self.limits,
        )

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
