"""Facts that people judged in a base train the last gate of its facts: drawn, judged, trained,
used, taken back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.judging.given_verdicts import Verdict, verdicts_path, write_verdicts
from evaluation.judging.sheets import read_sheet
from extraction.fact_gate import DOUBTED
from groundgraph import KnowledgeBase
from groundgraph.cli import app
from groundgraph.settings import Settings, load, save
from learning.checker_folder import write_checker
from learning.fact_bounds import write_bounds
from learning.reader_network import first_layers
from retrieval.checker_weights import WORDS, read_config, read_weights
from retrieval.fact_reader import BOUNDS
from retrieval.trained_checker import TRAINED

pytestmark = pytest.mark.one_store("facts come the same way into both stores")

HALLS = 30


@pytest.fixture
def kb(tmp_path: Path, store: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base by the rules alone, and a reader that ships, which has learned the contrary."""
    shipped = tmp_path / "shipped"
    tensors = first_layers(read_weights(TRAINED, read_config(TRAINED)), 1)
    del tensors[WORDS]
    write_checker(tensors | {"head.weight": -tensors["head.weight"]}, shipped)
    write_bounds(shipped, {"": 0.0})
    monkeypatch.setattr("retrieval.fact_reader.TRAINED", shipped)
    (tmp_path / "docs").mkdir()
    for number in range(HALLS):
        text = (
            f"# Hall {number}\n\nThe Fitter must clean Pump {number} every {number + 2} weeks.\n\n"
            f"The Porter must lock Gate {number} every evening.\n\n"
            f"The Harbour painted Roof {number} in green colours.\n"
        )
        (tmp_path / "docs" / f"hall-{number}.md").write_text(text, "utf-8")
    (tmp_path / "kb").mkdir()
    save(tmp_path / "kb", Settings(fact_reader="none"))  # type: ignore[call-arg]
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(tmp_path / "docs")
    return tmp_path / "kb"


def run(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout + result.stderr


def statuses(kb: Path, word: str) -> Counter[tuple[str, str]]:
    """How many facts with `word` have which status and reason after a build."""
    with KnowledgeBase(kb) as base:
        base.build()
        rows = base.cypher(
            "MATCH (f:Fact)-[s:SUPPORTED_BY]->() WHERE f.name CONTAINS $word "
            "RETURN f.status AS status, s.why_weak AS why",
            {"word": word},
        )
    return Counter((str(row["status"]), str(row["why"] or "")) for row in rows)


def test_a_reader_learns_from_a_sheet_and_decides_at_the_next_build(
    kb: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.jsonl"
    run("eval", "facts", "draw", "--kb", kb, "--facts", 200, "--names", 0, "--duties", 0,
        "--sentences", 0, "--qualifiers", 0, "--output", sheet)  # fmt: skip
    said = [
        Verdict(item.n, "wrong" if "Roof" in str(item.shown["fact"]) else "right", judge="ada")
        for item in read_sheet(sheet).items
    ]
    assert len(said) == 3 * HALLS
    write_verdicts(verdicts_path(sheet, "ada"), said)
    into = tmp_path / "reader"
    told = run("learn", "facts", sheet, "--kb", kb, "--into", into, "--start", "checker",
               "--layers", 1, "--steps", 24, "--groups", 12, "--rate", 0.001)  # fmt: skip
    assert "90 judged facts" in told and "what the rules show" in told
    assert (into / BOUNDS).is_file()
    told = run("learn", "use", into, "--kb", kb)
    assert "from the next build on" in told
    assert load(kb).fact_reader.startswith("learned-") and load(kb).checker == "trained"
    listed = run("learn", "list", "--kb", kb)
    assert "fact_reader  in use  gate: passed" in listed
    assert statuses(kb, "Pump")["shown", ""] > HALLS / 2
    assert statuses(kb, "Roof") == {("weak", DOUBTED): HALLS}
    assert "(before: learned-" in run("learn", "rollback", "--kb", kb)
    assert load(kb).fact_reader == "none"
    assert statuses(kb, "Roof") == {("shown", ""): HALLS}
    run("learn", "use", "trained", "--facts", "--kb", kb)
    assert (load(kb).fact_reader, load(kb).checker) == ("trained", "trained")
