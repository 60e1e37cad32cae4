"""What only the embedded store has: generations, locks, lazy opening, crashes, damaged files."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from graph.errors import StoreError
from graph.model import EVERYTHING
from graph.protocols import Delta, EdgeRow, NodeRow, TextRow
from graph.stores import generations
from graph.stores.embedded import EmbeddedStore
from graph.stores.vector_segments import segments_to_merge

KILLS = int(os.environ.get("GROUNDGRAPH_KILLS", "5"))


def opened(folder: Path, *, embedder: str = "e1", fresh: bool = False) -> EmbeddedStore:
    return EmbeddedStore(folder, dimension=2, embedder_fingerprint=embedder, fresh=fresh)


def step(number: int, size: int = 1) -> Delta:
    """Adds document `number` with `size` chunks."""
    document = f"d{number:04d}"
    nodes = [NodeRow("Document", document, {"name": document})]
    edges: list[EdgeRow] = []
    texts: list[TextRow] = []
    angle = float(number)
    for part in range(size):
        chunk = f"{document}#{part}"
        nodes.append(NodeRow("Chunk", chunk, {"name": chunk, "text": "breach"}))
        edge = f"p{chunk}"
        edges.append(EdgeRow("PART_OF", edge, "Chunk", chunk, "Document", document, {"id": edge}))
        texts.append(TextRow(chunk, "chunk", chunk, document, 0, 6, "breach", f"v{number}"))
    vector = np.array([np.cos(angle), np.sin(angle)], dtype=np.float32)
    return Delta(nodes, edges, texts, [], [], [], {f"v{number}": vector}, f"h{number}", number)


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def check_whole(store: EmbeddedStore) -> int:
    """The documents of a store whose three parts agree and whose files are intact."""
    store.verify()
    documents = int(store.generation["position"])
    assert store.counts["chunk"] == documents * 3
    assert store.read("MATCH (c:Chunk)-[:PART_OF]->(d:Document) RETURN count(c) AS n") == [
        {"n": documents * 3}
    ]
    hits = store.search_text("breach", k=100_000, kind="chunk", scope=EVERYTHING)
    assert len(hits) == documents * 3
    query = np.array([1, 0], dtype=np.float32)
    near = store.search_vectors(query, k=100_000, kind="chunk", scope=EVERYTHING)
    assert len(near) == documents * 3
    assert len(store.rows()) == documents * 10
    return documents


def test_readers_keep_their_generation_until_they_refresh(tmp_path: Path) -> None:
    writer, reader = opened(tmp_path), opened(tmp_path)
    writer.apply(step(1))
    assert reader.counts["nodes"] == 0
    assert reader.refresh()
    assert not reader.refresh()
    for number in range(2, 9):
        writer.apply(step(number))
    assert reader.read("MATCH (d:Document) RETURN d.id AS id") == [{"id": "d0001"}]
    assert len(reader.search_text("breach", k=9, kind="chunk", scope=EVERYTHING)) == 1
    assert reader.refresh()
    assert reader.counts["chunk"] == 8


def test_the_last_three_generations_and_those_in_use_are_kept(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    writer.apply(step(1))
    reader = opened(tmp_path)
    for number in range(2, 8):
        writer.apply(step(number))
    kept = ["gen-000001", "gen-000004", "gen-000005", "gen-000006", "gen-000007"]
    assert set(folders(tmp_path)) <= set(kept)
    assert {"gen-000001", "gen-000007"} <= set(folders(tmp_path))
    reader.close()
    writer.apply(step(8))
    assert "gen-000001" not in folders(tmp_path)
    assert 3 <= len(folders(tmp_path)) <= 4


def test_unchanged_segments_are_linked_and_small_ones_merged(tmp_path: Path) -> None:
    store = opened(tmp_path)
    big = [step(number) for number in range(100)]
    store.apply(
        Delta(
            [n for d in big for n in d.nodes],
            [e for d in big for e in d.edges],
            [t for d in big for t in d.texts],
            [],
            [],
            [],
            {key: value for d in big for key, value in d.vectors.items()},
            "h",
            1,
        )
    )
    first = os.stat(tmp_path / "gen-000001" / "vectors" / "000001.npy").st_ino
    for number in range(100, 120):
        store.apply(step(number))
    newest = tmp_path / str(store.generation["name"]) / "vectors"
    assert first in {os.stat(path).st_ino for path in newest.iterdir()}
    assert len(list(newest.iterdir())) <= 5  # 20 single vectors were added
    assert np.array_equal(
        store.vectors(["v7", "v113"]), [step(7).vectors["v7"], step(113).vectors["v113"]]
    )


@pytest.mark.parametrize(
    ("sizes", "live", "start"),
    [
        ([], [], 0),
        ([10], [10], 1),
        ([10, 10], [10, 10], 0),
        ([100, 10], [100, 10], 2),
        ([100, 10, 10], [100, 10, 10], 1),
        ([100, 40, 10, 5], [100, 40, 10, 5], 2),
        ([100, 30, 10, 5], [100, 30, 10, 5], 1),
        ([100], [70], 0),
        ([100, 10], [60, 10], 0),
    ],
)
def test_which_segments_are_merged(sizes: list[int], live: list[int], start: int) -> None:
    assert segments_to_merge(sizes, live) == start


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with (
        generations.writing(tmp_path),
        pytest.raises(StoreError, match="Another process is writing"),
    ):
        store.apply(step(1))
    store.apply(step(1))


def test_a_writer_builds_on_what_others_wrote(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    first.apply(step(1))
    second.apply(step(2))
    assert second.counts["chunk"] == 2


def test_another_embedder_is_refused_and_fresh_starts_over(tmp_path: Path) -> None:
    opened(tmp_path).apply(step(1))
    with pytest.raises(StoreError, match="were made by e1"):
        opened(tmp_path, embedder="e2")
    store = opened(tmp_path, embedder="e2", fresh=True)
    store.apply(step(2))
    assert store.read("MATCH (d:Document) RETURN d.id AS id") == [{"id": "d0002"}]
    assert opened(tmp_path, embedder="e2").counts["chunk"] == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    "name", ["graph.kgl", "text.sqlite", "vectors/000001.npy", "manifest.json"]
)
def test_a_file_cut_off_is_found_when_opening_and_rebuilt(tmp_path: Path, name: str) -> None:
    opened(tmp_path).apply(step(1))
    _cut(tmp_path / "gen-000001" / name)
    with pytest.raises(StoreError, match="groundgraph build --rebuild"):
        opened(tmp_path)
    store = opened(tmp_path, fresh=True)
    store.apply(step(1, size=3))
    assert check_whole(opened(tmp_path)) == 1


@pytest.mark.parametrize("name", ["graph.kgl", "text.sqlite", "vectors/000001.npy"])
def test_a_flipped_byte_is_found_by_verify(tmp_path: Path, name: str) -> None:
    opened(tmp_path).apply(step(1))
    _flip(tmp_path / "gen-000001" / name)
    with pytest.raises(StoreError, match="groundgraph build --rebuild"):
        opened(tmp_path).verify()


@pytest.mark.parametrize("pointer", ["", "gen-000009", "../elsewhere", "gen-x"])
def test_a_damaged_pointer_says_how_to_rebuild(tmp_path: Path, pointer: str) -> None:
    opened(tmp_path).apply(step(1))
    (tmp_path / "CURRENT").write_text(pointer)
    with pytest.raises(StoreError, match="groundgraph build --rebuild"):
        opened(tmp_path)
    opened(tmp_path, fresh=True).apply(step(1, size=3))
    assert check_whole(opened(tmp_path)) == 1


def test_a_folder_of_a_newer_layout_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).apply(step(1))
    manifest = tmp_path / "gen-000001" / "manifest.json"
    content = {**generations.read_manifest(manifest.parent), "schema": 99}
    generations.write_manifest(manifest.parent, content)
    with pytest.raises(StoreError, match="layout 99"):
        opened(tmp_path)


LAZY = """
import sys
from pathlib import Path
from graph.model import EVERYTHING
from graph.stores.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]), dimension=2, embedder_fingerprint="e1")
assert "kglite" not in sys.modules and "sqlite3" in sys.modules
store.search_text("breach", k=1, kind="chunk", scope=EVERYTHING)
store.term_statistics(["breach"], kind="chunk", scope=EVERYTHING)
assert "kglite" not in sys.modules
files = Path("/proc/self/maps").read_text()
assert ".npy" not in files and ".kgl" not in files
store.read("MATCH (n) RETURN n.id")
assert "pandas" not in sys.modules and "torch" not in sys.modules
assert ".npy" not in Path("/proc/self/maps").read_text()
"""


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="needs Linux's /proc")
def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    opened(tmp_path).apply(step(1))
    subprocess.run([sys.executable, "-c", LAZY, str(tmp_path)], check=True)


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store = opened(tmp_path)
    store.apply(step(1))
    store.read("MATCH (n:Nope)-[:NOPE]->() RETURN n.nope")
    assert capfd.readouterr() == ("", "")


WRITER = """
import sys, importlib.util
from pathlib import Path
spec = importlib.util.spec_from_file_location("steps", sys.argv[2])
steps = importlib.util.module_from_spec(spec); spec.loader.exec_module(steps)
store = steps.opened(Path(sys.argv[1]))
for number in range(int(store.generation["position"]) + 1, int(sys.argv[3]) + 1):
    store.apply(steps.step(number, size=3))
    print(number, flush=True)
"""

READER = """
import sys, importlib.util
from pathlib import Path
spec = importlib.util.spec_from_file_location("steps", sys.argv[2])
steps = importlib.util.module_from_spec(spec); spec.loader.exec_module(steps)
store = steps.opened(Path(sys.argv[1]))
last = 0
while not Path(sys.argv[3]).exists():
    store.refresh()
    seen = steps.check_whole(store)
    assert seen >= last, (seen, last)
    last = seen
print(last)
"""


def _run(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_at_any_moment_and_read_meanwhile(tmp_path: Path) -> None:
    """A writer is killed again and again; each reopening is whole and never older than before, a
    reader in another process sees no error, and the last run ends as if nothing had happened."""
    store, stop = tmp_path / "store", tmp_path / "stop"
    choose = random.Random(KILLS)
    reader = _run(READER, store, __file__, stop)
    reached = 0
    for _ in range(KILLS):
        writer = _run(WRITER, store, __file__, 10_000)
        assert writer.stdout is not None
        writer.stdout.readline()  # it has begun
        time.sleep(choose.random() * 0.3)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        held = opened(store)
        documents = check_whole(held)
        held.close()
        assert documents >= reached
        reached = documents
    assert reached >= KILLS
    final = _run(WRITER, store, __file__, reached + 2)
    assert final.wait() == 0
    stop.touch()
    out, err = reader.communicate(timeout=60)
    assert (reader.returncode, err) == (0, "")
    held = opened(store)
    assert check_whole(held) == reached + 2
    straight = opened(tmp_path / "straight")
    for number in range(1, reached + 3):
        straight.apply(step(number, size=3))
    assert list(held.export()) == list(straight.export())
    assert dict(held.rows()) == dict(straight.rows())
    assert not list(store.glob("building-*"))
    assert out.strip().isdigit()


# --- what the file system refuses --------------------------------------------------------------


@pytest.mark.parametrize("call", ["fsync", "replace", "mkdir", "open"])
def test_a_full_disk_is_named_and_the_former_state_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def no_space(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store = opened(tmp_path / "store")
    store.apply(step(1, 3))
    with monkeypatch.context() as patched:
        patched.setattr(os, call, no_space)
        with pytest.raises(StoreError) as raised:
            store.apply(step(2, 3))
    assert f"disk that holds {tmp_path / 'store'} is full" in str(raised.value)
    assert str(raised.value).endswith("run the same command again.")
    assert check_whole(opened(tmp_path / "store")) == 1
    store.apply(step(2, 3))  # the same again, with space
    assert check_whole(opened(tmp_path / "store")) == 2
    assert not list((tmp_path / "store").glob("building-*"))


def test_a_folder_that_may_not_be_written_is_read() -> None:
    """Root may write anywhere, so as root this runs with another effective user."""
    with tempfile.TemporaryDirectory() as name:  # others may not enter `tmp_path`
        folder = Path(name) / "store"
        opened(folder).apply(step(1, 3))
        for path in folder.rglob("*"):  # its owner lets others read
            path.chmod(0o755 if path.is_dir() else 0o644)
        Path(name).chmod(0o555)
        folder.chmod(0o555)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            store = opened(folder)
            assert check_whole(store) == 1
            with pytest.raises(StoreError, match=r"Permission denied.*former state stands"):
                store.apply(step(2, 3))
            assert check_whole(store) == 1
        finally:
            os.seteuid(user)
            Path(name).chmod(0o755)
            folder.chmod(0o755)


def test_only_counts_of_rows_in_with_clauses_are_rewritten() -> None:
    from graph.stores.kglite_rows import count_rows_by_constant

    for untouched in (
        "MATCH (n) RETURN count(*)",
        "MATCH (n) WHERE n.a STARTS WITH 'count(*)' RETURN n.with, count(*)",
        "MATCH (n) WITH n RETURN {with: 1} AS m, count(*)",
    ):
        assert count_rows_by_constant(untouched) == untouched
    changed = count_rows_by_constant("WITH a, count( * ) AS n RETURN n, count(*) AS m")
    assert changed == "WITH a, count( 1 ) AS n RETURN n, count(*) AS m"
