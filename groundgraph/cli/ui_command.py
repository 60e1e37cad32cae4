"""``ui``: the server of the explorer."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from graph.child_process import environment, python
from graph.errors import SettingsError
from groundgraph.cli.console import err

if TYPE_CHECKING:
    from groundgraph.named_writer import NamedWriter

_SERVER = Path(__file__).resolve().parents[2] / "ui" / "server.py"
"""Found, not imported: pages import the front door, never the other way round."""


def run_ui(
    kb: Path,
    port: int,
    address: str,
    *,
    hosts: Sequence[str] = (),
    read_only: bool,
    allow_writes: bool,
    writer: NamedWriter | None = None,
) -> None:
    """Serve the explorer until it is stopped. Beyond loopback it is read-only, unless
    `allow_writes`. `hosts` are further names that it is reached by (a proxy's). `writer`: the
    language model that it starts with. Raises `SettingsError` where the address cannot be used, or
    others would reach the model, and `ModelError` where there is no such model."""
    if read_only and allow_writes:
        raise SettingsError("--read-only and --allow-writes exclude each other. Leave one out.")
    others = bool(hosts) or not is_loopback(address)
    if writer is not None:
        _look_for(writer, others=others)
    writes = not read_only
    if not is_loopback(address):
        writes = allow_writes
        err.print(f"[bold yellow]warning:[/] {_warning(address, writes)}")
    _require_free(address, port)
    host = socket.gethostname() if address in ("0.0.0.0", "::") else address
    shown = f"[{host}]" if ":" in host else host
    command = [
        *python(str(_SERVER), str(_SERVER.with_name("app.py"))),
        "--server.address", address, "--server.port", str(port), "--server.headless", "true",
        "--browser.serverAddress", shown, "--server.fileWatcherType", "none",
        "--logger.level", "error", "--browser.gatherUsageStats", "false",
        "--global.developmentMode", "false",
        "--", "--kb", str(kb.resolve()), *([] if writes else ["--read-only"]),
        *(["--others"] if others else []),
        *([] if writer is None else ["--llm", writer.to_json()]),
        *(part for name in (*hosts, *_own_name(address)) for part in ("--host", name)),
    ]  # fmt: skip
    note = "" if writes else ", read-only"
    err.print(f"explorer on http://{shown}:{port}{note} (stop with Ctrl-C)", markup=False)
    # The server takes this process's place, so that a signal to it ends the server. What Streamlit
    # says on stdout is not ours.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execve(command[0], command, environment())


def _look_for(writer: NamedWriter, *, others: bool) -> None:
    """Say where questions will go, before anything is served; what is wrong with the name is an
    error now, not at the first question."""
    from groundgraph.cli.chosen_writer import opened_writer
    from groundgraph.cli.offline import stay_offline
    from groundgraph.cli.written_part import print_banner
    from groundgraph.named_writer import require_there

    if others:
        raise SettingsError(
            "no language model writes in an explorer that other machines reach: it would be paid "
            "for, and reached, by whoever opens the page. Leave --llm out, or --address and --host."
        )
    model = opened_writer(writer)
    stay_offline()  # what had to be downloaded is there
    warned = require_there(writer)
    print_banner(err, model.name, model.where)
    if warned:
        err.print(f"[bold yellow]warning:[/] {escape(warned)}")


def _own_name(address: str) -> tuple[str, ...]:
    """The name that the server was told to listen on, where it is one."""
    return () if address in ("0.0.0.0", "::") or ":" in address else (address,)


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches `address`."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _warning(address: str, writes: bool) -> str:
    reach = f"whoever reaches {address} reads every document of this base; there is no log-in."
    if writes:
        return (
            f"{reach} With --allow-writes they also add documents and opinions in your name. Put a "
            "proxy that authenticates in front of it."
        )
    return f"{reach} Nothing they do is recorded (--allow-writes would change that)."


def _require_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise SettingsError(
                f"port {port} on {address} cannot be used ({error.strerror}). Choose another one "
                "with --port."
            ) from error
