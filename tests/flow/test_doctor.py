"""`groundgraph doctor`: what it prints and how it ends, with a head noted elsewhere and with
everything computed again."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command import in_this_process
from misbehaving_model import playing_model

pytestmark = pytest.mark.one_store("what doctor prints; what it finds is tested elsewhere")


def doctor(kb: Path, *options: str) -> tuple[int, list[str], str]:
    """Status, lines and errors; where a line was broken at a blank it is joined again."""
    status, out, err = in_this_process("doctor", "--kb", str(kb), *options)
    return status, out.decode("utf-8").splitlines(), " ".join(err.decode("utf-8").split())


def test_doctor_prints_a_head_and_takes_it(untouched_examples: Path, tmp_path: Path) -> None:
    kb = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    status, lines, _ = doctor(kb)
    head = (kb / "record.sqlite.head").read_text().strip()
    assert status == 0, lines
    assert f"head  {head}" in lines
    assert doctor(kb, "--head", head)[0] == 0
    status, lines, _ = doctor(kb, "--head", f"3 {'a' * 64}")
    assert status == 1 and "not the one that the head you gave names" in " ".join(lines)
    status, _, error = doctor(kb, "--head", "yesterday")
    assert status != 0 and "is no ledger head" in error


def test_doctor_finds_a_running_ollama_and_does_not_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with playing_model() as played:
        monkeypatch.setattr("generation.language_model.completion.OLLAMA", played.url)
        _, lines, _ = doctor(tmp_path / "none")
        assert any("ollama pull NAME" in line for line in lines)
        played.texts["qwen3:4b"] = ""
        _, lines, _ = doctor(tmp_path / "none")
        assert any(line.endswith('groundgraph ask "…" --llm ollama:qwen3:4b') for line in lines)
        assert played.requests == []
    _, lines, _ = doctor(tmp_path / "none")
    assert not any("llama" in line for line in lines)


def test_doctor_names_what_was_changed(untouched_examples: Path, tmp_path: Path) -> None:
    kb = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    with closing(sqlite3.connect(kb / "record.sqlite")) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END")
    status, lines, _ = doctor(kb, "--deep")
    assert status == 1
    assert "The record has a trigger t that groundgraph did not make." in " ".join(lines)
