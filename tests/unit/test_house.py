"""The house rules that no linter holds: shadowed packages are named, heavy libraries are imported
late, and the tests cannot reach the network."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from groundgraph._origin import PACKAGES, other_owners

Run = Callable[..., tuple[int, str, str]]

HEAVY = ("torch", "transformers", "sentence_transformers", "spacy", "streamlit", "neo4j", "pandas")
IMPORTS = "import groundgraph, graph, extraction, retrieval, generation, evaluation, learning, ui"
LOADED = f"import json, sys; print(json.dumps(sorted(set(sys.modules) & set({HEAVY!r}))))"


def pyproject(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def test_another_distribution_with_a_package_of_ours_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert other_owners() == {}
    for folder, name in (("someones_graphs-1.0.dist-info", "graph"), ("uis-2.dist-info", "ui")):
        (tmp_path / folder).mkdir()
        distribution = folder.split("-")[0]
        (tmp_path / folder / "METADATA").write_text(f"Name: {distribution}\nVersion: 1\n")
        (tmp_path / folder / "top_level.txt").write_text(f"{name}\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert other_owners() == {"graph": ["someones_graphs"], "ui": ["uis"]}


# --- packages --------------------------------------------------------------------------------


def test_every_package_is_shipped_guarded_and_under_contract(root: Path) -> None:
    tool = pyproject(root)["tool"]
    shipped = tool["hatch"]["build"]["targets"]["wheel"]["packages"]  # type: ignore[index]
    on_disk = {p.parent.name for p in root.glob("*/__init__.py")}
    assert set(shipped) == on_disk
    assert set(PACKAGES) == on_disk - {"groundgraph"}
    assert set(tool["importlinter"]["root_packages"]) == on_disk  # type: ignore[index]
    assert set(tool["mypy"]["files"]) == on_disk  # type: ignore[index]


def test_no_two_modules_are_called_the_same(root: Path) -> None:
    """So that a name in a message, a traceback or an editor means one file."""
    packages = ("graph", "extraction", "retrieval", "generation", "evaluation", "learning")
    paths = [
        path
        for package in (*packages, "groundgraph", "ui", "queries", "examples")
        for path in (root / package).rglob("*.py")
        if path.name != "__init__.py" and "__pycache__" not in path.parts
    ]
    names = Counter(path.name for path in paths)
    assert len(paths) > 400
    assert sorted(str(path.relative_to(root)) for path in paths if names[path.name] > 1) == []


def test_page_models_are_values_not_rows(root: Path) -> None:
    """What a page shows has fields that mypy knows; `groundgraph.as_json` makes JSON of it."""
    for path in sorted((root / "groundgraph" / "views").glob("*.py")):
        assert "dict[str, Any]" not in path.read_text("utf-8"), path


def test_no_package_below_tests_and_no_utils(root: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert not [path for path in tracked if path.startswith("tests/") and "__init__" in path]
    assert not [path for path in tracked if Path(path).stem in ("utils", "helpers", "misc")]


@pytest.mark.parametrize(
    ("shadow", "package"),
    [
        ("graph/__init__.py", "graph"),
        ("graph.py", "graph"),
        ("ui/__init__.py", "ui"),
        ("queries/__init__.py", "queries"),
    ],
)
def test_an_applications_own_package_in_the_way_is_named(
    tmp_path: Path, python_in: Run, shadow: str, package: str
) -> None:
    for folder in ("graph", "ui", "queries"):
        (tmp_path / folder).mkdir()
    (tmp_path / shadow).write_text("")
    status, out, err = python_in(tmp_path, "-c", "import groundgraph")
    assert status == 1 and out == ""
    last = err.strip().splitlines()[-1]
    assert last.startswith("ImportError: ")
    assert f"'{package}'" in last and str((tmp_path / shadow).resolve()) in last
    assert "Rename" in last


def test_a_package_that_is_already_loaded_from_elsewhere_is_named(
    tmp_path: Path, python_in: Run
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "graph.py").write_text("")
    code = (
        "import sys; sys.path.insert(0, 'app'); import graph; del sys.path[0]; import groundgraph"
    )
    status, _, err = python_in(tmp_path, "-c", code)
    assert status == 1
    assert str((tmp_path / "app" / "graph.py").resolve()) in err.strip().splitlines()[-1]


def test_folders_of_the_same_name_without_code_do_no_harm(tmp_path: Path, python_in: Run) -> None:
    for folder in ("graph", "ui", "queries", "examples"):
        (tmp_path / folder).mkdir()
    code = "import groundgraph, graph, ui; print(graph.__file__)"
    status, out, err = python_in(tmp_path, "-c", code)
    assert (status, err) == (0, "")
    assert not Path(out.strip()).is_relative_to(tmp_path)


def test_the_command_works_in_a_folder_that_shadows_our_packages(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("groundgraph")
    for folder in ("graph", "ui", "queries"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("raise SystemExit('the wrong package')")
    done = subprocess.run(
        [command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout and "ask" in done.stdout and done.stderr == ""


# --- light start -----------------------------------------------------------------------------


def test_importing_every_package_loads_no_heavy_library(tmp_path: Path, python_in: Run) -> None:
    status, out, err = python_in(tmp_path, "-c", f"{IMPORTS}; {LOADED}")
    assert (status, err) == (0, "")
    assert json.loads(out) == []


def test_every_module_can_be_imported_without_a_heavy_library(
    root: Path, tmp_path: Path, python_in: Run
) -> None:
    modules = [
        ".".join(path.relative_to(root).with_suffix("").parts)
        for package in ("groundgraph", *PACKAGES)
        if package not in ("ui", "examples", "queries")
        for path in sorted((root / package).rglob("*.py"))
        if path.name not in ("__init__.py", "__main__.py")
    ]
    code = f"import importlib; [importlib.import_module(m) for m in {modules!r}]; {LOADED}"
    status, out, err = python_in(tmp_path, "-c", code)
    assert (status, err) == (0, "")
    assert json.loads(out) == []


def test_help_loads_no_heavy_library(tmp_path: Path, python_in: Run) -> None:
    code = (
        "import sys; sys.argv = ['groundgraph', '--help']\n"
        "from groundgraph.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"{LOADED}"
    )
    status, out, err = python_in(tmp_path, "-c", code)
    assert (status, err) == (0, "")
    assert json.loads(out.strip().splitlines()[-1]) == []


# --- the network guard -----------------------------------------------------------------------


def test_connections_to_other_hosts_are_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as handle,
        pytest.raises(PermissionError, match="forbid"),
    ):
        handle.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError, match="forbid"):
        socket.getaddrinfo("example.invalid", 80)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle,
        pytest.raises(PermissionError, match="forbid"),
    ):
        handle.sendto(b"", ("192.0.2.1", 53))


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port


def test_child_processes_are_under_the_same_guard(tmp_path: Path, python_in: Run) -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    status, _, err = python_in(tmp_path, "-c", code)
    assert status == 1
    assert "PermissionError: the tests forbid connections" in err


# --- make ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3, 10", "3, 14"])
def test_make_refuses_an_unsuitable_python_and_says_what_to_do(
    root: Path, tmp_path: Path, version: str
) -> None:
    fake = tmp_path / "python-fake"
    fake.write_text(
        "#!/bin/sh\n"
        f'exec {sys.executable} -c "import sys; sys.version_info = ({version}, 0)\n'
        'exec(sys.argv[2])" "$@"\n'
    )
    fake.chmod(0o755)
    locks = ("requirements-torch.txt", "requirements.lock", "requirements-model.txt")
    for name in ("Makefile", *locks, "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    make = shutil.which("make")
    assert make is not None
    done = subprocess.run(
        [make, "venv", f"PYTHON={fake}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr and "make PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()
