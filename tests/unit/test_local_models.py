"""A language model on this machine through transformers: which files are taken, what is refused,
and how its answer arrives, is cut short and is stopped. The model is real and knows nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from markdown_contexts import context
from model_hub import serving_hub
from tiny_model import NO_SYSTEM, save_tiny_adapter, save_tiny_model

from generation.language_model import LocalWeights, TransformersModel, local_weights_of, write
from generation.language_model.local_model import load
from generation.written import Prompt, prompt_of
from graph.errors import ContextOverflow, GroundgraphError, ModelError, ModelStopped, SettingsError
from graph.model import TokenUsage
from groundgraph.writing import language_model

RULES = """# Incidents

Class B events must be reported to the Safety Officer within 24 hours. Visitors may not enter the
store.
"""
ASKED = "How soon must Class B events be reported?"
HELLO = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Hello there."}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def prompt() -> Prompt:
    return prompt_of(context(ASKED, rules=RULES))


@pytest.fixture(autouse=True)
def _no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub's cache is empty, whatever lies in the one of this machine."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


def weights(folder: Path, **changes: object) -> LocalWeights:
    return replace(local_weights_of(f"transformers:{folder}"), **{"answer_tokens": 20, **changes})


def texts(model: TransformersModel) -> list[str]:
    return [piece for piece in model.stream(HELLO) if isinstance(piece, str)]


# --- how its answer arrives -----------------------------------------------------------------------


def test_it_streams_counts_its_tokens_and_writes_the_same_again(folder: Path) -> None:
    model = TransformersModel(weights(folder))
    pieces = list(model.stream(HELLO))
    usage = pieces[-1]
    assert isinstance(usage, TokenUsage) and usage.received == 20
    template = "<s>system Be short. <s>user Hello there. <s>assistant "
    assert usage.sent == 1 * 3 + len(template.replace("<s>", ""))  # a letter is a token here
    said = [piece for piece in pieces if isinstance(piece, str)]
    assert len(said) > 5 and all(said)
    assert [p for p in model.stream(HELLO) if isinstance(p, str)] == said
    whole = "".join(said)
    loaded = load(model.weights)
    ids = loaded.model.generate(
        **loaded.tokens_of(HELLO), max_new_tokens=20, do_sample=False, pad_token_id=1
    )[0, usage.sent :]
    assert whole == loaded.tokenizer.decode(ids, skip_special_tokens=True)


def test_what_it_writes_is_checked_and_never_supported_here(folder: Path, prompt: Prompt) -> None:
    model = TransformersModel(weights(folder))
    written = write(model, prompt)
    assert written.problem == "" and written.raw and written.supported == ()
    assert written.model == "tiny" and written.where == "this machine (transformers)"
    assert written.tokens_out == 20 and written.tokens_in is not None


def test_a_template_without_instructions_takes_them_with_the_question(tmp_path: Path) -> None:
    model = TransformersModel(weights(save_tiny_model(tmp_path / "m", template=NO_SYSTEM)))
    loaded = load(model.weights)
    found = loaded.tokenizer.decode(loaded.tokens_of(HELLO)["input_ids"][0])
    assert found == "<s>user Be short.\n\nHello there. <s>assistant "
    assert texts(model)


def test_a_prompt_beyond_its_context_is_an_overflow_and_is_cut_by_rank(tmp_path: Path) -> None:
    long = RULES + "\n\n".join(f"Room {n} is cleaned on day {n} of the month." for n in range(20))
    wide = prompt_of(context(ASKED, rules=long))
    letters = len(wide.instructions) + len(wide.text)
    model = TransformersModel(weights(save_tiny_model(tmp_path / "small", context=letters - 200)))
    with pytest.raises(ContextOverflow):
        list(model.stream(wide.messages))
    written = write(model, wide)
    assert "too small" in written.notes[0] and written.raw
    assert len(written.given) < len(wide.sentences)
    assert any(one.quote.startswith("Class B") for one in written.given)


def test_it_is_stopped_at_once_and_writes_again(folder: Path) -> None:
    stop = threading.Event()
    pieces = TransformersModel(weights(folder, answer_tokens=3000), stop).stream(HELLO)
    assert next(pieces)
    stop.set()
    with pytest.raises(ModelStopped):
        list(pieces)
    assert _idle()
    assert texts(TransformersModel(weights(folder)))


def test_nobody_reads_any_more(folder: Path) -> None:
    pieces = TransformersModel(weights(folder, answer_tokens=3000)).stream(HELLO)
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert _idle()


def _idle() -> bool:
    """Whether what writes an answer ends at its next token."""
    for thread in threading.enumerate():
        if thread.name == "language model":
            thread.join(20)
    return not any(thread.name == "language model" for thread in threading.enumerate())


def test_two_at_once_do_not_mix(folder: Path) -> None:
    model = TransformersModel(weights(folder))
    alone = texts(model)
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(texts(model))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone, alone]


def test_an_answer_that_takes_too_long_ends(folder: Path, prompt: Prompt) -> None:
    written = write(TransformersModel(weights(folder, limit_s=0.0)), prompt)
    assert "took longer than 0 s" in written.problem


# --- which files ----------------------------------------------------------------------------------


def test_nothing_heavy_is_loaded_before_it_writes(folder: Path) -> None:
    code = (
        "import sys\nfrom groundgraph.writing import language_model\n"
        f"assert language_model('transformers:{folder}').name == 'tiny'\n"
        "found = {'torch', 'transformers'} & set(sys.modules)\nassert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no/such/model/anywhere", "no such folder"),
        ("../nowhere", "no such folder"),
        ("alone", "no such folder"),
        ("somebody/some-model", "--allow-remote"),
        ("somebody/some-model/file.gguf", "hf download somebody/some-model"),
        ("some body/some--model", "no name of the hub"),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_asked(name: str, said: str) -> None:
    with pytest.raises(ModelError) as raised:
        local_weights_of(f"transformers:{name}")
    assert said in str(raised.value)


def test_a_download_that_the_environment_forbids_says_so() -> None:
    with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
        local_weights_of("transformers:somebody/some-model", allow_remote=True)


def test_a_model_in_the_hubs_cache_is_taken_without_asking(folder: Path, tmp_path: Path) -> None:
    stored = tmp_path / "hub" / "models--somebody--tiny"
    (stored / "refs").mkdir(parents=True)
    (stored / "refs" / "main").write_text("a" * 40)
    shutil.copytree(folder, stored / "snapshots" / ("a" * 40))
    found = local_weights_of("transformers:somebody/tiny")
    assert (found.name, found.folder) == ("somebody/tiny", stored / "snapshots" / ("a" * 40))
    (found.folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="has no such model"):
        local_weights_of("transformers:somebody/tiny")


def test_a_model_is_downloaded_where_that_is_allowed_and_once(folder: Path, tmp_path: Path) -> None:
    remote = tmp_path / "remote"
    shutil.copytree(folder, remote)
    for unwanted in ("pytorch_model.bin", "modeling_own.py"):
        (remote / unwanted).write_bytes(b"never asked for")
    code = (
        "import sys\nfrom groundgraph.writing import language_model\n"
        "m = language_model('transformers:somebody/tiny', allow_remote=sys.argv[1] == 'yes')\n"
        "print(m.name, *sorted(p.name for p in m.weights.folder.iterdir()))\n"
    )
    with serving_hub("somebody/tiny", remote) as (address, seen):
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_CACHE")
        } | {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "home")}

        def asked(allowed: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-c", code, allowed]
            return subprocess.run(
                command, env=environment, capture_output=True, text=True, check=False
            )

        refused = asked("no")
        assert "--allow-remote" in refused.stderr and seen == []
        taken = asked("yes")
        assert taken.stdout.split() == ["somebody/tiny", *sorted(p.name for p in folder.iterdir())]
        assert any(path.endswith("/model.safetensors") for path in seen)
        assert not any("pytorch_model" in path or path.endswith(".py") for path in seen)
        seen.clear()
        assert asked("no").stdout == taken.stdout and seen == []


def test_pickled_weights_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "pickled")
    (tmp_path / "pickled" / "model.safetensors").rename(tmp_path / "pickled" / "pytorch_model.bin")
    with pytest.raises(ModelError, match="Pickled weights"):
        local_weights_of(f"transformers:{tmp_path / 'pickled'}")


def test_code_that_a_model_brings_is_not_run(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(folder, own)
    config = json.loads((own / "config.json").read_text())
    config |= {"model_type": "mine", "auto_map": {"AutoConfig": "code.C"}, "architectures": ["C"]}
    (own / "config.json").write_text(json.dumps(config))
    (own / "code.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises(GroundgraphError, match=r"code of its own|cannot use own"):
        list(TransformersModel(weights(own)).stream(HELLO))
    assert not (tmp_path / "ran").exists()


def test_a_model_without_a_chat_template_is_told(tmp_path: Path, prompt: Prompt) -> None:
    bare = save_tiny_model(tmp_path / "bare", template=None)
    written = write(TransformersModel(weights(bare)), prompt)
    assert "no chat template" in written.problem and written.sentences == ()


def test_broken_files_are_told_and_the_card_stands(
    folder: Path, tmp_path: Path, prompt: Prompt, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "model.safetensors").write_bytes(b"nothing of the kind")
    written = write(TransformersModel(weights(broken)), prompt)
    assert "transformers cannot use broken" in written.problem
    assert capfd.readouterr() == ("", "")


def test_a_folder_of_gguf_files_says_how_to_name_one(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").touch()
    with pytest.raises(ModelError, match=r"transformers:.*a\.gguf"):
        local_weights_of(f"transformers:{tmp_path}")


def test_adapter_and_address_are_for_their_own_kind(folder: Path) -> None:
    with pytest.raises(SettingsError, match="no address"):
        language_model(f"transformers:{folder}", "http://127.0.0.1:1/v1")
    with pytest.raises(SettingsError, match="are for transformers:"):
        language_model("ollama:m", adapter=folder)
    with pytest.raises(SettingsError, match="has no name"):
        language_model("transformers:")


# --- adapters -------------------------------------------------------------------------------------


@pytest.fixture
def adapter(folder: Path, tmp_path: Path) -> Iterator[Path]:
    if find_spec("peft") is None:
        pytest.skip("no peft; make venv installs it")
    yield save_tiny_adapter(folder, tmp_path / "careful")


def test_an_adapter_changes_what_is_written(folder: Path, adapter: Path) -> None:
    made = language_model(f"transformers:{folder}", adapter=adapter)
    assert isinstance(made, TransformersModel) and made.name == "tiny with careful"
    adapted = TransformersModel(replace(made.weights, answer_tokens=20))
    assert texts(adapted) != texts(TransformersModel(weights(folder)))


def test_what_is_no_adapter_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="it has no adapter_config"):
        local_weights_of(f"transformers:{folder}", adapter=tmp_path)
