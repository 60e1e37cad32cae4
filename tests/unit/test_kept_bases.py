"""A base that was kept from an earlier run never stands for other code or other documents."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
from pathlib import Path

import kept_bases
import pytest
from kept_bases import kept_base, made_by

from groundgraph._origin import PACKAGES

FILES = {
    "graph/model.py": "x = 1\n",
    "graph/schema.cypher": "RETURN 1\n",
    "extraction/profiles/general.yaml": "name: general\n",
    "examples/documents/a.md": "# A\n",
    "examples/documents/b.pdf": "%PDF-1.7\n",
    "requirements.lock": "numpy==2.0.0\n",
    "pyproject.toml": "[project]\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "tree"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GROUNDGRAPH_TEST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def key(tree: Path) -> str:
    return made_by(tree, ("graph", "extraction", "examples"))


@pytest.mark.parametrize("name", sorted(FILES))
def test_one_changed_byte_is_another_key(tree: Path, name: str) -> None:
    before = key(tree)
    assert key(tree) == before
    data = bytearray((tree / name).read_bytes())
    data[-1] ^= 1
    (tree / name).write_bytes(data)
    assert key(tree) != before


def test_a_file_added_removed_renamed_or_chosen_is_another_key(tree: Path, tmp_path: Path) -> None:
    keys = {key(tree)}
    (tree / "graph" / "model.py").rename(tree / "graph" / "models.py")
    keys.add(key(tree))
    (tree / "graph" / "models.py").unlink()
    keys.add(key(tree))
    (tree / "graph" / "empty").touch()
    keys.add(key(tree))
    shutil.move(tree, tmp_path / "elsewhere")  # a base holds the path of its documents
    keys.add(key(tmp_path / "elsewhere"))
    keys.add(made_by(tmp_path / "elsewhere", ("graph", "extraction", "examples"), "a.md"))
    assert len(keys) == 6


def test_what_is_compiled_or_stands_beside_the_packages_is_not_part_of_it(tree: Path) -> None:
    before = key(tree)
    (tree / "graph" / "__pycache__").mkdir()
    (tree / "graph" / "__pycache__" / "model.pyc").write_text("x")
    (tree / "README.md").write_text("x")
    assert key(tree) == before


def test_other_libraries_are_another_key(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(tree)
    held = list(importlib.metadata.distributions())
    monkeypatch.setattr(importlib.metadata, "distributions", lambda: held[1:])
    assert key(tree) != before


def test_the_key_of_the_examples_covers_every_package(root: Path) -> None:
    found = {path.relative_to(root).parts[0] for path in kept_bases._files(root, ("groundgraph",))}
    assert found == {"groundgraph", *kept_bases.LOCKS}
    assert {"graph", "extraction", "retrieval", "examples"} <= set(PACKAGES)


def test_a_base_is_built_once_for_a_key(own_cache: Path) -> None:
    built: list[str] = []

    def build(folder: Path) -> None:
        folder.mkdir()
        (folder / "record").write_text("x")
        built.append("x")

    first = kept_base("kb", "1", build)
    assert kept_base("kb", "1", build) == first and (first / "record").read_text() == "x"
    assert kept_base("kb", "2", build) != first
    assert len(built) == 2
    assert sorted(path.name for path in own_cache.iterdir()) == ["kb-1", "kb-2", "kb.lock"]
    assert own_cache.stat().st_mode & 0o777 == 0o700


def test_a_build_that_fails_keeps_nothing(own_cache: Path) -> None:
    def fails(folder: Path) -> None:
        folder.mkdir()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept_base("kb", "1", fails)
    assert [path.name for path in own_cache.iterdir()] == ["kb.lock"]


def test_bases_that_no_run_uses_are_removed() -> None:
    old = kept_base("kb", "1", Path.mkdir)
    os.utime(old, (0, 0))
    used = kept_base("kb", "2", Path.mkdir)
    os.utime(used, (0, 0))
    assert kept_base("kb", "2", Path.mkdir) == used
    assert used.exists() and not old.exists()
