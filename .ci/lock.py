"""Resolve requirements.lock from pyproject.toml: every package with hashes, without torch and
without what only torch brings. Existing pins are kept where they still fit; ``--upgrade`` moves
them. Run by ``make lock``.

pip-compile resolves for the running interpreter and writes for each package who asked for it
("# via"); a package that nobody but torch (or what torch alone brings) asks for is left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = """\
# Everything but torch and what only torch brings (requirements-torch.txt), with hashes.
# Written by `make lock`; installed with `pip install --no-deps --require-hashes`.
"""


def resolve(upgrade: bool) -> str:
    """pip-compile's output, torch included."""
    torch = (ROOT / "requirements-torch.txt").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "lock.txt")
        if LOCK.exists() and not upgrade:
            output.write_text(LOCK.read_text("utf-8"), "utf-8")
        constraint = Path(folder, "torch.txt")
        constraint.write_text(torch, "utf-8")
        command = [sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes"]
        command += ["--allow-unsafe", "--strip-extras", "--extra=dev", "--no-header"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"]
        command += [f"--constraint={constraint}", f"--output-file={output}", "pyproject.toml"]
        subprocess.run(command, cwd=ROOT, check=True)
        return output.read_text("utf-8")


def without_torch(resolved: str) -> str:
    """`resolved` less torch and the packages that are there for torch alone."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", resolved, flags=re.MULTILINE)[1:]
    packages: dict[str, tuple[str, set[str]]] = {}
    for block in blocks:
        name = re.match(r"[A-Za-z0-9._-]+", block).group().lower()  # type: ignore[union-attr]
        _, _, via = block.partition("# via")
        parents = {line.strip(" #") for line in via.splitlines() if line.strip(" #")}
        pins = [line for line in block.partition("    # via")[0].splitlines() if line.strip()]
        packages[name] = ("\n".join(pins), {p for p in parents if not p.startswith("-c ")})
    left_out = {"torch"}
    while more := {n for n, (_, via) in packages.items() if via <= left_out} - left_out:
        left_out |= more
    return HEADER + "\n".join(text for n, (text, _) in packages.items() if n not in left_out) + "\n"


if __name__ == "__main__":
    LOCK.write_text(without_torch(resolve("--upgrade" in sys.argv)), "utf-8")
