"""The command line. Data goes to stdout, everything else to stderr; exit codes are in
``graph.errors`` (0 done, 1 failed, 2 wrong use, 3 base cannot be used, 4 not found, 5 query
refused or failed, 6 model missing)."""

from __future__ import annotations

import os

from groundgraph.cli.command_line import app


def main() -> None:
    """Run the command line; errors raised on purpose become one line and an exit code."""
    from graph.errors import GroundgraphError
    from graph.spacy_without_torch import leave_torch_out
    from groundgraph.cli.console import fail, upgrades_told
    from groundgraph.cli.offline import stay_offline
    from groundgraph.cli.pipe import until_reader_leaves

    stay_offline()
    leave_torch_out()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        with until_reader_leaves(), upgrades_told():
            app()
    except GroundgraphError as error:
        fail(str(error), error.exit_code)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        fail(f"{error.strerror or error}{where}. Check space and permissions; run it again.", 3)


__all__ = ["app", "main"]
