"""What is written beside the weights of a trained model: a card for people and a report for
programs; and the refusal of one that is not better."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from graph.errors import GroundgraphError
from learning.training_run import LearningSettings

CARD = "card.md"
REPORT = "report.json"


class NotBetter(GroundgraphError):
    """The gate refused a model."""

    exit_code = 1


class Found(Protocol):
    """What a gate found."""

    @property
    def passed(self) -> bool: ...

    def lines(self) -> list[str]: ...


def require_better(found: Found, what: str, than: str, *, keep_anyway: bool) -> None:
    """Raises `NotBetter` where the gate refused and not `keep_anyway`."""
    if not found.passed and not keep_anyway:
        raise NotBetter(
            f"the new {what} is not better than {than} on the documents kept aside ("
            + "; ".join(found.lines())
            + "). Train on more documents, or repeat the command with --keep-anyway."
        )


@dataclass(frozen=True, slots=True)
class ModelCard:
    """`about`: what the rows were, name by name; `made`: what was set beside `settings`, lines for
    people; `than`: what it was compared with."""

    name: str
    what: str
    about: Mapping[str, Any]
    settings: LearningSettings
    made: tuple[str, ...]
    than: str
    sha256: str


def write_card(folder: Path, card: ModelCard, found: Found) -> None:
    """Both files. The same as on the card, for programs, stands in `REPORT`."""
    report = {
        "data": dict(card.about),
        "settings": asdict(card.settings),
        "held out": found.lines(),
        "passed": found.passed,
        "sha256": card.sha256,
    }
    (folder / REPORT).write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    lines = [
        f"# {card.name}",
        "",
        card.what,
        "",
        "## Data",
        *(f"- {name}: {value}" for name, value in card.about.items()),
        "",
        "## Settings",
        *(f"- {name}: {value}" for name, value in asdict(card.settings).items()),
        *(f"- {line}" for line in card.made),
        "",
        f"## On documents kept aside, against {card.than}",
        *(f"- {line}" for line in found.lines()),
        f"- gate: {'passed' if found.passed else 'not passed, kept all the same'}",
        "",
        f"SHA-256 of the weights: {card.sha256}",
        "",
    ]
    (folder / CARD).write_text("\n".join(lines), "utf-8")
