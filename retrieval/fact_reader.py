"""The trained reader of facts: how likely a fact says what its words say. Its encoder and files are
those of a checker (trained_checker.py), with the bounds of the gate beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from graph.checking import Quote
from graph.errors import ModelError
from graph.protocols import FactReader
from retrieval.checker_weights import CONFIG
from retrieval.model_folder import file_sha256, read_json
from retrieval.trained_checker import TrainedChecker

TRAINED = Path(__file__).parent / "fact_reader_model"
"""The reader that travels with the package; its card.md says what it was trained on."""

BOUNDS = "bounds.json"


def load_fact_reader(name: str = "trained", *, threads: int = 1) -> FactReader | None:
    """The reader called `name`: ``trained`` (the packaged one), ``none``, or a folder of the same
    form. Raises `ModelError` where there is none."""
    if name == "none":
        return None
    folder = TRAINED if name == "trained" else Path(name).expanduser().resolve()
    if not (folder / CONFIG).is_file() or not (folder / BOUNDS).is_file():
        raise ModelError(
            f"no fact reader {name!r}: there is no such folder with a {CONFIG} and a {BOUNDS} in "
            "it; give one, or one of: trained, none"
        )
    return _opened(folder, threads)


@lru_cache(maxsize=2)
def _opened(folder: Path, threads: int) -> TrainedFactReader:
    """One a process: its weights are loaded once."""
    return TrainedFactReader(folder, threads=threads)


class TrainedFactReader:
    """See the module. Weights are loaded, and their SHA-256 checked, at the first pair."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder = folder
        self._checker = TrainedChecker(folder, threads=threads)

    @cached_property
    def fingerprint(self) -> str:
        """Of the weights, and of the bounds."""
        return f"{self._checker.fingerprint}:{file_sha256(self._folder / BOUNDS)[:8]}"

    @cached_property
    def bounds(self) -> Mapping[str, float]:
        found = read_json(self._folder / BOUNDS)
        return {str(reason): float(bound) for reason, bound in found.items()}

    def right(self, pairs: Sequence[tuple[str, Quote]]) -> list[float]:
        return [one.supports for one in self._checker.supports(pairs)]
