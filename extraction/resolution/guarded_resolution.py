"""The base pass of names under the net: a document whose names make it fail is left without names,
and those of all others are resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extraction.failures import Failure, attempt
from extraction.profile import Profile
from extraction.resolution.found_names import Decision, NamesOfDocument, Resolution
from extraction.resolution.whole_base import resolve


def guarded_resolve(
    documents: Sequence[NamesOfDocument], decisions: Iterable[Decision], profile: Profile
) -> tuple[Resolution, dict[str, Failure]]:
    """What `resolve` gives, and document -> failure for those that it was called without. Which
    these are depends on the documents alone, not on their order: blocks of them, by key, join those
    that can be resolved; one that cannot is halved until a single document is left, which takes
    about twice the logarithm of their number for each. Raises what is no document's fault."""
    standing = list(decisions)
    failed: list[Failure] = []
    whole = attempt("names", lambda: resolve(documents, standing, profile), _none, failed)
    if whole is not None:
        return whole, {}
    whole = resolve((), standing, profile)  # where not even this works, no document is the reason
    kept: list[NamesOfDocument] = []
    nameless: dict[str, Failure] = {}
    waiting = [sorted(documents, key=lambda one: one.document)]
    while waiting:
        block = waiting.pop()
        some = [*kept, *block]
        found = attempt("names", lambda: resolve(some, standing, profile), _none, failed)  # noqa: B023
        if found is not None:
            kept, whole = some, found
        elif len(block) == 1:
            nameless[block[0].document] = failed[-1]
        else:
            middle = len(block) // 2
            waiting += [block[middle:], block[:middle]]
    return whole, nameless


def _none() -> None:
    return None
