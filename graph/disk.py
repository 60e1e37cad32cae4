"""What the file system can refuse (a full disk, a folder that may only be read), and who may read
what is written: the owner alone, unless the owner opened the folder to others."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

_LEAST = 1 << 16  # bytes; SQLite needs 32 KiB beside a record only to open it


def is_full(error: OSError) -> bool:
    """Whether `error` says that disk or quota is used up."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def has_no_room(folder: Path) -> bool:
    """Whether the disk of `folder` is full, for errors that do not say so themselves."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _LEAST


def full_message(folder: Path) -> str:
    """One sentence for a disk that is full, and the next step."""
    return (
        f"The disk that holds {folder} is full; what was there before is unchanged."
        " Free some space on it and run the same command again."
    )


def may_write(path: Path) -> bool:
    """Whether the file or folder `path` may be written: permissions and a file system that is
    mounted read-only both count."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def make_private_folder(path: Path) -> None:
    """The folder `path`, for its owner alone where it is new or empty. Raises `OSError`."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if not any(path.iterdir()):
        path.chmod(PRIVATE_FOLDER)


def protect(path: Path) -> None:
    """Let those read and write the new file or folder `path` who may do so in its folder, and
    nobody else, whatever the umask is."""
    access = stat.S_IMODE(path.parent.stat().st_mode) & 0o777
    with suppress(PermissionError):  # a file system without owners
        path.chmod(access if path.is_dir() else access & 0o666)


def private_opener(path: str, flags: int) -> int:
    """For `open(…, opener=private_opener)`: a file that is made is its owner's alone."""
    return os.open(path, flags, PRIVATE_FILE)
