"""Runs Streamlit's server as ``streamlit run`` does, behind `ui.request_guard`, and keeps it from
asking a host elsewhere for this machine's address, which it would do when a page of another origin
knocks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from streamlit import net_util
from streamlit.web import cli
from streamlit.web.server.starlette import starlette_server

from ui.request_guard import RequestGuard, served_hosts


def _unknown() -> None:
    return None


def _named_hosts(arguments: Sequence[str]) -> list[str]:
    """Values of each ``--host`` of the explorer's own arguments."""
    return [value for option, value in pairwise(arguments) if option == "--host"]


def main() -> None:
    net_util.get_external_ip = _unknown
    hosts = served_hosts(_named_hosts(sys.argv))
    server: Any = starlette_server
    unguarded = server.create_starlette_app

    def guarded(runtime: Any) -> RequestGuard:
        return RequestGuard(unguarded(runtime), hosts)

    server.create_starlette_app = guarded
    sys.argv[1:1] = ["run"]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
