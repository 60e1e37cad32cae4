"""What every test stands on: no network, quiet libraries, few threads, and the things that may be
missing on a machine (``../shared``, Chromium, Java), asked for by fixture.

A missing thing skips the test with the reason and the remedy. Under
``GROUNDGRAPH_REQUIRE=chromium,neo4j,data`` (any of them) it fails the test instead.
"""

from __future__ import annotations

import fcntl
import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from graph.stores.neo4j import Server

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OFFLINE = ROOT / "tests" / "offline"

WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
THREADS = str(max(1, min(2, (os.cpu_count() or 1) // WORKERS)))
os.environ.update(
    {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        "OMP_NUM_THREADS": THREADS,
        "OPENBLAS_NUM_THREADS": THREADS,
        "MKL_NUM_THREADS": THREADS,
    }
)
if str(OFFLINE) not in os.environ.get("PYTHONPATH", "").split(os.pathsep):
    inherited = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), *([inherited] if inherited else [])])
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))
# A server that lives for minutes: compiling its code twice costs more than it saves.
os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")

# Children, too, import this tree, where another one is installed (a second git worktree).
elsewhere = [path for path in sys.path if path and Path(path).resolve() != ROOT]
if PathFinder.find_spec("groundgraph", elsewhere) and str(ROOT) not in os.environ["PYTHONPATH"]:
    os.environ["PYTHONPATH"] += os.pathsep + str(ROOT)

from hypothesis import settings  # noqa: E402  (after the environment is set)
from kept_bases import BUILD_EXAMPLES, kept_base, made_by  # noqa: E402
from sharing import TogetherScheduling, place  # noqa: E402

settings.register_profile("test", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("soak" if os.environ.get("GROUNDGRAPH_SOAK") else "test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers take groups in the order of collection (`PYTEST_ARGS` in the Makefile)."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """``--dist loadfile`` keeps together what shares a server or a browser, too."""
    if config.getvalue("dist") == "loadfile":
        return TogetherScheduling(config, log)
    return None


def required(what: str) -> bool:
    """Whether GROUNDGRAPH_REQUIRE says that `what` must not be missing."""
    return what in os.environ.get("GROUNDGRAPH_REQUIRE", "").split(",")


def missing(what: str, reason: str, remedy: str) -> NoReturn:
    """Skip the running test, or fail it where `what` is required."""
    message = f"{reason}; {remedy}"
    if required(what):
        pytest.fail(f"{message} (GROUNDGRAPH_REQUIRE asks for {what})", pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """``../shared/data``: the public sets that figures are measured on."""
    data = SHARED / "data"
    if not data.is_dir():
        missing("data", f"no folder {data}", "put (or link) `shared` beside the repository")
    return data


@pytest.fixture(scope="session")
def examples_as_built(root: Path) -> Path:
    """A folder with ``kb``, the base of the example documents as the README's first command builds
    it, and ``said``, what that command wrote. Built once for a state of the code and the documents
    (`kept_bases`), whatever the number of workers and runs."""
    from groundgraph._origin import PACKAGES

    def build(folder: Path) -> None:
        folder.mkdir()
        program, *arguments = BUILD_EXAMPLES.split()
        own = {name: v for name, v in os.environ.items() if not name.startswith("GROUNDGRAPH_")}
        done = subprocess.run(
            [Path(sys.executable).parent / program, *arguments, "--kb", folder / "kb"],
            cwd=root,
            env={**own, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("utf-8")
        (folder / "said").write_bytes(done.stdout)

    return kept_base("examples", made_by(root, ("groundgraph", *PACKAGES)), build)


@pytest.fixture(scope="session")
def untouched_examples(examples_as_built: Path) -> Path:
    """A folder with the base of the example documents, to be copied and never opened: to copy a
    base that this process has open drops SQLite's locks on it."""
    return examples_as_built / "kb"


@pytest.fixture(scope="session")
def built_examples(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the example documents that this worker's tests read; change a copy of
    `untouched_examples`."""
    folder = tmp_path_factory.mktemp("built") / "examples-kb"
    return Path(shutil.copytree(untouched_examples, folder))


@pytest.fixture(scope="session")
def java() -> str:
    """The Java launcher."""
    found = shutil.which("java")
    if found is None:
        missing("neo4j", "no java on PATH", "install a Java 17 runtime (openjdk-17-jre-headless)")
    return found


@pytest.fixture(scope="session")
def neo4j_folder(java: str) -> Path:
    """``../shared/neo4j``: a Neo4j 5.26 server that the Java launcher can start."""
    folder = SHARED / "neo4j"
    if not folder.is_dir():
        missing("neo4j", f"no folder {folder}", "put (or link) `shared` beside the repository")
    return folder


@pytest.fixture(scope="session")
def neo4j_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """``uri``, ``user`` and ``password`` of a server for this worker's tests, and its ``folder``
    where it was started here: on free loopback ports, with its data in a temporary folder.
    ``NEO4J_URI`` (with ``NEO4J_USER``, ``NEO4J_PASSWORD``) names another one instead; what it
    holds is deleted."""
    address = os.environ.get("NEO4J_URI")
    if address:
        user, password = os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", "")
        yield {"uri": address, "user": user, "password": password, "folder": ""}
        return
    program = request.getfixturevalue("neo4j_folder") / "neo4j-server"
    folder = tmp_path_factory.mktemp("neo4j")
    started = subprocess.run(
        [sys.executable, program, "start", folder], capture_output=True, text=True, check=True
    )
    yield {**json.loads(started.stdout), "folder": str(folder)}
    subprocess.run([sys.executable, program, "stop", folder], check=True)


@pytest.fixture(scope="session")
def neo4j_lent(neo4j_server: dict[str, str]) -> Callable[[], AbstractContextManager[Server]]:
    """Lends the server, with nothing of ours in its database and its password in the environment.
    One that was named by ``NEO4J_URI`` is lent to one worker at a time."""
    from graph.stores.neo4j import Server

    lock = Path(tempfile.gettempdir()) / f"groundgraph-neo4j-{os.getuid()}.lock"
    server = Server(neo4j_server["uri"], neo4j_server["user"], neo4j_server["password"])

    @contextmanager
    def lent() -> Iterator[Server]:
        with (
            pytest.MonkeyPatch.context() as patch,
            open(lock if not neo4j_server["folder"] else os.devnull, "w") as handle,
        ):
            if not neo4j_server["folder"]:
                fcntl.flock(handle, fcntl.LOCK_EX)
            patch.setenv("NEO4J_PASSWORD", server.password)
            clear(server)
            yield server

    return lent


def clear(server: Server) -> None:
    """Delete what groundgraph keeps in the database, of whatever base. Constraints stay, for they
    take long to make, but for those of answers and replacements: `db.relationshipTypes` lists what
    has one."""
    from graph.stores.neo4j import Neo4jStore
    from graph.stores.neo4j.driver import Connection

    store = Neo4jStore(
        server, base="", base_name="", dimension=1, embedder_fingerprint="", replace=True
    )
    store.clear()
    store.close()
    connection = Connection(server)
    for name in ("cites_edge_id", "used_edge_id", "replaces_edge_id"):
        connection.command(f"DROP CONSTRAINT {name} IF EXISTS")
    connection.close()


@pytest.fixture
def neo4j_database(
    neo4j_lent: Callable[[], AbstractContextManager[Server]],
) -> Iterator[Server]:
    """The server with nothing of ours in its database, for one test."""
    with neo4j_lent() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium executable that Playwright is to launch."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if found is None:
        missing("chromium", "no chromium on PATH", "install the package `chromium`")
    return found


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Poppler's ``pdftotext``, the second reading of a PDF."""
    found = shutil.which("pdftotext")
    if found is None:
        missing("data", "no pdftotext on PATH", "install the package `poppler-utils`")
    return found


@pytest.fixture
def python_in() -> Callable[..., tuple[int, str, str]]:
    """Runs this interpreter with arguments in a folder: (status, stdout, stderr). No shell, no
    terminal; the child is under the same network guard."""

    def run(folder: Path, *arguments: str, timeout: float = 120) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run
