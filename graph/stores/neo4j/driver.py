"""The connection to a Neo4j server: address, credentials, and what its errors mean.

The password comes from the environment and goes to the driver, nowhere else: no message, log or
`repr` holds it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from graph.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
OLDEST = (5, 26)

_PASSWORD, _PASSWORD_FILE, _ADDRESS = "NEO4J_PASSWORD", "NEO4J_PASSWORD_FILE", "NEO4J_URI"
_CONNECT_S = 10.0
_RETRY_S = 15.0  # transient errors and lost connections are tried again for so long
_COMMAND_TRIES, _COMMAND_WAIT_S = 20, 0.1
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a store is: `address` with a scheme of `SCHEMES` (``+s``: TLS, ``+ssc``: TLS with a
    certificate that nobody signed), `user`, `password`, `database`."""

    address: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"

    def __post_init__(self) -> None:
        check_address(self.address)

    def __str__(self) -> str:
        return f"database {self.database} at {self.address}"

    @classmethod
    def from_environment(cls, store: str, *, user: str, database: str) -> Server:
        """The server that the setting `store` names: an address, or ``neo4j`` for the one in
        ``NEO4J_URI``. The password is ``NEO4J_PASSWORD``, or the first line of the file that
        ``NEO4J_PASSWORD_FILE`` names. Raises `SettingsError`."""
        address = os.environ.get(_ADDRESS, "") if store == "neo4j" else store
        if not address:
            raise SettingsError(
                f"the setting store is neo4j, and {_ADDRESS} is not set. Set it, for example to "
                "neo4j://localhost:7687, or write the address into the setting."
            )
        return cls(address, user, _password(), database)


def check_address(address: str) -> None:
    """Raises `SettingsError` unless `address` has a known scheme, a host and no credentials."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if "@" in parts.netloc:
        raise SettingsError(
            "the store's address holds a user or a password, which would be kept and shown. Leave "
            f"them out; set neo4j_user, and {_PASSWORD} in the environment."
        )
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise SettingsError(
            f"'{address}' is no address of a store. Use embedded, neo4j (address in {_ADDRESS}), "
            f"or SCHEME://HOST:PORT with one of {', '.join(SCHEMES)}."
        )


def _password() -> str:
    path = os.environ.get(_PASSWORD_FILE)
    if _PASSWORD in os.environ or path is None:
        return os.environ.get(_PASSWORD, "")
    try:
        return Path(path).read_text("utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"the file {path} that {_PASSWORD_FILE} names cannot be read "
            f"({getattr(error, 'strerror', None) or 'not UTF-8'}). Correct the path or the rights."
        ) from None


class ReadOnlyServer(StoreError):
    """The server's database may only be read."""


class Connection:
    """A pool of connections to one server; threads may share it."""

    def __init__(self, server: Server, *, retry_s: float = _RETRY_S) -> None:
        import neo4j

        self.server = server
        self._driver: Driver | None = None
        with self.errors("connect"):
            driver = neo4j.GraphDatabase.driver(
                server.address,
                auth=(server.user, server.password),
                user_agent="groundgraph",
                connection_timeout=_CONNECT_S,
                connection_acquisition_timeout=_CONNECT_S + 5,
                max_transaction_retry_time=retry_s,
                liveness_check_timeout=30.0,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
            try:
                info = driver.get_server_info()
                check_version(str(info.agent), server)
            except BaseException:
                driver.close()
                raise
        self._driver = driver
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()

    def session(self, *, write: bool, fetch_size: int = 1_000) -> Session:
        """A session that reads, or one that may write. Raises `StoreError` once closed."""
        import neo4j

        if self._driver is None:
            raise StoreError(f"The store, {self.server}, is closed; open it again.")
        return self._driver.session(
            database=self.server.database,
            default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
            bookmark_manager=self._bookmarks,
            fetch_size=fetch_size,
        )

    def rows(
        self, cypher: str, parameters: Mapping[str, object] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of one of our own reading queries, in one round trip; what can be tried again is,
        in transactions that the driver repeats. Raises `StoreError`."""
        from neo4j.exceptions import DriverError, Neo4jError

        def work(runner: Session | ManagedTransaction) -> list[dict[str, Any]]:
            return [dict(record) for record in runner.run(cypher, dict(parameters or {}))]

        with self.errors("read"), self.session(write=False) as session:
            try:
                return work(session)
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
            return session.execute_read(work)

    def stream(self, cypher: str) -> Iterator[dict[str, Any]]:
        """Rows of one of our own reading queries, as they come. Raises `StoreError`."""
        with self.errors("read"), self.session(write=False) as session:
            for record in session.run(cypher):
                yield dict(record)

    def write(self, work: Callable[[ManagedTransaction, bool], _Result]) -> _Result:
        """What `work` returns, done in one transaction. It runs again (its second argument is True
        then) after a deadlock, a leader that moved or a lost connection; what it did the first
        time may have been kept. Raises `StoreError`."""
        tries = 0

        def attempt(transaction: ManagedTransaction) -> _Result:
            nonlocal tries
            tries += 1
            return work(transaction, tries > 1)

        with self.errors("write"), self.session(write=True) as session:
            return session.execute_write(attempt)

    def command(self, cypher: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement in a transaction of its own that the server makes (schema commands,
        ``IN TRANSACTIONS``), again after a deadlock: it must do no harm twice. Raises
        `StoreError`."""
        from neo4j.exceptions import TransientError

        with self.errors("write"):
            for left in reversed(range(_COMMAND_TRIES)):
                try:
                    with self.session(write=True) as session:
                        session.run(cypher, dict(parameters or {})).consume()
                    return
                except TransientError:
                    if not left:
                        raise
                    time.sleep(_COMMAND_WAIT_S)

    def close(self) -> None:
        """Close the pool."""
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    @contextmanager
    def errors(self, doing: str) -> Iterator[None]:
        """Turns the driver's errors into `StoreError` with what to do next."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            yield
        except (DriverError, Neo4jError, OSError) as error:
            kind = ReadOnlyServer if _is_read_only(error) else StoreError
            raise kind(explain(error, self.server, doing)) from None
        except (TypeError, ValueError, OverflowError) as error:
            raise StoreError(
                f"A value cannot be kept in Neo4j ({_first_line(error)}), and nothing was changed; "
                "find the document that holds it and correct it."
            ) from None


def check_version(agent: str, server: Server) -> None:
    """Raises `StoreError` unless `agent` (``Neo4j/5.26.26``) is a version that can be used."""
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found is None or (int(found[1]), int(found[2])) < OLDEST:
        raise StoreError(
            f"The server at {server.address} calls itself {agent or 'nothing'}; groundgraph needs "
            f"Neo4j {OLDEST[0]}.{OLDEST[1]} or newer. Upgrade the server, or name another one."
        )


def explain(error: Exception, server: Server, doing: str) -> str:
    """What `error` means for a person who runs groundgraph, and what to do next."""
    from neo4j import exceptions

    code = str(getattr(error, "code", "") or "")
    if isinstance(error, exceptions.AuthError) or code.startswith("Neo.ClientError.Security."):
        if code.endswith("AuthenticationRateLimit"):
            return (
                f"{server.address} refuses user {server.user} for a while after too many wrong "
                f"passwords; wait a few seconds, correct {_PASSWORD} and try again."
            )
        if code.endswith("CredentialsExpired"):
            return (
                f"The password of {server.user} at {server.address} has expired; set a new one "
                "there (ALTER CURRENT USER SET PASSWORD), then try again."
            )
        return (
            f"{server.address} does not accept user {server.user} with this password"
            f"{'' if server.password else ' (none is set)'}; set {_PASSWORD}, or "
            f"{_PASSWORD_FILE}, in the environment, or correct neo4j_user."
        )
    if code.endswith("DatabaseNotFound"):
        return (
            f"There is no {server}; correct neo4j_database, or make the database there (Community "
            "edition has one, named neo4j)."
        )
    if _is_read_only(error):
        return (
            f"The {server} may only be read, and nothing was changed; push to a server that may be "
            "written, or set server.databases.default_to_read_only=false there."
        )
    if code.endswith("MemoryPoolOutOfMemoryError") or "OutOfMemory" in code:
        return (
            f"The {server} has too little memory for this ({_first_line(error)}); give it more "
            "(server.memory.heap.max_size) and run the command again."
        )
    if isinstance(error, exceptions.ConfigurationError):
        return f"{server.address} cannot be used ({_first_line(error)}); correct the address."
    if isinstance(error, exceptions.DriverError | OSError) or code.startswith("Neo.TransientError"):
        lost = (
            "The server did not answer any more in the middle of a change"
            if doing == "write"
            else f"No Neo4j server can be {'reached' if doing == 'connect' else 'read'}"
        )
        then = (
            "what was committed stays; run the same command again to finish and verify it"
            if doing == "write"
            else "start it, or correct the address (host, port, TLS scheme)"
        )
        return f"{lost} at {server.address} ({_first_line(error)}); {then}."
    if ("no such" in str(error) and "index" in str(error)) or code.endswith("IndexNotFound"):
        return (
            f"An index is missing in the {server} ({_first_line(error)}); make it again with: "
            f"groundgraph store push --to {server.address}"
        )
    return (
        f"The {server} refused ({_first_line(error)}); correct what it says, or project the record "
        f"anew with: groundgraph build --rebuild"
    )


def _is_read_only(error: Exception) -> bool:
    text = f"{getattr(error, 'code', '')} {error}".lower()
    return any(sign in text for sign in ("readonly", "read-only", "read only", "read access mode"))


def _first_line(error: Exception) -> str:
    text = " ".join(str(getattr(error, "message", None) or error).split())
    return text[:300].rstrip(". ")
