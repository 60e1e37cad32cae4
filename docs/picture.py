"""Draws docs/answer.svg: the real answer to the demo's question over the example documents.

python docs/picture.py [KB]      (KB: a base that is already built; without it one is built)
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

import examples
from groundgraph import KnowledgeBase
from groundgraph.cli.build_commands import DEMO_QUESTION
from groundgraph.cli.card import print_card

TARGET = Path(__file__).with_name("answer.svg")


def draw(folder: Path) -> str:
    """The card of the demo's answer as SVG, with the reader's own monospace font (no font is
    fetched)."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    with KnowledgeBase(folder, profile="regulation") as base:
        if not base.exists:
            base.build(Path(examples.__file__).parent / "documents")
        console.print(f'[dim]$[/] groundgraph ask "{DEMO_QUESTION}"\n')
        print_card(console, base.ask(DEMO_QUESTION))
    svg = console.export_svg(title="groundgraph", unique_id="answer")
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary, "kb")
        TARGET.write_text(draw(base), "utf-8")
