"""What the file system can refuse: a full disk, a folder that may only be read."""

from __future__ import annotations

import errno
import os
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
