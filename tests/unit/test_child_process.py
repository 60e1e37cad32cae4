"""How children of our own are started, spoken to and ended, and what is said of their end."""

from __future__ import annotations

import ast
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from graph.child_process import ChildEnded, ChildProcess, environment, python, told

ROOT = Path(__file__).resolve().parents[2]
CHILD = """
import os, signal, sys, time
from graph.child_process import Serving, limit_memory

def answer(message):
    word, _, rest = message.decode().partition(" ")
    print("a library prints")
    if word == "echo":
        return rest.encode()
    if word == "size":
        return str(len(message)).encode()
    if word == "raise":
        raise ValueError(rest)
    if word == "signal":
        os.kill(os.getpid(), getattr(signal, rest))
        time.sleep(9)
    if word == "fill":
        return bytes(10 ** 10)
    if word == "work":
        while True:
            pass
    if word == "sleep":
        time.sleep(60)
    if word == "leave":
        os._exit(int(rest))
    if word == "modules":
        return repr([m for m in sys.modules if m in sys.argv]).encode()

serving = Serving()
limit_memory(300)
serving.tell(b"here")
serving.serve(answer, seconds_for=lambda message: 1)
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """The environment of a child that finds the module ``kindergarten``."""
    (tmp_path / "kindergarten.py").write_text(CHILD)
    paths = [str(tmp_path), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


@pytest.fixture
def child(place: dict[str, str]) -> ChildProcess:
    return ChildProcess("kindergarten", added=place)


def test_bytes_for_bytes(child: ChildProcess) -> None:
    assert child.greeting == b"here"
    assert child.ask(b"echo one", seconds=20) == b"one"
    assert child.ask(b"size " + bytes(5_000_000), seconds=20) == b"5000005"
    child.close()
    assert child.ended
    child.close()


@pytest.mark.parametrize(
    ("message", "reason", "detail"),
    [
        ("raise no such thing", "exception", "ValueError: no such thing"),
        ("signal SIGSEGV", "crash", "SIGSEGV"),
        ("signal SIGABRT", "crash", "SIGABRT"),
        ("signal SIGKILL", "killed", "SIGKILL"),
        ("signal SIGTERM", "killed", "SIGTERM"),
        ("fill", "memory", "no more memory"),
        ("work", "time", "processor time"),
        ("leave 0", "wrong output", "it ended without an answer"),
        ("leave 3", "exception", "exit code 3"),
    ],
)
def test_each_end_has_its_reason(
    child: ChildProcess, message: str, reason: str, detail: str
) -> None:
    with pytest.raises(ChildEnded) as ended:
        child.ask(message.encode(), seconds=60)
    assert (ended.value.reason, ended.value.detail) == (reason, detail)
    assert child.ended


def test_who_sleeps_is_not_waited_for(child: ChildProcess) -> None:
    with pytest.raises(ChildEnded, match=r"time: 0\.2 s"):
        child.ask(b"sleep", seconds=0.2)
    assert child.ended


def test_ctrl_c_does_not_reach_it(child: ChildProcess) -> None:
    os.kill(child.pid, signal.SIGINT)
    assert child.ask(b"echo still here", seconds=20) == b"still here"
    child.close()


def test_a_module_that_does_not_start_says_why(place: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import no_such_module_here")
    with pytest.raises(ChildEnded, match="exception: ModuleNotFoundError"):
        ChildProcess("broken", added=place)


def test_one_that_tells_is_heard_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "teller.py").write_text(
        "import sys\nfrom graph.child_process import Serving\nserving = Serving()\n"
        "for word in sys.argv[1:]:\n    serving.tell(word.encode())\n"
        "if 'last' not in sys.argv:\n    raise SystemExit('no last word')\n"
    )
    before = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in (str(tmp_path), before) if p))
    heard: list[bytes] = []
    told("teller", "one", "two", "last", heard=heard.append)
    assert heard == [b"one", b"two", b"last"]
    with pytest.raises(ChildEnded, match="exception: no last word"):
        told("teller", "one", heard=heard.append)


def test_nothing_depends_on_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert python("-m", "x") == [sys.executable, "-P", "-m", "x"]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", ".", "here", str(ROOT)]))
    assert environment()["PYTHONPATH"].split(os.pathsep) == [str(ROOT)]
    monkeypatch.delenv("PYTHONPATH")
    assert all(map(os.path.isabs, environment().get("PYTHONPATH", "/").split(os.pathsep)))


def test_children_are_started_in_one_place_only() -> None:
    """Of the packages, only `graph.child_process` imports subprocess or multiprocessing."""
    packages = "groundgraph graph extraction retrieval generation evaluation ui queries".split()
    found = set()
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if {"subprocess", "multiprocessing"} & {name.split(".")[0] for name in names}:
                    found.add(str(path.relative_to(ROOT)))
    assert found == {"graph/child_process.py"}


def test_two_threads_have_two_children(place: dict[str, str]) -> None:
    found: dict[int, bytes] = {}

    def ask(number: int) -> None:
        child = ChildProcess("kindergarten", added=place)
        found[number] = child.ask(f"echo {number}".encode(), seconds=30)
        child.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: b"0", 1: b"1"}
