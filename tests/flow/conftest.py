"""Every flow test runs on both stores: on the embedded one and, with nothing but settings changed,
on a Neo4j server; where it is marked `one_store`, `make soak` runs the second form. Tests that
change a base copy it first.

A server holds one base. It is emptied before each test, or filled with the example base where the
test reads that; a test that makes several bases says between them which it gives up (`make_room`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from graph.errors import StoreError
from graph.projection import delta, with_vectors
from graph.protocols import Delta, NodeRow
from graph.rows import UNHASHED
from graph.stores.neo4j import Neo4jStore, Server
from graph.stores.neo4j.driver import Connection
from groundgraph import KnowledgeBase
from groundgraph.stores import keep_index

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What one store proves for both (the mark says why) is run on the other by `make soak`."""
    for item in items:
        given = getattr(item, "callspec", None)
        if given and given.params.get("store") == "neo4j" and item.get_closest_marker("one_store"):
            item.add_marker(pytest.mark.soak)


class InFolder:
    """The embedded store: each base has its own."""

    on_server = False

    def prepare(self, examples: ExampleRows | None) -> None:
        """Called before each test."""

    def make_room(self) -> None:
        """The test goes on to another base."""

    def lose(self, base: Path) -> None:
        """The store of `base` was never written."""
        shutil.rmtree(base / "store")

    def damage(self, base: Path) -> None:
        """The store of `base` cannot be read any more."""
        newest = (base / "store" / "CURRENT").read_text("utf-8").strip()
        for path in (base / "store" / newest).rglob("*"):
            if path.is_file():
                path.write_bytes(b"damaged")

    def holds(self, base: Path, word: str) -> bool:
        """Whether `word` stands anywhere in the store, however it is kept."""
        files = (path for path in (base / "store").rglob("*") if path.is_file())
        return any(word.encode() in path.read_bytes() for path in files)


class OnServer:
    """One database for whichever base the running test has."""

    on_server = True

    def __init__(self, server: Server) -> None:
        self._server = server

    def prepare(self, examples: ExampleRows | None) -> None:
        if examples is None:
            self.make_room()
        else:
            examples.fill(self._server)

    def make_room(self) -> None:
        store = Neo4jStore(
            self._server, base="", base_name="", dimension=1, embedder_fingerprint="", replace=True
        )
        store.clear()
        store.close()

    def lose(self, base: Path) -> None:
        self.make_room()

    def damage(self, base: Path) -> None:
        connection = Connection(self._server)
        connection.command("MATCH (c:Chunk) DETACH DELETE c")
        connection.command("DROP INDEX groundgraph_chunk_words_1")
        connection.close()

    def holds(self, base: Path, word: str) -> bool:
        connection = Connection(self._server)
        rows = connection.rows(
            "MATCH (n) RETURN properties(n) AS p UNION ALL "
            "MATCH ()-[r]->() RETURN properties(r) AS p"
        )
        connection.close()
        return any(word.lower() in repr(row["p"]).lower() for row in rows)


@dataclass
class ExampleRows:
    """What the store of the example base holds, to fill a server with."""

    base: str
    embedder: str
    whole: Delta

    def fill(self, server: Server) -> None:
        """Bring the server to exactly these rows, whatever it holds."""
        dimension = len(next(iter(self.whole.vectors.values())))
        given = {"base": self.base, "base_name": "examples-kb", "dimension": dimension}
        for replace in (False, True):
            try:
                store = Neo4jStore(
                    server, **given, embedder_fingerprint=self.embedder, replace=replace
                )
                break
            except StoreError:
                continue
        rows = [*self.whole.nodes, *self.whole.edges, *self.whole.texts]
        change = delta(rows, store.rows(), self.whole.position)
        store.apply(with_vectors(change, self.whole.vectors))
        store.overlay_activity([])
        store.close()


@pytest.fixture(scope="session")
def example_rows(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> ExampleRows:
    folder = shutil.copytree(untouched_examples, tmp_path_factory.mktemp("rows") / "kb")
    with KnowledgeBase(folder, store="embedded") as kb:
        nodes, edges, chunks = [], [], []
        for row in kb.store.export():
            kind = row.label if isinstance(row, NodeRow) else row.type
            if kind not in UNHASHED:
                (nodes if isinstance(row, NodeRow) else edges).append(row)
            if kind == "Chunk":
                chunks.append(row.id)
        texts = [t for kind in ("chunk", "sentence") for t in kb.store.texts(chunks, kind=kind)]
        keys = sorted({text.vector_key for text in texts})
        vectors = dict(zip(keys, np.asarray(kb.store.vectors(keys)), strict=True))
        held = kb.store.generation
        whole = Delta(
            nodes, edges, texts, [], [], [], vectors,
            str(held["content_hash"]), int(held["position"]),
        )  # fmt: skip
        return ExampleRows(kb.record.identity, kb.embedder.fingerprint, whole)


@pytest.fixture(scope="module", params=["embedded", "neo4j"], autouse=True)
def store(request: pytest.FixtureRequest) -> Iterator[InFolder | OnServer]:
    """The store that the settings name; what a test does to a store by hand, it does here."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "embedded":
            patch.delenv("GROUNDGRAPH_STORE", raising=False)
            yield InFolder()
            return
        lent: Callable[[], AbstractContextManager[Server]]
        lent = request.getfixturevalue("neo4j_lent")
        with lent() as server:
            patch.setenv("GROUNDGRAPH_STORE", server.address)
            patch.setenv("GROUNDGRAPH_NEO4J_USER", server.user)
            yield OnServer(server)


@pytest.fixture(autouse=True)
def prepared(request: pytest.FixtureRequest, store: InFolder | OnServer) -> None:
    """The store as the test expects it: empty, or holding the example base."""
    reads = store.on_server and "untouched_examples" in request.fixturenames
    store.prepare(request.getfixturevalue("example_rows") if reads else None)


@pytest.fixture
def examples_copy(untouched_examples: Path, tmp_path: Path, store: InFolder | OnServer) -> Path:
    """A copy of the example base that a test may change."""
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    if store.on_server:  # it was filled by `ExampleRows`, with the words of today
        with KnowledgeBase(folder) as kb:
            keep_index(kb.record, kb.settings)
    return folder


@pytest.fixture
def documents_copy(tmp_path: Path) -> Path:
    """A copy of the example documents that a test may change (the root keeps its name)."""
    return Path(shutil.copytree(EXAMPLES / "documents", tmp_path / "documents"))


@pytest.fixture
def small_documents(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files into a folder named ``docs``."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "docs"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return folder

    return write
