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


def without_torch(resolved: str) -> dict[str, str]:
    """Package -> its lines, less torch and what is there for torch alone; "# via" left out."""
    pins: dict[str, str] = {}
    parents: dict[str, set[str]] = {}
    for block in re.split(r"^(?=[A-Za-z0-9])", resolved, flags=re.MULTILINE)[1:]:
        lines, _, via = block.partition("    # via")
        name = lines.partition("==")[0].lower()
        pins[name] = lines.rstrip()
        asked = {line.strip(" #") for line in via.splitlines()} - {""}
        parents[name] = {parent for parent in asked if not parent.startswith("-c ")}
    left_out = {"torch"}
    while more := {name for name in pins if parents[name] <= left_out} - left_out:
        left_out |= more
    return {name: text for name, text in pins.items() if name not in left_out}


def main() -> None:
    packages = without_torch(resolve("--upgrade" in sys.argv))
    for name, marker in MARKERS.items():
        pin, _, hashes = packages[name].partition(" ")
        packages[name] = f"{pin} ; {marker} {hashes}"
    LOCK.write_text(HEADER + "\n".join(packages.values()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
