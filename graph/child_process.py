"""The one way to start a child process of our own: what it is started with, what it may use, how it
is spoken to, and why it ended.

A child runs ``python -P -m MODULE``: nothing in the current folder is imported. It answers one
message at a time, bytes for bytes, over its standard input and output; whatever a library prints
there is lost. It never hears Ctrl-C, and ends when its parent does.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import site
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, BinaryIO, Literal

Reason = Literal["exception", "crash", "memory", "time", "killed", "wrong output"]

START_SECONDS = 120.0
"""What a child may take until it is ready."""

_LENGTH = struct.Struct(">Q")
_PART = 1 << 20
_OUT_OF_MEMORY = 77  # the exit code of a child that had no more memory
_MEMORY_WORDS = re.compile(
    rb"MemoryError|bad_alloc|memory allocation of|[Oo]ut of memory|Cannot allocate memory"
)
_KEPT_OF_ERRORS = 4_000  # bytes from the end of what a child wrote to its standard error


class ChildEnded(Exception):
    """A child ended, or had to be ended, before it answered.

    `reason`: ``exception`` (it said so and went), ``crash`` (by a signal of its own), ``memory``,
    ``time`` (processor time, or the time its parent would wait), ``killed`` (from outside),
    ``wrong output`` (what it wrote is no answer). `detail` is a few words: the signal, the limit.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail


def python(*arguments: str) -> list[str]:
    """The command line of a child with these arguments (``-m`` and a module, or a file)."""
    return [sys.executable, "-P", *arguments]


def environment(added: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: this one's with `added`; `PYTHONPATH` has no entry that depends
    on the current folder, and leads to groundgraph where only this process was told where it is."""
    found = {**os.environ, **(added or {})}
    paths = [p for p in found.pop("PYTHONPATH", "").split(os.pathsep) if os.path.isabs(p)]
    home = str(Path(__file__).resolve().parent.parent)
    if home not in (*paths, *site.getsitepackages(), site.getusersitepackages()):
        paths.append(home)
    if paths:
        found["PYTHONPATH"] = os.pathsep.join(paths)
    return found


class ChildProcess:
    """A child that runs `module` and answers messages; see `Serving` for its side. `greeting` is
    what it told first. Not for threads to share. Raises `ChildEnded` where it does not become
    ready."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        added: Mapping[str, str] | None = None,
        start_seconds: float = START_SECONDS,
    ) -> None:
        self.greeting = b""
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `close`)
        self._process = subprocess.Popen(
            python("-m", module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**environment(added), "MALLOC_ARENA_MAX": "2"},
            bufsize=0,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        try:
            self.greeting = self._receive(time.monotonic() + start_seconds, start_seconds)
        except ChildEnded:
            self.close()
            raise

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self._process.poll() is not None

    def ask(self, message: bytes, *, seconds: float) -> bytes:
        """The answer to `message`, which has to come in `seconds`. Raises `ChildEnded`; the child
        is gone then."""
        deadline = time.monotonic() + seconds
        try:
            self._send(_LENGTH.pack(len(message)), deadline, seconds)
            self._send(message, deadline, seconds)
            return self._receive(deadline, seconds)
        except ChildEnded:
            self.close()
            raise

    def listen(self) -> bytes | None:
        """What it tells next, without being asked, however long that takes; None where it ended by
        itself. Raises `ChildEnded` where it did not."""
        select.select([self._out], [], [])
        try:
            return self._receive(time.monotonic() + START_SECONDS, START_SECONDS)
        except ChildEnded:
            if self._process.returncode == 0:
                return None
            raise

    def close(self) -> None:
        """End it."""
        if self._errors.closed:
            return
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def _send(self, data: bytes, deadline: float, seconds: float) -> None:
        rest = memoryview(data)
        while rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._in], [], left)[1]:
                raise ChildEnded("time", f"{seconds:g} s")
            try:
                rest = rest[os.write(self._in, rest[:_PART]) :]
            except BrokenPipeError:
                raise self._ending() from None

    def _receive(self, deadline: float, seconds: float) -> bytes:
        head = self._exactly(_LENGTH.size, deadline, seconds)
        return self._exactly(_LENGTH.unpack(head)[0], deadline, seconds)

    def _exactly(self, count: int, deadline: float, seconds: float) -> bytes:
        parts: list[bytes] = []
        while count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                raise ChildEnded("time", f"{seconds:g} s")
            part = os.read(self._out, min(count, _PART))
            if not part:
                raise self._ending()
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def _ending(self) -> ChildEnded:
        """Why it closed its output."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return ChildEnded("wrong output", "it closed its output and went on")
        errors = self._last_errors()
        if code == _OUT_OF_MEMORY or (code != 0 and _MEMORY_WORDS.search(errors)):
            return ChildEnded("memory", "no more memory")
        if code == -signal.SIGXCPU:
            return ChildEnded("time", "processor time")
        if code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP):
            return ChildEnded("killed", signal.Signals(-code).name)
        if code < 0:
            return ChildEnded("crash", signal.Signals(-code).name)
        if code == 0:
            return ChildEnded("wrong output", "it ended without an answer")
        said = errors.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1].strip()
        return ChildEnded("exception", said or f"exit code {code}")

    def _last_errors(self) -> bytes:
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _KEPT_OF_ERRORS))
        return self._errors.read()


def told(module: str, *arguments: str, heard: Callable[[bytes], None]) -> None:
    """Run `module` to its end, and hand on each message that it tells. Raises `ChildEnded` where it
    ends in another way than by itself."""
    child = ChildProcess(module, *arguments)
    try:
        message: bytes | None = child.greeting
        while message is not None:
            heard(message)
            message = child.listen()
    finally:
        child.close()


# --- the child's side --------------------------------------------------------------------------


class Serving:
    """A child's side: its streams are its own from now on, what is printed goes nowhere."""

    def __init__(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
        self._in = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb")
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)

    def tell(self, message: bytes = b"") -> None:
        """Say something to the parent, first of all that this process is ready."""
        write_message(self._out, message)

    def serve(
        self,
        answer: Callable[[bytes], bytes],
        *,
        seconds_for: Callable[[bytes], float] | None = None,
    ) -> None:
        """Answer messages until the parent is gone. `seconds_for` gives the processor time that a
        message may take. Ends the process where there is no more memory."""
        while (message := read_message(self._in)) is not None:
            if seconds_for is not None:
                limit_processor_time(seconds_for(message))
            try:
                answered = answer(message)
                del message
                write_message(self._out, answered)
            except MemoryError:
                os._exit(_OUT_OF_MEMORY)


def write_message(stream: BinaryIO, message: bytes) -> None:
    """One message: its length, then its bytes."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length)
    return message if len(message) == length else None


def limit_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has now. Where the system has no such limit
    (macOS ignores it) only the time is limited."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
        allowed = taken + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def limit_processor_time(seconds: float) -> None:
    """End this process by SIGXCPU when it has worked so many seconds from now on."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        end = int(time.process_time() + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))
