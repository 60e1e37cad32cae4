"""Quiet and private: a build, a question and a search say nothing but our own lines, and need no
other host. The children run under the network guard (``tests/offline``) and without the variables
that keep libraries offline or silent: an installed copy has none of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WITHOUT = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "TOKENIZERS_PARALLELISM", "PYTHONWARNINGS")
DOCUMENT = {
    "leaks.md": "# POL-1 Leaks\n\nThe Operator must report a leak to the Site Lead within 2 days.\n"
}
LIBRARY = """
import socket, sys
from groundgraph import KnowledgeBase
with KnowledgeBase("kb") as kb:
    kb.build("docs")
    assert kb.ask("How soon must a leak be reported?").passages
    assert kb.search("leak", text_only=True).passages
    assert kb.cypher("MATCH (f:Fact) RETURN f.name AS name")
    kb.backup("copy.sqlite")
    kb.restore("copy.sqlite")
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except PermissionError:
    sys.exit(0)
sys.exit("the network guard was not in place: the test proves nothing")
"""
BUILD_LINE = re.compile(
    r"(reading|extracting|joining|computing|saving|documents:|the base holds|nothing changed) ?"
)
NOISE = re.compile(
    r"warning|deprecat|it/s|%\||hugg|hf_|transformers|torch|tokenizers|spacy|kglite|numpy"
    r"|Traceback|site-packages|\x1b\[",
    re.IGNORECASE,
)


def child(folder: Path, *arguments: str) -> tuple[int, str, str]:
    environment = {k: v for k, v in os.environ.items() if k not in WITHOUT}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_library_writes_nothing(
    small_documents: Callable[[dict[str, str]], Path],
) -> None:
    folder = small_documents(DOCUMENT).parent
    assert child(folder, "-c", LIBRARY) == (0, "", "")


COMMANDS = """
import json, sys
from groundgraph.cli import main
for arguments in json.loads(sys.argv[1]):
    print(*arguments, flush=True)
    print(*arguments, file=sys.stderr, flush=True)
    sys.argv = ["groundgraph", *arguments]
    try:
        main()
    except SystemExit as left:
        if left.code:
            raise
"""


def test_the_commands_write_only_our_lines(
    small_documents: Callable[[dict[str, str]], Path],
) -> None:
    """One process for all of them: each library is loaded by the first that needs it."""
    folder = small_documents(DOCUMENT).parent
    commands = [
        ("build", "docs"),
        ("build", "docs"),
        ("ask", "How soon must a leak be reported?"),
        ("search", "leak"),
        ("stats",),
        ("doctor",),
    ]
    code, out, err = child(folder, "-c", COMMANDS, json.dumps(commands))
    assert code == 0, err
    shown = {" ".join(command) for command in commands}
    said = out.partition("\ndoctor\n")[0]  # doctor names what is installed
    assert [line for line in (said + "\n" + err).splitlines() if NOISE.search(line)] == []
    lines = err.splitlines()
    assert [line for line in lines if line in shown] == [" ".join(c) for c in commands]
    assert [line for line in lines if line not in shown and not BUILD_LINE.match(line)] == []
    after_builds = err.partition("\nask ")[2].splitlines()
    assert [line for line in after_builds[1:] if line not in shown] == []
