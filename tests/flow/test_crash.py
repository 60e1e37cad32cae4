"""Killed at any moment: the next open is consistent, the rerun ends in the same graph, and a
reader in another process sees no error meanwhile. Five kills here, fifty in ``make soak``."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FILES = ("sop-014-incident-handling.md", "sop-021-vigilance-reporting.md")
BUILD = (
    "import sys\nfrom groundgraph import KnowledgeBase\n"
    "KnowledgeBase(sys.argv[1], profile='regulation').build(*sys.argv[2:])\n"
)
READ = (
    "import sys, time\nfrom groundgraph import KnowledgeBase\n"
    "end = time.monotonic() + float(sys.argv[2])\nn = 0\n"
    "while time.monotonic() < end:\n"
    "    kb = KnowledgeBase(sys.argv[1])\n"
    "    rows = kb.cypher('MATCH (d:Document) RETURN d.id AS id')\n"
    "    hits = kb.search('pump failure', text_only=True)\n"
    "    assert len(rows) >= 1 and hits.passages, (rows, hits)\n"
    "    kb.close(); n += 1\n"
    "print(n)\n"
)


def kills(count: int, folder: Path) -> None:
    base = folder / "kb"
    documents = [str(EXAMPLES / "documents" / name) for name in FILES]
    with KnowledgeBase(folder / "whole", profile="regulation") as kb:
        started = time.monotonic()
        expected = kb.build(*documents).content_hash
        length = time.monotonic() - started + 4  # a child also imports the libraries
    with KnowledgeBase(base, profile="regulation") as kb:
        kb.build(documents[0])
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(base), str(count * length * 0.5)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    generator = random.Random(20261123)
    interrupted = 0
    for _ in range(count):
        child = subprocess.Popen(
            [sys.executable, "-c", BUILD, str(base), *documents], stderr=subprocess.DEVNULL
        )
        time.sleep(generator.uniform(0.3, 1.0) * length)
        if child.poll() is None:
            os.kill(child.pid, signal.SIGKILL)
            interrupted += 1
        child.wait()
        with KnowledgeBase(base) as kb:
            assert kb.verify() == []
    with KnowledgeBase(base, profile="regulation") as kb:
        assert kb.build(*documents).content_hash == expected
        assert kb.verify() == []
    out, err = reader.communicate(timeout=120)
    assert reader.returncode == 0, err
    assert int(out) > 0
    assert interrupted > 0, "no build was interrupted: the test proved nothing"


def test_five_kills(tmp_path: Path) -> None:
    kills(5, tmp_path)


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("GROUNDGRAPH_SOAK"), reason="long; run: make soak")
def test_fifty_kills(tmp_path: Path) -> None:
    kills(50, tmp_path)
