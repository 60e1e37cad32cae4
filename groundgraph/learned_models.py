"""Checkers that were trained for a base: kept in its folder, used and taken back by name.

``models/NAME`` holds the files of one, ``models/registry.jsonl`` a line for each change: who used
which, when, and what it replaced. Nothing is ever deleted, so that an answer whose manifest names a
checker can be asked again with it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph.disk import make_private_folder, private_opener, protect
from graph.errors import SettingsError
from groundgraph.components import MODELS, own_model
from groundgraph.settings import load, save
from learning.checker_folder import CARD, REPORT
from retrieval.checker_weights import CONFIG, WEIGHTS, read_config, read_weights
from retrieval.trained_checker import TrainedChecker, load_checker

REGISTRY = "registry.jsonl"
_BUILT_IN = ("trained", "none")
_VARIABLE = "GROUNDGRAPH_CHECKER"


@dataclass(frozen=True, slots=True)
class Change:
    """From now on answers are checked by `model`, which was `before` until `at` (ISO 8601, UTC)."""

    at: str
    by: str
    action: str
    model: str
    before: str


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """A checker in a base's folder. `report`: data and their hashes, settings, figures at the gate
    (empty where it was trained elsewhere)."""

    name: str
    fingerprint: str
    in_use: bool
    report: dict[str, Any]

    @property
    def gate(self) -> str:
        """``passed``, ``not passed`` or ``not known``."""
        passed = self.report.get("passed")
        return "not known" if passed is None else "passed" if passed else "not passed"


def learned_models(kb: Path) -> list[LearnedModel]:
    """The checkers of the base in `kb`, by name."""
    used = load(kb).checker
    folders = sorted(one.parent for one in (kb / MODELS).glob(f"*/{CONFIG}"))
    return [
        LearnedModel(one.name, TrainedChecker(one).fingerprint, one.name == used, _report(one))
        for one in folders
    ]


def changes(kb: Path) -> Iterator[Change]:
    """What was used and taken back, oldest first."""
    try:
        lines = (kb / MODELS / REGISTRY).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        yield Change(**json.loads(line))


def use_model(kb: Path, model: str, by: str, *, anyway: bool = False) -> Change:
    """Use a trained folder (which is copied into the base), a checker that the base has already,
    ``trained`` or ``none``. Raises `ModelError` where the weights are not those of their hash, and
    `SettingsError` where there is no such model, or the gate refused it and not `anyway`."""
    _require_base(kb)
    if model not in _BUILT_IN and own_model(kb, model) is None:
        model = _take_in(kb, Path(model).expanduser().resolve(), anyway=anyway)
    return _set(kb, model, "use", by)


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
            f"no checker was put to use in {kb} that could be taken back. groundgraph learn list "
            "shows what there is."
        )
    return _set(kb, undone[-1].before, "roll back", by)


def _take_in(kb: Path, folder: Path, *, anyway: bool) -> str:
    load_checker(str(folder))  # says what there is where this is none
    config = read_config(folder)
    read_weights(folder, config)
    if _report(folder).get("passed") is False and not anyway:
        raise SettingsError(
            f"the checker in {folder} is not better than the one that ships (its {CARD} has the "
            "figures). Train on more documents, or use it with --anyway."
        )
    name = f"learned-{config.sha256[:12]}"
    target = kb / MODELS / name
    if not target.exists():
        make_private_folder(kb / MODELS)
        made = kb / MODELS / f".{name}.new"
        shutil.rmtree(made, ignore_errors=True)
        make_private_folder(made)
        for file in (WEIGHTS, CONFIG, CARD, REPORT):
            if (folder / file).is_file():
                shutil.copyfile(folder / file, made / file)
                protect(made / file)
        made.rename(target)
    return name


def _set(kb: Path, name: str, action: str, by: str) -> Change:
    settings = load(kb)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    change = Change(now, by, action, name, settings.checker)
    make_private_folder(kb / MODELS)
    line = json.dumps(asdict(change), ensure_ascii=False) + "\n"
    with open(kb / MODELS / REGISTRY, "a", encoding="utf-8", opener=private_opener) as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    save(kb, settings.model_copy(update={"checker": name}))
    return change


def _require_base(kb: Path) -> None:
    if not (kb / "record.sqlite").is_file():
        raise SettingsError(
            f"there is no knowledge base in {kb}. Build one with: groundgraph build PATH --kb {kb}"
        )
    if _VARIABLE in os.environ:
        raise SettingsError(
            f"{_VARIABLE} is set and comes before the settings of the base, so that nothing would "
            "change. Unset it."
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
