"""Ask with a language model, and the page of its settings, without a browser (AppTest)."""

from __future__ import annotations

import gc
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
import streamlit as st
from misbehaving_model import KEY, Played, playing_model
from streamlit.testing.v1 import AppTest
from tiny_model import save_tiny_model

import ui
from groundgraph import KnowledgeBase, WrittenSentenceDone
from groundgraph.model_settings import (
    load_model_settings,
    made_settings,
    save_model_settings,
    settings_file,
)
from groundgraph.named_writer import NamedWriter
from groundgraph.shared_base import SharedBase
from ui.writing_job import Asking, WritingJob

VIEWS = Path(ui.__file__).parent
ASKED = "How long are complaint files kept?"
INVERTED = "Complaint files need not be kept"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("GROUNDGRAPH_LLM_KEY", raising=False)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def folder(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("written") / "kb"))


@pytest.fixture(scope="module")
def good(folder: Path) -> str:
    """A true sentence and an inverted one, both with the number of what they rest on."""
    with KnowledgeBase(folder, read_only=True) as base:
        prompt = base.context(ASKED)
    best = min(prompt.sentences, key=lambda one: one.rank)
    said = " ".join(best.source.said.split())
    return f"{said} [{best.number}]\n{INVERTED} [{best.number}]."


@pytest.fixture
def played(good: str) -> Iterator[Played]:
    with playing_model() as server:
        server.texts["good"] = good
        yield server


def opened(folder: Path, *, page: str = "ask", **state: Any) -> AppTest:
    app = AppTest.from_file(str(VIEWS / f"{page}_view.py"), default_timeout=60)
    wanted = {"kb": str(folder), "read_only": False, "pages": {}, **state}
    for name, value in wanted.items():
        app.session_state[name] = value
    return app.run()


def told(app: AppTest) -> str:
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))


def asked(app: AppTest, *, written: bool = True) -> AppTest:
    if written:
        app = app.segmented_control(key="mode").set_value("written").run()
    app.text_input(key="question").set_value(ASKED)
    [button] = [b for b in app.button if b.label == "Ask"]
    return button.click().run()


def card(app: AppTest) -> dict[str, Any]:
    """What the page gave to the evidence card."""
    assert not app.exception
    [component] = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def use(played: Played, model: str, **values: Any) -> None:
    save_model_settings(made_settings({"model": model, "url": played.url, **values}))


# --- ask ------------------------------------------------------------------------------------------


def test_without_a_model_the_page_says_how_to_set_one_and_quotes(folder: Path) -> None:
    app = opened(folder)
    assert app.segmented_control(key="mode").value == "quoted"
    assert "language model" not in told(app)
    app = app.segmented_control(key="mode").set_value("written").run()
    assert "No language model is set, so answers are quoted" in told(app)
    found = card(asked(app))
    assert found["answer"]["state"] == "answered" and "written" not in found["answer"]


def test_quoted_sends_nothing_though_a_model_is_set(folder: Path, played: Played) -> None:
    use(played, "good")
    found = card(asked(opened(folder), written=False))
    assert "written" not in found["answer"] and played.requests == []


def test_each_sentence_comes_with_its_state_above_the_card_and_is_kept(
    folder: Path, played: Played
) -> None:
    use(played, "good", price_in=1, price_out=2)
    alone = card(asked(opened(folder), written=False))["answer"]
    app = opened(folder).segmented_control(key="mode").set_value("written").run()
    assert "<b>good</b> writes" in told(app) and "(this machine)" in told(app)
    app = asked(app)
    found = card(app)
    written = found["answer"]["written"]
    first, second = written["sentences"]
    assert first["state"] == "supported"
    assert second["state"] != "supported" and second["reason"]
    assert found["answer"]["sentences"] == alone["sentences"] and found["failed"]
    marks = {tuple(mark) for source in found["sources"] for mark in source["marks"]}
    assert all((c["start"], c["end"]) in marks for c in written["sentences"][0]["citations"])
    with KnowledgeBase(folder) as base:
        assert base.answer(app.query_params["answer"])["written"] == written
    use(played, "good", show_failed=False)
    assert not card(asked(opened(folder)))["failed"]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("missing", "has no model"),
        ("broken", "broke off"),
        ("elsewhere", "redirects"),
        ("no-stream", ""),
        ("tiny", "larger one"),
    ],
)
def test_where_the_server_fails_the_card_stands_and_the_page_says_why(
    folder: Path, played: Played, model: str, said: str
) -> None:
    use(played, model)
    found = card(asked(opened(folder)))["answer"]
    assert found["state"] == "answered" and found["sentences"]
    assert found["written"]["problem"] and said in found["written"]["problem"]


def test_a_model_elsewhere_is_a_banner_before_anything_is_asked(folder: Path) -> None:
    values = {"model": "m", "url": "https://models.example.com/v1", "allow_remote": True}
    save_model_settings(made_settings(values))
    app = opened(folder).segmented_control(key="mode").set_value("written").run()
    assert "<b>leave this machine</b> for models.example.com" in told(app)


def test_an_explorer_for_other_machines_writes_nothing(folder: Path, played: Played) -> None:
    use(played, "good")
    app = opened(folder, others=True).segmented_control(key="mode").set_value("written").run()
    assert "no language model writes here" in told(app)
    assert "written" not in card(asked(app))["answer"] and played.requests == []
    page = opened(folder, page="model", others=True)
    assert not page.text_input and played.url not in told(page)


def test_damaged_settings_are_said_and_the_answer_is_quoted(folder: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("model = [", encoding="utf-8")
    app = asked(opened(folder))
    assert "Correct or delete it" in told(app)
    assert card(app)["answer"]["state"] == "answered"
    assert "Correct or delete it" in told(opened(folder, page="model"))


# --- started with a model (ui --llm) --------------------------------------------------------------


def started(played: Played, model: str = "good", **values: Any) -> str:
    return NamedWriter(model, played.url, **values).to_json()


def test_started_with_a_model_it_writes_at_once_with_its_limits(
    folder: Path, played: Played
) -> None:
    llm = started(played, failed=False, limits={"answer_tokens": "77"})
    app = opened(folder, llm=llm)
    assert app.segmented_control(key="mode").value == "written"
    assert "<b>good</b> writes" in told(app) and "(this machine)" in told(app)
    found = card(asked(app, written=False))
    assert found["answer"]["written"]["model"] == "good" and not found["failed"]
    assert played.requests[0]["max_tokens"] == 77
    assert not settings_file().exists()


def test_what_was_saved_does_not_count_beside_the_model_of_the_command_line(
    folder: Path, played: Played
) -> None:
    use(played, "missing")
    llm = started(played, prices=(1.0, 2.0))
    found = card(asked(opened(folder, llm=llm), written=False))["answer"]
    assert found["written"]["sentences"] and not found["written"]["problem"]
    page = opened(folder, page="model", llm=llm)
    assert "started with it" in told(page) and "1 in, 2 out" in told(page)
    assert f"asked at {urlparse(played.url).netloc} (this machine)" in told(page)
    assert not page.text_input and load_model_settings().model == "missing"
    assert "answers, and has good" in told(page.button(key="llm_try").click().run())
    away = NamedWriter("m", "https://models.example.com/v1", allow_remote=True).to_json()
    assert "leave this machine</b> for models.example.com" in told(opened(folder, llm=away))


def test_an_explorer_for_other_machines_does_not_write_with_it_either(
    folder: Path, played: Played
) -> None:
    app = opened(folder, others=True, llm=started(played))
    assert "no language model writes here" in told(app)
    assert "written" not in card(asked(app, written=False))["answer"] and played.requests == []


@pytest.mark.parametrize("saved", [False, True])
def test_weights_in_a_folder_write_in_the_explorer(
    folder: Path, tmp_path: Path, saved: bool
) -> None:
    model = f"transformers:{save_tiny_model(tmp_path / 'tiny', context=16384)}"
    limits = {"answer_tokens": 20, "tokens": 900}
    if saved:
        page = opened(folder, page="model")
        page.text_input(key="llm_model").set_value(model)
        page.number_input(key="llm_answer_tokens").set_value(20)
        assert "nothing leaves this machine" in told(save(page))
    state = {} if saved else {"llm": NamedWriter(model, limits=limits).to_json()}
    app = opened(folder, **state)
    answer = card(asked(app, written=saved))["answer"]
    assert answer["written"]["where"] == "this machine (transformers)"
    assert answer["written"]["tokens_out"] <= 20 and answer["sentences"]
    assert "tiny</b> writes, at this machine" in told(app.run())


# --- the job --------------------------------------------------------------------------------------


def job(folder: Path, model: str, played: Played) -> WritingJob:
    settings = made_settings({"model": model, "url": played.url})
    return WritingJob(SharedBase(folder), Asking(ASKED), settings.open())


def test_what_was_shown_stays_when_the_writing_is_stopped(folder: Path, played: Played) -> None:
    made = job(folder, "stalled", played)
    while not any(isinstance(event, WrittenSentenceDone) for event in made.events):
        assert not made.wait(0.05)
    shown = [e.sentence.text for e in made.events if isinstance(e, WrittenSentenceDone)]
    made.stop()
    assert made.wait(30)
    written = made.answer["written"]
    assert written["stopped"] and made.answer["sentences"]
    assert [one["text"] for one in written["sentences"]][: len(shown)] == shown
    with KnowledgeBase(folder) as base:
        assert base.answer(made.answer["id"])["written"] == written


def test_a_job_that_nobody_holds_any_more_is_stopped(folder: Path, played: Played) -> None:
    settings = made_settings({"model": "stalled", "url": played.url})
    model = settings.open()
    before = set(threading.enumerate())
    made = WritingJob(SharedBase(folder), Asking(ASKED), model)
    [thread] = [t for t in threading.enumerate() if t not in before]
    del made
    gc.collect()
    thread.join(60)
    assert model.stop.is_set() and not thread.is_alive()


def test_what_ends_the_asking_is_raised_by_the_answer(folder: Path, played: Played) -> None:
    settings = made_settings({"model": "good", "url": played.url})
    made = WritingJob(SharedBase(folder), Asking(ASKED, ("nowhere.md",)), settings.open())
    assert made.wait(60)
    with pytest.raises(Exception, match="nowhere"):
        _ = made.answer


# --- settings -------------------------------------------------------------------------------------


def save(app: AppTest) -> AppTest:
    [button] = [b for b in app.button if b.label == "Save"]
    return button.click().run()


def test_the_page_saves_a_model_and_says_what_the_server_has(folder: Path, played: Played) -> None:
    app = opened(folder, page="model")
    app.text_input(key="llm_model").set_value("good")
    app.text_input(key="llm_url").set_value(played.url)
    app.number_input(key="llm_tokens").set_value(900)
    app.number_input(key="llm_price_in").set_value(0.15)
    app = save(app)
    assert "Saved, for you on this machine" in told(app)
    found = load_model_settings()
    assert (found.model, found.url, found.tokens, found.price_in) == (
        "good",
        played.url,
        900,
        0.15,
    )
    assert found.price_out is None
    assert "answers, and has good" in told(app.button(key="llm_try").click().run())


def test_another_machine_is_refused_until_it_is_ticked(folder: Path) -> None:
    app = opened(folder, page="model")
    app.text_input(key="llm_model").set_value("m")
    app.text_input(key="llm_url").set_value("https://models.example.com/v1")
    app = save(app)
    assert "models.example.com is not this machine. Tick" in told(app)
    assert load_model_settings().model == ""
    app.checkbox(key="llm_allow_remote").check()
    app = save(app)
    assert load_model_settings().allow_remote
    assert "leave this machine for models.example.com" in told(app)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("llm_model", "m", "address of its server"),
        ("llm_model", "transformers:/models/m", "no such folder"),
        ("llm_url", "http://127.0.0.1:8000/v1", "Name the model"),
        ("llm_model", "sk-proj-0123456789abcdef", "looks like a key"),
    ],
)
def test_what_cannot_be_used_is_not_saved(folder: Path, field: str, value: str, said: str) -> None:
    app = opened(folder, page="model")
    app.text_input(key=field).set_value(value)
    app = save(app)
    assert said in told(app) and not settings_file().exists()
    assert not value.startswith("sk-") or value not in told(app)


def test_no_page_shows_or_keeps_the_key(
    folder: Path, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUNDGRAPH_LLM_KEY", KEY)
    use(played, "locked")
    page = opened(folder, page="model")
    assert "The key is in GROUNDGRAPH_LLM_KEY" in told(page)
    answered = asked(opened(folder))
    assert card(answered)["answer"]["written"]["sentences"]
    for app in (page, save(page), answered):
        assert KEY not in "".join(str(block.proto) for block in app.main.children.values())
        assert KEY not in told(app)
    assert KEY not in json.dumps(card(answered))
    assert KEY.encode() not in settings_file().read_bytes()


def test_without_ollama_the_page_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.language_model.ollama_models", lambda: None)
    app = opened(folder, page="model")
    assert "No Ollama answers" in told(app.button(key="llm_try").click().run())
    monkeypatch.setattr("generation.language_model.ollama_models", lambda: ("qwen3:4b",))
    assert "ollama:qwen3:4b" in told(app.button(key="llm_try").click().run())


def test_a_read_only_explorer_saves_nothing(folder: Path) -> None:
    app = opened(folder, page="model", read_only=True)
    assert "read-only: nothing is saved" in told(app)
    assert all(box.disabled for box in (*app.text_input, *app.number_input, *app.checkbox))
