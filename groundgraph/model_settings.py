"""Which language model may write beside the quotes, for one person on one machine.

The file lies in that person's configuration folder and never in a knowledge base: a base that
somebody hands on can name no server that passages would go to. No key is in it.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.disk import make_private_folder, private_opener
from graph.errors import SettingsError
from groundgraph.named_writer import NamedWriter

if TYPE_CHECKING:
    from generation.language_model import OpenAIModel, TransformersModel
    from generation.language_model.endpoint import Endpoint

OpenModel: TypeAlias = "OpenAIModel | TransformersModel"
"""A model that can be called; `stop` ends its answer."""

FILE = "language_model.toml"
_TRY_SECONDS = 10.0
_KEY_LIKE = re.compile(r"\b(?:sk|pk|gsk|hf|xai|key|Bearer)[-_ ][\w-]{12,}|[?&#@]")


class ModelSettings(BaseModel):
    """A model, its server and its limits. `model` empty: none may write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str = Field(
        "", description="ollama:NAME, transformers:PATH, or the name that the server knows"
    )
    url: str = Field("", description="address of an OpenAI-compatible server (…/v1)")
    allow_remote: bool = Field(False, description="passages may go to another machine")
    tokens: int = Field(1500, ge=300, le=200_000, description="tokens of a prompt, at most")
    answer_tokens: int = Field(400, ge=20, le=20_000, description="tokens of an answer, at most")
    timeout_s: float = Field(60.0, ge=1, le=3600, description="seconds of silence, at most")
    limit_s: float = Field(300.0, ge=1, le=7200, description="seconds of an answer, at most")
    price_in: float | None = Field(None, ge=0, description="price of a million tokens read")
    price_out: float | None = Field(None, ge=0, description="price of a million tokens written")
    show_failed: bool = Field(True, description="show sentences that failed their checks, greyed")

    @field_validator("model", "url")
    @classmethod
    def _no_key(cls, value: str) -> str:
        if _KEY_LIKE.search(value):
            raise ValueError("this looks like a key or a login; a key belongs into the environment")
        return value.strip()

    @property
    def endpoint(self) -> Endpoint:
        """The server, without a key. Raises `SettingsError`: no model, no address, another
        machine that was not allowed."""
        from generation.language_model import endpoint_of

        made = endpoint_of(self.model, self.url or None, allow_remote=self.allow_remote)
        return replace(
            made,
            tokens=self.tokens,
            answer_tokens=self.answer_tokens,
            timeout_s=self.timeout_s,
            limit_s=self.limit_s,
            price_in=self.price_in,
            price_out=self.price_out,
        )

    @property
    def elsewhere(self) -> str:
        """Where passages would leave this machine for; empty where they would not."""
        if self.runs_here:
            return ""
        endpoint = self.model_copy(update={"allow_remote": True}).endpoint
        return "" if endpoint.local else endpoint.where

    @property
    def runs_here(self) -> bool:
        """Whether it is weights on this machine, without a server."""
        return self.model.startswith("transformers:")

    @property
    def named(self) -> NamedWriter:
        """The model as `ask --llm` would name it, with the limits that its kind has."""
        limits: dict[str, str | float] = {
            "tokens": self.tokens,
            "answer_tokens": self.answer_tokens,
            "limit_s": self.limit_s,
        }
        if not self.runs_here:
            limits["timeout_s"] = self.timeout_s
        both = self.price_in is not None and self.price_out is not None
        return NamedWriter(
            self.model,
            self.url or None,
            (self.price_in or 0.0, self.price_out or 0.0) if both else None,
            self.allow_remote,
            self.show_failed,
            limits=limits,
        )

    def open(self) -> OpenModel:
        """The model with its key. Raises `SettingsError`, and `ModelError` where the client or
        files of the model are missing."""
        return self.named.open()


def settings_file() -> Path:
    """Where a person's settings lie: below ``$XDG_CONFIG_HOME``, or ``~/.config``."""
    folder = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(folder) / "groundgraph" / FILE


def made_settings(values: dict[str, Any]) -> ModelSettings:
    """Raises `SettingsError` that names the first wrong value, never what a key may be."""
    try:
        return ModelSettings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{key}: {said[:1].lower()}{said[1:]}. Correct it.") from None


def load_model_settings() -> ModelSettings:
    """What was saved; nothing set where there is no file. Raises `SettingsError`."""
    path = settings_file()
    try:
        return made_settings(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return made_settings({})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise SettingsError(f"{path} cannot be read. Correct or delete it.") from None
    except SettingsError as error:
        raise SettingsError(f"{path}, {error}") from None


def save_model_settings(settings: ModelSettings) -> None:
    """For this person, on this machine. Raises `SettingsError` where it cannot be written."""
    path = settings_file()
    lines = ["# the language model of groundgraph's explorer; a key never stands here\n"]
    for name, field in ModelSettings.model_fields.items():
        value = getattr(settings, name)
        if value != field.default:
            lines.append(f"{name} = {json.dumps(value)}  # {field.description}\n")
    beside = path.with_name(f"{FILE}.new")
    try:
        make_private_folder(path.parent)
        with open(beside, "w", encoding="utf-8", opener=private_opener) as file:
            file.write("".join(lines))
        beside.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from error


def host_at(named: NamedWriter) -> str:
    """The host of its server; empty for weights on this machine. Raises `SettingsError`."""
    from generation.language_model import Endpoint

    place = named.place()
    return place.host if isinstance(place, Endpoint) else ""


def models_of(named: NamedWriter) -> tuple[str, ...]:
    """The names of the models that the server has; none for weights on this machine. Raises
    `SettingsError`, `ModelError`."""
    from generation.language_model import OpenAIModel

    model = named.open()
    if not isinstance(model, OpenAIModel):
        return ()
    quick = replace(model.endpoint, timeout_s=min(_TRY_SECONDS, model.endpoint.timeout_s))
    return OpenAIModel(quick).models()


def ollama_here() -> tuple[str, ...] | None:
    """The models of an Ollama that runs on this machine; None where none answers."""
    from generation.language_model import ollama_models

    return ollama_models()
