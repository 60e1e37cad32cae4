"""The net around one document: a step that fails on it is named, something empty stands in its
place, and the rest of the build goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from graph.errors import GroundgraphError

T = TypeVar("T")
U = TypeVar("U")

CODE = "extraction-failed"
_LONGEST = 200  # characters of a library's own message


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that could not be taken for a document. `step`: ``passages``, ``sentences``,
    ``facts``, ``names``, ``references``; `reason`: the exception in one line."""

    step: str
    reason: str

    def detail(self, document: str) -> str:
        """The sentence for people, which ends with what to do."""
        return (
            f"the {self.step} of {document} could not be read ({self.reason}); its text is "
            "searched all the same. Report this to the authors of groundgraph with the document, "
            "or correct the document; a newer version of groundgraph tries again."
        )


def attempt(
    step: str, make: Callable[[], T], instead: Callable[[], U], into: list[Failure]
) -> T | U:
    """What `make` gives; where it fails, what `instead` gives, and a `Failure` in `into`.

    What says something of the machine and nothing of the document goes through: no memory, no
    model, a stopped build.
    """
    try:
        return make()
    except (MemoryError, GroundgraphError, OSError):
        raise
    except Exception as error:
        into.append(Failure(step, reason_of(error)))
        return instead()


def reason_of(error: BaseException) -> str:
    """An exception in one line: ``IndexError: list index out of range``."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:_LONGEST]}" if words else type(error).__name__
