"""What lies in a base's folder because somebody made it to keep: no erasure deletes it, and no
backup holds it."""

from __future__ import annotations

from pathlib import Path

from graph.content_register import made_by_people


def kept_in(folder: Path) -> list[Path]:
    """Files of the base in `folder`, and folders of such files once, by name."""
    found = set()
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and made_by_people(inside.as_posix()):
            found.add(folder / inside.parts[0])
    return sorted(found)
