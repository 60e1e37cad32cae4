"""``ui --llm``: what was named is looked for before anything is served, and handed to the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import in_this_process
from misbehaving_model import playing_model

from graph.errors import ModelError
from groundgraph.cli import ui_command
from groundgraph.named_writer import NamedWriter, require_there


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have taken the place of this process."""
    found: list[list[str]] = []
    monkeypatch.setattr(ui_command.os, "execve", lambda _path, command, _env: found.append(command))
    monkeypatch.setattr(ui_command.os, "dup2", lambda *_: None)
    monkeypatch.setattr(ui_command, "_require_free", lambda *_: None)
    return found


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--llm", "qwen3:4b"], "Give --llm ollama:NAME"),
        (["--llm", "transformers:/no/such/model"], "no such folder"),
        (["--llm", "m", "--llm-url", "https://models.example.com/v1"], "--allow-remote"),
        (["--llm", "ollama:m", "--llm-option", "colour=2"], "no option 'colour'"),
        (["--llm", "ollama:m", "--llm-option", "tokens=2"], "from 300"),
        (["--llm", "ollama:m", "--address", "0.0.0.0"], "Leave --llm out"),
        (["--llm", "ollama:m", "--host", "docs.example.com"], "Leave --llm out"),
        (["--llm-url", "http://127.0.0.1:8000/v1"], "Name it: --llm ollama:NAME"),
    ],
)
def test_what_cannot_write_fails_at_once_with_what_to_type(
    options: list[str], says: str, served: list[list[str]], tmp_path: Path
) -> None:
    code, _, told = in_this_process("ui", "--kb", str(tmp_path), *options)
    assert code != 0 and served == []
    assert says in " ".join(told.decode().split())


def test_the_pages_get_the_model_its_limits_and_no_key(
    served: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDGRAPH_LLM_KEY", "sk-5e2")
    code, _, told = in_this_process(
        "ui", "--kb", str(tmp_path), "--llm", "m", "--llm-url", "http://127.0.0.1:9/v1",
        "--llm-option", "tokens=900", "--llm-price", "1/2", "--only-supported",
    )  # fmt: skip
    assert code == 0, told
    assert "go to m at 127.0.0.1:9" in " ".join(told.decode().split())
    [command] = served
    named = NamedWriter.from_json(command[command.index("--llm") + 1])
    assert (named.model, named.prices, named.failed) == ("m", (1.0, 2.0), False)
    assert named.place().tokens == 900
    assert not any("sk-5e2" in part for part in command)


def test_a_writer_comes_back_from_its_text_as_it_was() -> None:
    for one in (
        NamedWriter("ollama:m"),
        NamedWriter("m", "http://x/v1", (0.1, 0.2), True, False, None, {"tokens": "900"}),
        NamedWriter("transformers:/m", adapter="/a", limits={"threads": 2}),
    ):
        assert NamedWriter.from_json(one.to_json()) == one
        assert json.loads(one.to_json())["model"] == one.model


def test_an_ollama_that_lacks_the_name_says_what_to_pull_and_one_that_is_away_is_told_of() -> None:
    with playing_model() as played:
        played.texts.update({"good": "", "small:latest": ""})
        for there in ("good", "small", "small:latest"):
            assert require_there(NamedWriter(f"ollama:{there}", played.url)) == ""
        with pytest.raises(ModelError, match="ollama pull absent") as raised:
            require_there(NamedWriter("ollama:absent", played.url))
        assert "--llm ollama:good" in str(raised.value)
    away = require_there(NamedWriter("ollama:m", "http://127.0.0.1:9/v1"))
    assert "ollama serve" in away
    assert require_there(NamedWriter("m", "http://127.0.0.1:9/v1")) == ""
