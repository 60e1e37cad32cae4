"""Guards the plain package names (`graph`, `ui`, `queries` …) against an application's own.

A folder or file called ``graph`` that comes earlier on ``sys.path`` would be imported in place of
ours, and fail far from the cause. So the front door looks first.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "graph",
    "extraction",
    "retrieval",
    "generation",
    "evaluation",
    "learning",
    "ui",
    "queries",
    "examples",
)


def _found(package: str) -> Path | None:
    """The file that ``import package`` would run or has run; None where there is none."""
    loaded = sys.modules.get(package)
    if loaded is not None:
        origin = getattr(loaded, "__file__", None)
    else:
        spec = find_spec(package)
        origin = spec.origin if spec is not None else None
    return Path(origin).resolve() if origin else None


def check_packages() -> None:
    """Raise `ImportError` unless every package of groundgraph lies beside this one.

    The message names the file in the way and what to do. Nothing is imported.
    """
    home = Path(__file__).resolve().parent.parent
    for package in PACKAGES:
        ours = home / package / "__init__.py"
        found = _found(package)
        if found == ours:
            continue
        if not ours.is_file():
            raise ImportError(
                f"groundgraph is not whole: {ours} is missing. Install groundgraph again."
            )
        raise ImportError(
            f"groundgraph needs its own package '{package}', but Python finds {found} in its way. "
            f"Rename that or start Python from another folder "
            f"(the command `groundgraph` works in any folder)."
        )


def other_owners() -> dict[str, list[str]]:
    """Package of ours -> other installed distributions that hold one of the same name: whichever
    is installed last overwrites the other's files, and pip does not say so."""
    from importlib.metadata import packages_distributions

    installed = packages_distributions()
    found = {
        package: sorted(set(installed.get(package, ())) - {"groundgraph"}) for package in PACKAGES
    }
    return {package: owners for package, owners in found.items() if owners}
