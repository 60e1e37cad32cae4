"""The checker that travels with the package: what it says, what it keeps, and that a file which is
not the expected one is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from graph.checking import Quote, Relevance, Support
from graph.errors import ModelError
from retrieval import trained_checker
from retrieval.checker_weights import CONFIG, WEIGHTS, packed, unpacked
from retrieval.trained_checker import TRAINED, TrainedChecker, load_checker

QUESTION = "Within how many days must the Site Lead report a leak?"
RIGHT = Quote("The Site Lead reports a leak to the Control Room within 5 days.", "Leaks")
OTHERS = [
    Quote("Valves are inspected every spring by a licensed fitter.", "Valves > Inspection"),
    Quote("The canteen opens at noon.", ""),
    Quote("Each leak is entered in the register that the archive keeps for ten years.", "Leaks"),
]


@pytest.fixture(scope="module")
def checker() -> TrainedChecker:
    return TrainedChecker(TRAINED)


def test_the_sentence_that_answers_comes_first(checker: TrainedChecker) -> None:
    found = checker.relevance(QUESTION, [*OTHERS, RIGHT])
    assert max(found, key=lambda item: item.rank) is found[-1]
    assert found[-1].answers > 0.5 > max(item.answers for item in found[:2])


def test_a_quote_supports_what_it_says_and_no_other_number_or_negation(
    checker: TrainedChecker,
) -> None:
    said = "The Site Lead reports a leak to the Control Room within five days."
    for other in (
        "The Site Lead reports a leak to the Control Room within 15 days.",
        "The Site Lead does not report a leak to the Control Room.",
        "The canteen opens at noon.",
    ):
        [right], [wrong] = checker.support(said, [RIGHT]), checker.support(other, [RIGHT])
        assert right.supports > 0.5 > wrong.supports
        assert sum((wrong.supports, wrong.contradicts, wrong.not_stated)) == pytest.approx(
            1, abs=2e-4
        )


def test_scores_are_rounded_and_kept(
    checker: TrainedChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checker.relevance(QUESTION, [RIGHT, RIGHT])
    assert first[0] == first[1] == Relevance(round(first[0].rank, 4), round(first[0].answers, 4))
    read: list[object] = []
    monkeypatch.setattr(checker, "_forward", read.append)
    assert checker.relevance(QUESTION, [RIGHT]) == first[:1]
    assert isinstance(checker.support(QUESTION, [RIGHT])[0], Support)
    assert checker.relevance(QUESTION, []) == [] and not read


def test_pairs_that_are_not_used_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trained_checker, "KEPT_PAIRS", 2)
    checker = TrainedChecker(TRAINED)
    monkeypatch.setattr(checker, "_score", lambda pairs: [(0.0,) * 5 for _ in pairs])
    checker.relevance(QUESTION, [*OTHERS, RIGHT])
    assert [key[2] for key in checker._kept] == [OTHERS[-1].text, RIGHT.text]


def test_names(tmp_path: Path) -> None:
    assert load_checker("none") is None
    assert load_checker() is load_checker("trained")
    with pytest.raises(ModelError, match=r"no checker 'nowhere'.*trained, none"):
        load_checker("nowhere")


@pytest.mark.parametrize("name", [WEIGHTS, CONFIG])
def test_files_that_do_not_fit_together_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "checker"
    shutil.copytree(TRAINED, folder)
    data = bytearray((folder / name).read_bytes())
    data[-5 if name == WEIGHTS else 0] ^= 1
    (folder / name).write_bytes(bytes(data))
    with pytest.raises(ModelError, match=r"again|leave the setting out"):
        TrainedChecker(folder).relevance(QUESTION, [RIGHT])


def test_another_calibration_is_another_fingerprint(tmp_path: Path) -> None:
    folder = tmp_path / "checker"
    shutil.copytree(TRAINED, folder)
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    (folder / CONFIG).write_text(json.dumps({**config, "slope": 2.0}), "utf-8")
    assert TrainedChecker(folder).fingerprint != TrainedChecker(TRAINED).fingerprint


def test_weights_of_layers_are_kept_in_eight_bits() -> None:
    random = np.random.default_rng(7)
    name = "encoder.layer.0.output.dense.weight"
    tensors = {name: random.normal(size=(6, 8)), "head.weight": random.normal(size=(5, 8))}
    stored = packed(tensors)
    assert stored[name].dtype == np.int8
    again = unpacked(stored)
    step = np.abs(tensors[name]).max(axis=1, keepdims=True) / 127
    assert (np.abs(again[name] - tensors[name]) <= step / 2 + 1e-6).all()
    assert np.allclose(again["head.weight"], tensors["head.weight"], atol=1e-6)
    assert set(again) == set(tensors)
