"""Runs Streamlit's server as ``streamlit run`` does, and keeps it from asking a host elsewhere for
this machine's address, which it would do when a page of another origin knocks."""

from __future__ import annotations

import sys

from streamlit import net_util
from streamlit.web import cli


def _unknown() -> None:
    return None


def main() -> None:
    net_util.get_external_ip = _unknown
    sys.argv[1:1] = ["run"]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
