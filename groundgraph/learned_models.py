"""Checkers, embedders and readers of facts that were trained for a base: kept in its folder, used
and taken back by name.

``models/NAME`` holds the files of one, ``models/registry.jsonl`` a line for each change: who used
which, when, and what it replaced. Nothing is ever deleted, so that an answer whose manifest names a
model can be asked again with it. A base is embedded again by the embedder that is used from now on:
another generation of its store, to which alone the new vectors belong. A reader of facts decides at
the next build, which reads every document anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from graph.disk import make_private_folder, private_opener, protect
from graph.errors import ModelError, SettingsError
from groundgraph.components import MODELS, own_model
from groundgraph.settings import load, save
from learning.embedder_folder import BESIDE
from learning.embedder_folder import WEIGHTS as EMBEDDER
from learning.model_card import CARD, REPORT
from retrieval.checker_weights import CONFIG, WEIGHTS, read_config, read_weights
from retrieval.embedders import BertEmbedder, load_embedder
from retrieval.fact_reader import BOUNDS, TrainedFactReader
from retrieval.model_folder import PACKAGED, file_sha256
from retrieval.trained_checker import TrainedChecker, load_checker

REGISTRY = "registry.jsonl"
Kind = Literal["checker", "embedder", "fact_reader"]
"""What a model is; the setting that names it is called the same."""

BuiltInKind = Literal["checker", "fact_reader"]
"""What can be called ``trained`` or ``none``."""

_CALLED: dict[Kind, str] = {
    "checker": "checker", "embedder": "embedder", "fact_reader": "reader of facts"
}  # fmt: skip
_BUILT_IN = ("trained", "none", *PACKAGED)
_FILES: dict[Kind, tuple[str, ...]] = {
    "checker": (WEIGHTS, CONFIG),
    "embedder": (EMBEDDER, *BESIDE),
    "fact_reader": (WEIGHTS, CONFIG, BOUNDS),
}


@dataclass(frozen=True, slots=True)
class Change:
    """From now on `model` is what the base has of this `kind`, which was `before` until `at` (ISO
    8601, UTC)."""

    at: str
    by: str
    action: str
    model: str
    before: str
    kind: Kind = "checker"


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """A model in a base's folder. `report`: data and their hashes, settings, figures at the gate
    (empty where it was trained elsewhere)."""

    name: str
    kind: Kind
    fingerprint: str
    in_use: bool
    report: dict[str, Any]

    @property
    def gate(self) -> str:
        """``passed``, ``not passed`` or ``not known``."""
        passed = self.report.get("passed")
        return "not known" if passed is None else "passed" if passed else "not passed"


def learned_models(kb: Path) -> list[LearnedModel]:
    """The models of the base in `kb`, by name."""
    settings = load(kb)
    found = []
    for folder in sorted((kb / MODELS).glob("*")):
        kind = _kind(folder)
        if kind is not None and not folder.name.startswith("."):
            used = getattr(settings, kind) == folder.name
            found.append(
                LearnedModel(folder.name, kind, _fingerprint(folder, kind), used, _report(folder))
            )
    return found


def _kind(folder: Path) -> Kind | None:
    """What lies in `folder`, by its files."""
    if (folder / CONFIG).is_file():
        return "fact_reader" if (folder / BOUNDS).is_file() else "checker"
    return "embedder" if (folder / EMBEDDER).is_file() else None


def _fingerprint(folder: Path, kind: Kind) -> str:
    if kind == "embedder":
        return load_embedder(str(folder)).fingerprint
    made: TrainedChecker | TrainedFactReader = (
        TrainedChecker(folder) if kind == "checker" else TrainedFactReader(folder)
    )
    return made.fingerprint


def changes(kb: Path) -> Iterator[Change]:
    """What was used and taken back, oldest first."""
    try:
        lines = (kb / MODELS / REGISTRY).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        yield Change(**json.loads(line))


def use_model(
    kb: Path, model: str, by: str, *, anyway: bool = False, of: BuiltInKind = "checker"
) -> Change:
    """Use a trained folder (which is copied into the base), a model that the base has already,
    ``trained`` or ``none`` (`of` says what that is), or ``minilm``. A new embedder answers once the
    base was built again, until when questions are refused. Raises `ModelError` where the weights
    are not those of their hash, and `SettingsError` where there is no such model, or the gate
    refused it and not `anyway`."""
    _require_base(kb)
    if model in _BUILT_IN:
        return _set(kb, "embedder" if model in PACKAGED else of, model, "use", by)
    folder = own_model(kb, model) or Path(model).expanduser().resolve()
    kind = _kind(folder)
    if kind is None:
        raise ModelError(
            f"{folder} holds no checker, embedder or reader of facts. Name a folder of groundgraph "
            f"learn, a name of groundgraph learn list, or one of: {', '.join(_BUILT_IN)}."
        )
    _require_free(kind)
    if folder.parent != (kb / MODELS):
        folder = _take_in(kb, folder, kind, anyway=anyway)
    return _set(kb, kind, folder.name, "use", by)


def roll_back(kb: Path, by: str) -> Change:
    """Use again what was used before the last change that was not itself taken back. Raises
    `SettingsError` where there is none."""
    _require_base(kb)
    undone: list[Change] = []
    for change in changes(kb):
        if change.action == "use":
            undone.append(change)
        elif undone:
            undone.pop()
    if not undone:
        raise SettingsError(
            f"no model was put to use in {kb} that could be taken back. groundgraph learn list "
            "shows what there is."
        )
    return _set(kb, undone[-1].kind, undone[-1].before, "roll back", by)


def _take_in(kb: Path, folder: Path, kind: Kind, *, anyway: bool) -> Path:
    """The copy of the model in `folder` that the base has from now on."""
    sha256 = _model_hash(folder, kind)
    if _report(folder).get("passed") is False and not anyway:
        raise SettingsError(
            f"the {_CALLED[kind]} in {folder} is not better than the one that it was compared with "
            f"(its {CARD} has the figures). Train on more documents, or use it with --anyway."
        )
    target = kb / MODELS / f"learned-{sha256[:12]}"
    if not target.exists():
        make_private_folder(kb / MODELS)
        made = kb / MODELS / f".{target.name}.new"
        shutil.rmtree(made, ignore_errors=True)
        make_private_folder(made)
        for file in (*_FILES[kind], CARD, REPORT):
            if (folder / file).is_file():
                if (made / file).parent != made:
                    make_private_folder((made / file).parent)
                shutil.copyfile(folder / file, made / file)
                protect(made / file)
        made.rename(target)
    return target


def _model_hash(folder: Path, kind: Kind) -> str:
    """SHA-256 of the weights, which were read, or of all files that decide. Raises `ModelError`,
    `SettingsError`."""
    if kind != "embedder":
        load_checker(str(folder))  # says what there is where this is none
        config = read_config(folder)
        read_weights(folder, config)
        if kind == "checker":
            return config.sha256
        reader = TrainedFactReader(folder)
        return hashlib.sha256(f"{reader.fingerprint} {dict(reader.bounds)}".encode()).hexdigest()
    found, told = file_sha256(folder / EMBEDDER), _report(folder).get("sha256")
    if told not in (None, found):
        raise ModelError(
            f"{folder / EMBEDDER} is not the file that {REPORT} beside it describes; train it again"
        )
    if not isinstance(load_embedder(str(folder)), BertEmbedder):
        raise SettingsError(
            f"{folder} holds no embedder that groundgraph learn has trained. Name it to a build: "
            f"groundgraph build --embedder {folder} --kb KB"
        )
    return found


def _set(kb: Path, kind: Kind, name: str, action: str, by: str) -> Change:
    _require_free(kind)
    settings = load(kb)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    change = Change(now, by, action, name, getattr(settings, kind), kind)
    make_private_folder(kb / MODELS)
    line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
    with open(kb / MODELS / REGISTRY, "a", encoding="utf-8", opener=private_opener) as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    save(kb, settings.model_copy(update={kind: name}))
    return change


def _require_free(kind: Kind) -> None:
    variable = f"GROUNDGRAPH_{kind.upper()}"
    if variable in os.environ:
        raise SettingsError(
            f"{variable} is set and comes before the settings of the base, so that nothing would "
            "change. Unset it."
        )


def _require_base(kb: Path) -> None:
    if not (kb / "record.sqlite").is_file():
        raise SettingsError(
            f"there is no knowledge base in {kb}. Build one with: groundgraph build PATH --kb {kb}"
        )


def _report(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / REPORT).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{folder / REPORT} cannot be read: {error}. Delete it, or train again."
        ) from error
    return found if isinstance(found, dict) else {}
