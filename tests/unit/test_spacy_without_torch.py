"""A program of ours parses without torch, and says the same; where torch is there already, or
nobody said that the program is ours, spaCy is left as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
PARSE = """
import json, sys
from graph.english_parser import load_language
said = [(w.text, w.tag_, w.dep_, w.head.i) for w in load_language()("The pilot rings the bell.")]
from thinc import compat
import thinc.compat
assert thinc.compat is compat
print(json.dumps([said, compat.has_torch, "torch" in sys.modules]))
"""
OURS = "from graph.spacy_without_torch import leave_torch_out; leave_torch_out()\n"


@pytest.fixture
def parsed(python_in: Run, tmp_path: Path) -> Callable[[str], Any]:
    def parse(first: str) -> Any:
        status, out, err = python_in(tmp_path, "-c", first + PARSE)
        assert (status, err) == (0, "")
        return json.loads(out)

    return parse


def test_only_a_program_of_ours_leaves_torch_out(parsed: Callable[[str], Any]) -> None:
    said, has_torch, loaded = parsed("")
    assert (has_torch, loaded) == (True, True)
    assert parsed(OURS) == [said, False, False]
    assert parsed(f"{OURS}import torch\n") == [said, True, True]


def test_torch_is_there_for_others_afterwards(python_in: Run, tmp_path: Path) -> None:
    code = f"{OURS}{PARSE}import torch\nprint(torch.ones(2).sum().item())\n"
    status, out, err = python_in(tmp_path, "-c", code)
    assert (status, out.splitlines()[1:], err) == (0, ["2.0"], "")
