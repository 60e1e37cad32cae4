"""Checkers of a base's own: taken in whole, used, listed and taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph.errors import GroundgraphError, ModelError, SettingsError
from groundgraph import KnowledgeBase
from groundgraph.cli import app
from groundgraph.components import fact_gate_of
from groundgraph.learned_models import changes, learned_models, roll_back, use_model
from groundgraph.settings import load
from learning.checker_folder import write_checker
from learning.embedder_folder import write_embedder
from learning.fact_bounds import write_bounds
from learning.model_card import REPORT
from retrieval.checker_weights import WEIGHTS, read_config, read_weights
from retrieval.model_folder import packaged_folder
from retrieval.trained_checker import TRAINED


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    (folder / "a.md").write_text("Valves are opened by hand.\n", "utf-8")
    with KnowledgeBase(folder / "kb") as kb:
        kb.build(folder / "a.md")
    return folder / "kb"


@pytest.fixture
def kb(built: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(built, tmp_path / "kb"))


def trained(folder: Path, offset: float = 0.5, passed: bool | None = None) -> Path:
    """A folder such as `learn checker` leaves: the shipped weights, another bias of the head."""
    tensors = read_weights(TRAINED, read_config(TRAINED))
    write_checker({**tensors, "head.bias": tensors["head.bias"] + offset}, folder)
    if passed is not None:
        report = {"passed": passed, "held out": ["difference +0.100 over 3 better"]}
        (folder / REPORT).write_text(json.dumps(report), "utf-8")
    return folder


def test_a_trained_folder_is_copied_in_and_reads_the_next_answer(kb: Path, tmp_path: Path) -> None:
    change = use_model(kb, str(trained(tmp_path / "new", passed=True)), "ada")
    assert change.model.startswith("learned-") and change.before == "trained"
    assert load(kb).checker == change.model
    (tmp_path / "new" / WEIGHTS).unlink()  # the base has its own
    with KnowledgeBase(kb) as base:
        assert base.checker is not None
        assert base.checker.fingerprint.startswith("learned-")
        base.checker.relevance("How?", [])
    [model] = learned_models(kb)
    assert model.in_use and model.gate == "passed" and model.name == change.model
    assert [one.by for one in changes(kb)] == ["ada"]


def test_each_rollback_takes_one_use_back(kb: Path, tmp_path: Path) -> None:
    first = use_model(kb, str(trained(tmp_path / "one")), "ada").model
    second = use_model(kb, str(trained(tmp_path / "two", 0.75)), "ada").model
    assert first != second
    assert roll_back(kb, "bo").model == first
    assert roll_back(kb, "bo").model == "trained"
    with pytest.raises(SettingsError, match="no model was put to use"):
        roll_back(kb, "bo")
    assert use_model(kb, second, "ada").before == "trained"  # by its name; nothing was deleted
    assert [one.action for one in changes(kb)] == ["use", "use", "roll back", "roll back", "use"]
    assert roll_back(kb, "bo").model == "trained"


def test_what_the_gate_refused_wants_a_word(kb: Path, tmp_path: Path) -> None:
    worse = str(trained(tmp_path / "worse", passed=False))
    with pytest.raises(SettingsError, match="not better than the one that it was compared with"):
        use_model(kb, worse, "ada")
    assert load(kb).checker == "trained" and not list(changes(kb))
    assert use_model(kb, worse, "ada", anyway=True).model.startswith("learned-")
    assert learned_models(kb)[0].gate == "not passed"


def test_changed_weights_and_folders_without_any_are_refused(kb: Path, tmp_path: Path) -> None:
    broken = trained(tmp_path / "broken")
    (broken / WEIGHTS).write_bytes((broken / WEIGHTS).read_bytes()[:-1] + b"x")
    with pytest.raises(GroundgraphError):
        use_model(kb, str(broken), "ada")
    with pytest.raises(ModelError, match="no checker"):
        use_model(kb, str(tmp_path / "nowhere"), "ada")
    assert not list((kb / "models").glob("learned*")) and load(kb).checker == "trained"


def test_embedders_are_taken_in_whole_or_not_at_all(kb: Path, tmp_path: Path) -> None:
    start = packaged_folder("minilm")
    sha256 = write_embedder(start, {}, tmp_path / "mine")
    report = {"passed": True, "sha256": "0" * 64}
    (tmp_path / "mine" / REPORT).write_text(json.dumps(report), "utf-8")
    with pytest.raises(ModelError, match=r"report\.json beside it describes"):
        use_model(kb, str(tmp_path / "mine"), "ada")
    (tmp_path / "mine" / REPORT).write_text(json.dumps({**report, "sha256": sha256}), "utf-8")
    (tmp_path / "mine" / "1_Pooling" / "config.json").write_text("{}", "utf-8")  # of another kind
    with pytest.raises(SettingsError, match="groundgraph build --embedder"):
        use_model(kb, str(tmp_path / "mine"), "ada")
    assert not list((kb / "models").glob("learned*")) and load(kb).embedder == "minilm"
    write_embedder(start, {}, tmp_path / "mine")
    change = use_model(kb, str(tmp_path / "mine"), "ada")
    assert (change.kind, change.before, load(kb).embedder) == ("embedder", "minilm", change.model)
    assert load(kb).checker == "trained" and use_model(kb, "none", "ada").kind == "checker"
    assert roll_back(kb, "bo").model == "trained"
    assert roll_back(kb, "bo").model == "minilm" and load(kb).embedder == "minilm"


def test_a_variable_that_would_win_is_named(kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDGRAPH_CHECKER", "none")
    with pytest.raises(SettingsError, match="GROUNDGRAPH_CHECKER is set"):
        use_model(kb, "trained", "ada")


def test_from_the_command_line(kb: Path, tmp_path: Path) -> None:
    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["learn", *arguments, "--kb", str(kb)])
        assert result.exit_code == code, result.output
        return result.stdout

    assert "no trained model" in run("list")
    assert "(before: trained)" in run("use", str(trained(tmp_path / "new", passed=True)))
    listed = run("list")
    assert "checker  in use  gate: passed" in listed and "difference +0.100" in listed
    found = json.loads(run("list", "--json"))
    assert found["models"][0]["in_use"] and found["changes"][0]["before"] == "trained"
    assert run("rollback").startswith("trained (before: learned-")
    result = CliRunner().invoke(app, ["learn", "use", "none", "--kb", str(tmp_path / "no")])
    assert isinstance(result.exception, SettingsError) and not (tmp_path / "no").exists()


def reader(folder: Path, bounds: dict[str, float], passed: bool | None = None) -> Path:
    """A folder such as `learn facts` leaves."""
    write_bounds(trained(folder, 0.25, passed), bounds)
    return folder


def test_a_reader_of_facts_has_a_setting_and_a_name_of_its_own(kb: Path, tmp_path: Path) -> None:
    one = use_model(kb, str(reader(tmp_path / "one", {"": 0.5}, passed=True)), "ada")
    two = use_model(kb, str(reader(tmp_path / "two", {"": 0.6})), "ada")  # the same weights
    assert one.kind == two.kind == "fact_reader" and one.model != two.model
    assert (load(kb).fact_reader, load(kb).checker) == (two.model, "trained")
    gate = fact_gate_of(load(kb), kb)
    assert gate is not None and gate.fingerprint.startswith("learned-")
    assert [(m.kind, m.in_use) for m in learned_models(kb) if m.name == two.model] == [
        ("fact_reader", True)
    ]
    assert roll_back(kb, "bo").model == one.model
    assert roll_back(kb, "bo").model == "trained"
    assert use_model(kb, "none", "ada", of="fact_reader").kind == "fact_reader"
    assert fact_gate_of(load(kb), kb) is None and load(kb).checker == "trained"
    with pytest.raises(SettingsError, match=r"the reader of facts in .* is not better"):
        use_model(kb, str(reader(tmp_path / "worse", {"": 0.7}, passed=False)), "ada")
