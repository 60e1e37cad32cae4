"""A language model beside the evidence card: which one, and what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingsError
from graph.model import Answer, Listener, Written
from groundgraph.model_limits import Limits
from groundgraph.named_writer import NamedWriter

if TYPE_CHECKING:
    from generation.language_model import Endpoint, LocalWeights, OpenAIModel, TransformersModel
    from generation.written import Prompt
    from graph.protocols import Checker, LanguageModel

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
    environment (`groundgraph.model_keys.KEY`) or from the keyring (service ``groundgraph``, user:
    the host). `prices`: of a million tokens read and written. `adapter` (the folder of a LoRA
    adapter) and `device` (``cpu``, ``cuda``, …) are for transformers. `limits`: ``tokens`` of a
    prompt, ``answer_tokens``, ``limit_s`` of an answer; for servers also ``timeout_s`` of silence,
    ``retries`` and ``schema`` (ask for JSON), for transformers ``threads``. Raises
    `SettingsError`, also for any host but this machine without `allow_remote`, and `ModelError`
    where the client is not installed, or files of the model are missing and `allow_remote` does
    not let them be downloaded."""
    here = None if adapter is None else str(adapter)
    return NamedWriter(
        model, url, prices, allow_remote, adapter=here, device=device, limits=limits or {}
    ).open()


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
