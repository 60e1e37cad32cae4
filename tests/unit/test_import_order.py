"""kglite and sentence-transformers in one process, without any variable in the environment: either
both load, or the error names the variable to set, whichever comes first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

GRAPH = "from graph.stores import graph_file; graph_file.engine()"
MODEL = (
    "from retrieval.embedders import SentenceTransformersEmbedder as E; "
    "from sentence_transformers import SentenceTransformer"
)
MODEL_OF_OURS = (
    "from retrieval.embedders import SentenceTransformersEmbedder as E\n"
    "try:\n    E.__new__(E)._model\nexcept AttributeError: pass"  # loaded; there is no folder
)
NAMED = "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096"


@pytest.mark.parametrize("first_then", [(MODEL, GRAPH), (GRAPH, MODEL_OF_OURS)])
def test_both_load_or_the_variable_is_named(first_then: tuple[str, str]) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "GLIBC_TUNABLES"}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(first_then)],
        env=environment,
        capture_output=True,
        text=True,
    )
    last = done.stderr.strip().rsplit("\n", 1)[-1]
    assert done.returncode == 0 or (NAMED in last and "Error: " in last), done.stderr
    assert done.returncode == 0 or last.startswith("graph.errors.")
