"""The settings of the language model: one file of one person, and never a key."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.errors import SettingsError
from groundgraph.model_keys import KEY, key_of, key_place
from groundgraph.model_settings import (
    load_model_settings,
    made_settings,
    save_model_settings,
    settings_file,
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv(KEY, raising=False)


def test_without_a_file_no_model_is_set() -> None:
    found = load_model_settings()
    assert found.model == "" and not settings_file().exists()
    with pytest.raises(SettingsError, match="where is the language model"):
        _ = found.endpoint


def test_what_was_saved_is_loaded_and_is_its_owners_alone(tmp_path: Path) -> None:
    wanted = made_settings(
        {"model": "ollama:a “b”\\c", "tokens": 900, "price_in": 0.15, "show_failed": False}
    )
    save_model_settings(wanted)
    assert load_model_settings() == wanted
    assert settings_file() == tmp_path / "groundgraph" / "language_model.toml"
    assert stat.S_IMODE(settings_file().stat().st_mode) == 0o600
    save_model_settings(made_settings({}))
    assert load_model_settings().model == ""


def test_the_endpoint_has_the_limits_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "sk-5e2")
    made = made_settings(
        {"model": "ollama:x", "tokens": 900, "answer_tokens": 50, "timeout_s": 5, "limit_s": 9}
        | {"price_in": 1, "price_out": 2}
    )
    found = made.endpoint
    assert (found.model, found.base_url) == ("x", "http://127.0.0.1:11434/v1")
    assert (found.tokens, found.answer_tokens, found.timeout_s, found.limit_s) == (900, 50, 5, 9)
    assert found.cost(1_000_000, 1_000_000) == 3
    assert found.key == "" and made.open().endpoint.key == "sk-5e2"


def test_another_machine_has_to_be_allowed() -> None:
    values = {"model": "m", "url": "https://models.example.com/v1"}
    with pytest.raises(SettingsError, match="is not this machine"):
        _ = made_settings(values).endpoint
    assert made_settings(values | {"allow_remote": True}).endpoint.where == "models.example.com"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"model": "sk-proj-0123456789abcdef"}, "looks like a key"),
        ({"url": "https://me:secret@models.example.com/v1"}, "looks like a key"),
        ({"url": "https://models.example.com/v1?api_key=secret"}, "looks like a key"),
        ({"tokens": 5}, "tokens: "),
        ({"price_in": -1}, "price_in: "),
        ({"key": "secret"}, "key: "),
    ],
)
def test_a_wrong_value_is_named_and_a_key_is_not_repeated(
    values: dict[str, object], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        made_settings(values)
    assert "secret" not in str(caught.value) and "0123456789" not in str(caught.value)


def test_a_damaged_file_is_said() -> None:
    settings_file().parent.mkdir()
    settings_file().write_text("model = [", encoding="utf-8")
    with pytest.raises(SettingsError, match="Correct or delete it"):
        load_model_settings()
    settings_file().write_text('modell = "x"', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"language_model.toml, modell: "):
        load_model_settings()


def test_where_a_key_comes_from_is_told_and_not_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("groundgraph.model_keys.find_spec", lambda name: None)
    assert key_place("h") == "no keyring"
    kept = {("groundgraph", "h"): "sk-kept"}
    ring = SimpleNamespace(get_password=lambda service, user: kept.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.setattr("groundgraph.model_keys.find_spec", lambda name: object())
    assert (key_place("h"), key_place("other")) == ("keyring", "none")
    monkeypatch.setenv(KEY, "sk-7")
    assert (key_place("h"), key_of("h")) == ("environment", "sk-7")
