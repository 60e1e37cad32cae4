"""Which files a local language model consists of: a folder, a GGUF file, or a name of the Hugging
Face hub, whose files lie in the local cache. Nothing is downloaded unless that is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from generation.language_model.endpoint import cost_at
from graph.errors import ModelError, SettingsError

PREFIX = "transformers:"
_WEIGHTS = ["*.json", "*.jinja", "*.safetensors", "*.model", "*.txt"]
"""Files of a hub model that are read: no pickled weights and no code."""
_BESIDE = ["*/*"]  # other precisions and formats lie in folders


@dataclass(frozen=True, slots=True)
class LocalWeights:
    """A language model on this machine. `folder` holds its files, `gguf` is the one file where it
    is in that format, `adapter` the folder of a LoRA adapter. `device`: as torch names it; empty
    for a GPU where there is one. `threads`: of torch, None for what it takes itself. `limit_s`,
    `tokens`, `answer_tokens` and the prices as in `Endpoint`."""

    name: str
    folder: Path
    gguf: str = ""
    adapter: Path | None = None
    device: str = ""
    threads: int | None = None
    limit_s: float = 300.0
    tokens: int = 1500
    answer_tokens: int = 400
    price_in: float | None = None
    price_out: float | None = None

    where = "this machine (transformers)"
    local = True

    def cost(self, tokens_in: int | None, tokens_out: int | None) -> float | None:
        """As `Endpoint.cost`."""
        return cost_at(self.price_in, self.price_out, tokens_in, tokens_out)


def local_weights_of(
    model: str,
    *,
    adapter: str | Path | None = None,
    allow_remote: bool = False,
    device: str = "",
    prices: tuple[float, float] | None = None,
) -> LocalWeights:
    """The weights that ``transformers:PATH_OR_HUB_NAME`` stands for. With `allow_remote` those of
    the hub are downloaded where the cache lacks them. Raises `SettingsError`, `ModelError`."""
    name = model.strip().removeprefix(PREFIX).strip()
    if not name:
        raise SettingsError(
            f"the language model has no name; give one: --llm {PREFIX}PATH_OR_HUB_NAME."
        )
    folder, gguf = _place(name, allow_remote)
    if gguf and (find_spec("gguf") is None or find_spec("accelerate") is None):
        raise ModelError(f"a GGUF file is read with other packages, which are missing. {_INSTALL}")
    lora = None if adapter is None else _adapter(Path(adapter).expanduser())
    price_in, price_out = prices or (None, None)
    shown = gguf or (folder.resolve().name if Path(name).expanduser().exists() else name)
    return LocalWeights(
        shown if lora is None else f"{shown} with {lora.resolve().name}",
        folder,
        gguf,
        lora,
        device=device,
        price_in=price_in,
        price_out=price_out,
    )


_INSTALL = "Install them with: pip install 'groundgraph[local]'"


def _place(name: str, allow_remote: bool) -> tuple[Path, str]:
    """The folder of the model and, for GGUF, its file's name in it."""
    path = Path(name).expanduser()
    if path.is_file():
        if path.suffix.casefold() != ".gguf":
            raise ModelError(f"{path} is no GGUF file; give its model's folder, or a .gguf file.")
        return path.parent, path.name
    if path.is_dir():
        _require_weights(path)
        return path, ""
    owner, _, rest = name.partition("/")
    repository, _, file = rest.partition("/")
    hub_name = bool(owner and repository) and owner[0] not in "./~\\"
    if not hub_name or (file and not file.casefold().endswith(".gguf")):
        raise ModelError(
            f"there is no model {name!r}: no such folder or .gguf file. Give the folder of a "
            "model, a .gguf file, or a name of the hub (OWNER/NAME, OWNER/NAME/FILE.gguf)."
        )
    return _of_hub(f"{owner}/{repository}", file, allow_remote)


def _of_hub(repository: str, file: str, allow_remote: bool) -> tuple[Path, str]:
    """As `_place`, from the hub's cache, after a download where that is allowed."""
    cached = _snapshot(repository, file, local_files_only=True)
    if cached is None or not _is_whole(cached, file):
        if not allow_remote:
            raise ModelError(
                f"there is no folder {repository}, and the hub's cache on this machine has no "
                f"such model. Allow its download with --allow-remote (allow_remote=True), or fetch "
                f"it before with: hf download {repository}"
            )
        cached = _snapshot(repository, file, local_files_only=False)
    assert cached is not None
    if file:
        return (cached / file).parent, Path(file).name
    _require_weights(cached)
    return cached, ""


def _snapshot(repository: str, file: str, *, local_files_only: bool) -> Path | None:
    """The folder of `repository` in the cache; None where it is not there. Raises `ModelError`
    where a download fails."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        found = snapshot_download(
            repository,
            allow_patterns=[file] if file else _WEIGHTS,
            ignore_patterns=None if file else _BESIDE,
            local_files_only=local_files_only,
        )
    except HFValidationError:
        raise ModelError(
            f"{repository!r} is no name of the hub and no folder; write OWNER/NAME, or give a path."
        ) from None
    except LocalEntryNotFoundError as error:
        if local_files_only:
            return None
        raise _not_downloaded(repository, error) from None
    except Exception as error:
        raise _not_downloaded(repository, error) from None
    return Path(found)


def _not_downloaded(repository: str, error: Exception) -> ModelError:
    from huggingface_hub import constants

    if constants.is_offline_mode():
        return ModelError(
            f"{repository} was not downloaded: HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE forbids it. "
            "Unset the variable and run it again."
        )
    return ModelError(
        f"{repository} could not be downloaded ({type(error).__name__}). Check its name, the "
        f"connection and, for a model that asks for consent, your login (hf auth login)."
    )


def _is_whole(folder: Path, file: str) -> bool:
    if file:
        return (folder / file).is_file()
    return (folder / "config.json").is_file() and _weights(folder)


def _weights(folder: Path) -> bool:
    """Whether all files of the weights are there."""
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return any(folder.glob("*.safetensors"))
    from json import loads

    listed = set(loads(index.read_text("utf-8")).get("weight_map", {}).values())
    return bool(listed) and all((folder / name).is_file() for name in listed)


def _require_weights(folder: Path) -> None:
    found = sorted(folder.glob("*.gguf"))
    if not (folder / "config.json").is_file():
        one = f" Give one of its files: {PREFIX}{found[0]}" if found else ""
        raise ModelError(
            f"{folder} is no model that transformers reads: it has no config.json."
            f"{one or ' Save the model with save_pretrained.'}"
        )
    if not _weights(folder):
        raise ModelError(
            f"{folder} holds no complete weights as safetensors. Pickled weights (.bin) can run "
            "code and are not read: save the model with save_pretrained, or fetch what is missing."
        )


def _adapter(folder: Path) -> Path:
    """The folder of a LoRA adapter. Raises `ModelError`."""
    for needed in ("adapter_config.json", "adapter_model.safetensors"):
        if not (folder / needed).is_file():
            raise ModelError(
                f"{folder} is no LoRA adapter: it has no {needed}. Save it with peft "
                "(save_pretrained)."
            )
    if find_spec("peft") is None:
        raise ModelError(f"an adapter is read with another package, peft. {_INSTALL}")
    return folder
