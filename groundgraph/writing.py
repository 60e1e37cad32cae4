"""A language model beside the evidence card: which one, with which key, and what it wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import SettingsError
from graph.model import Answer, Listener, Written
from graph.model_server.address import LANGUAGE_MODEL_KEY
from groundgraph.model_limits import Limits, with_limits

if TYPE_CHECKING:
    from generation.language_model import Endpoint, LocalWeights, OpenAIModel, TransformersModel
    from generation.written import Prompt
    from graph.protocols import Checker, LanguageModel

KEY = LANGUAGE_MODEL_KEY
KeyPlace = Literal["environment", "keyring", "none", "no keyring"]
"""Where a key comes from; ``no keyring``: there is none, and the package is not installed."""

NOT_SENT = (
    "nothing was sent to the language model: no sentence was found that it could answer from."
)


def language_model(
    model: str,
    url: str | None = None,
    *,
    allow_remote: bool = False,
    prices: tuple[float, float] | None = None,
    adapter: str | Path | None = None,
    device: str = "",
    limits: Limits | None = None,
) -> OpenAIModel | TransformersModel:
    """The model that ``ollama:NAME``, a name with the address (`url`) of an OpenAI-compatible
    server, or ``transformers:PATH_OR_HUB_NAME`` stands for. The key of a server comes from the
    environment (`KEY`) or from the keyring (service ``groundgraph``, user: the host). `prices`: of
    a million tokens read and written. `adapter` (the folder of a LoRA adapter) and `device`
    (``cpu``, ``cuda``, …) are for transformers. `limits`: ``tokens`` of a prompt,
    ``answer_tokens``, ``limit_s`` of an answer; for servers also ``timeout_s`` of silence,
    ``retries`` and ``schema`` (ask for JSON), for transformers ``threads``. Raises
    `SettingsError`, also for any host but this machine without `allow_remote`, and `ModelError`
    where the client is not installed, or files of the model are missing and `allow_remote` does
    not let them be downloaded."""
    from generation.language_model import LocalWeights, OpenAIModel, TransformersModel

    place = model_place(
        model,
        url,
        allow_remote=allow_remote,
        prices=prices,
        adapter=adapter,
        device=device,
        limits=limits,
    )
    if isinstance(place, LocalWeights):
        return TransformersModel(place)
    return OpenAIModel(replace(place, key=key_of(place.host)))


def model_place(
    model: str,
    url: str | None = None,
    *,
    allow_remote: bool = False,
    prices: tuple[float, float] | None = None,
    adapter: str | Path | None = None,
    device: str = "",
    limits: Limits | None = None,
) -> Endpoint | LocalWeights:
    """Where the model is that `language_model` would open, with its limits and without a key.
    Raises as that does, but for a missing client."""
    from generation.language_model import endpoint_of
    from generation.language_model.local_weights import PREFIX, local_weights_of

    if model.strip().startswith(PREFIX):
        if url is not None:
            raise SettingsError(
                f"{model} runs on this machine and has no address; leave --llm-url out, or name "
                "the model as its server does."
            )
        weights = local_weights_of(
            model, adapter=adapter, allow_remote=allow_remote, device=device, prices=prices
        )
        return with_limits(weights, limits or {})
    if adapter is not None or device:
        raise SettingsError(
            f"an adapter and a device are for {PREFIX}PATH_OR_HUB_NAME; a server has its own."
        )
    endpoint = endpoint_of(model, url, allow_remote=allow_remote, prices=prices)
    return with_limits(endpoint, limits or {})


def key_of(host: str, variable: str = KEY) -> str:
    """The key for the server `host`, from the `variable` of the environment or the keyring; empty
    where none is kept."""
    return os.environ.get(variable, "").strip() or _in_keyring(host)


def key_place(host: str) -> KeyPlace:
    """Where the key for the server `host` would come from, never the key itself."""
    if os.environ.get(KEY, "").strip():
        return "environment"
    if find_spec("keyring") is None:
        return "no keyring"
    return "keyring" if _in_keyring(host) else "none"


def _in_keyring(host: str) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password("groundgraph", host) or ""
    except Exception:  # a machine without a keyring that can be opened has no key in it
        return ""


def model_of(value: str | LanguageModel) -> LanguageModel:
    """A model by name (``ollama:NAME``, ``transformers:PATH``) or as an object with ``name``,
    ``where`` and ``stream``. Raises `SettingsError`."""
    if isinstance(value, str):
        return language_model(value)
    missing = [part for part in ("name", "where", "stream") if not hasattr(value, part)]
    if missing:
        raise SettingsError(
            f"{type(value).__name__} is no language model: it has no {' and no '.join(missing)}; "
            "see LanguageModel in graph/protocols.py."
        )
    return value


def written_beside(
    card: Answer,
    prompt: Callable[[int], Prompt],
    model: LanguageModel,
    *,
    checker: Checker | None = None,
    listener: Listener | None = None,
) -> Written:
    """What `model` writes beside `card` from what `prompt` gives for so many tokens. Nothing is
    sent where the card found nothing. The state of the card stays what it is."""
    from generation.language_model import OpenAIModel, TransformersModel, write
    from generation.written.prompt import TOKENS

    if card.state == "not_found":
        return Written(model.name, model.where, (), problem=NOT_SENT)
    limits: Endpoint | LocalWeights | None = None
    if isinstance(model, OpenAIModel):
        limits = model.endpoint
    elif isinstance(model, TransformersModel):
        limits = model.weights
    given = prompt(TOKENS if limits is None else limits.tokens)
    if not given.sentences:
        return Written(model.name, model.where, (), problem=NOT_SENT)
    written = write(model, given, checker=checker, listener=listener)
    if limits is not None:
        written = replace(written, cost=limits.cost(written.tokens_in, written.tokens_out))
    return written
