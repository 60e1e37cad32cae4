"""The option that names a base, for every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Kb = Annotated[Path, typer.Option("--kb", help="folder of the knowledge base")]
KB = Path("kb")
