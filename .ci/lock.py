"""Resolve requirements.lock from pyproject.toml: every package with hashes, without torch and
without what only torch brings. Existing pins are kept where they still fit; ``--upgrade`` moves
them. Run by ``make lock``.

pip-compile resolves for the running interpreter and writes for each package who asked for it
("# via"); a package that nobody but torch (or what torch alone brings) asks for is left out. What
running needs comes first, what only development needs below `DEVELOPMENT`: the Dockerfile cuts
there.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEADER = """\
# Everything but torch and what only torch brings (requirements-torch.txt), with hashes.
# Written by `make lock`; installed with `pip install --no-deps --require-hashes`.
"""
DEVELOPMENT = "# --- development only ---"

# pip-compile drops the markers of an extra's requirements; these have no wheel there.
MARKERS = dict.fromkeys(("ir-measures", "pytrec-eval-terrier"), "platform_machine != 'aarch64'")


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


def parse(resolved: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Package -> its lines ("# via" left out), and package -> who asked for it."""
    pins: dict[str, str] = {}
    parents: dict[str, set[str]] = {}
    for block in re.split(r"^(?=[A-Za-z0-9])", resolved, flags=re.MULTILINE)[1:]:
        lines, _, via = block.partition("    # via")
        name = canonical(lines.partition("==")[0])
        if name in MARKERS:
            pin, _, hashes = lines.partition(" ")
            lines = f"{pin} ; {MARKERS[name]} {hashes}"
        pins[name] = lines.rstrip()
        asked = {line.strip(" #") for line in via.splitlines()} - {""}
        parents[name] = {canonical(parent) for parent in asked if not parent.startswith("-c ")}
    return pins, parents


def needed(roots: set[str], parents: dict[str, set[str]]) -> set[str]:
    """`roots` and everything they ask for, torch and what it asks for left out."""
    found = roots - {"torch"}
    while more := {n for n, asked in parents.items() if asked & found} - found - {"torch"}:
        found |= more
    return found


def canonical(name: str) -> str:
    """The one spelling of a package's name that indexes compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[^\w.-]", text, maxsplit=1)[0]) for text in requirements}


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pins, parents = parse(resolve("--upgrade" in sys.argv))
    running = needed(names(project["dependencies"]), parents)
    development = needed(names(project["optional-dependencies"]["dev"]), parents) - running
    lines = [pins[name] for name in sorted(running)]
    lines += [DEVELOPMENT, *(pins[name] for name in sorted(development))]
    LOCK.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
