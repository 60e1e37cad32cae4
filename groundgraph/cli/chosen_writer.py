"""The language model that the options ``--llm …`` of a command name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingsError
from groundgraph.cli.offline import allow_downloads

if TYPE_CHECKING:
    from generation.language_model import OpenAIModel, TransformersModel
    from groundgraph.named_writer import NamedWriter


def typed_writer(
    model: str | None,
    url: str | None,
    price: str | None,
    adapter: Path | None,
    options: Sequence[str],
    *,
    allow_remote: bool,
    only_supported: bool,
) -> NamedWriter | None:
    """What was typed as a writer; None where no model was named. Raises `SettingsError`."""
    from groundgraph.model_limits import typed_limits, typed_prices
    from groundgraph.named_writer import NamedWriter

    if model is None:
        if url is not None or adapter is not None or options or price is not None:
            raise SettingsError("which language model? Name it: --llm ollama:NAME.")
        return None
    return NamedWriter(
        model,
        url,
        typed_prices(price),
        allow_remote,
        failed=not only_supported,
        adapter=None if adapter is None else str(adapter.expanduser().resolve()),
        limits=typed_limits(options),
    )


def opened_writer(writer: NamedWriter) -> OpenAIModel | TransformersModel:
    """The model, downloaded where the user allows it. Raises `SettingsError`, `ModelError`."""
    if writer.allow_remote:
        allow_downloads()
    return writer.open()
