"""What a language model proposes for a passage, taken out of its reply: JSON that may be cut, may
stand in prose, and may hold anything."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

NOT_JSON = "the reply is no JSON"
CUT = "the reply breaks off"
MALFORMED = "the proposal lacks a part, or has one of a wrong kind"

_LONGEST = 2_000  # characters of one field; more is no phrase of a sentence
MODALITIES = ("none", "must", "may", "should", "can", "will")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A fact in the model's words, all of them quoted from `quote`. `qualifiers` are (kind, words);
    `object` is empty where the verb has none."""

    quote: str
    subject: str
    verb: str
    predicate: str
    object: str
    modality: str
    negated: bool
    qualifiers: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        """For people, in one line."""
        said = " · ".join(part for part in (self.subject, self.verb, self.object) if part)
        more = "; ".join(f"{kind}: {words}" for kind, words in self.qualifiers)
        return f"{said} ({more})" if more else said


@dataclass(frozen=True, slots=True)
class ProposedName:
    """A name in the model's words, with its kind."""

    name: str
    kind: str

    @property
    def line(self) -> str:
        """For people, in one line."""
        return f"{self.name} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reply proposes. `faults` are (reason, what stood there) for all that is none."""

    facts: tuple[ProposedFact, ...] = ()
    names: tuple[ProposedName, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()


def read_reply(raw: str) -> Reply:
    """The proposals of the reply `raw`; never raises. Of a reply that breaks off, what was
    complete is kept."""
    text = _THINKING.sub("", raw)
    whole = _whole(text)
    faults: list[tuple[str, str]] = []
    if whole is not None:
        facts, names = _entries(whole, "facts"), _entries(whole, "names")
    else:
        facts, names = _salvaged(text, "facts"), _salvaged(text, "names")
        faults.append((CUT if facts or names else NOT_JSON, _short(text)))
    read_facts = [(entry, _fact(entry)) for entry in facts]
    read_names = [(entry, _name(entry)) for entry in names]
    for entry, made in (*read_facts, *read_names):
        if made is None:
            faults.append((MALFORMED, _short(json.dumps(entry, ensure_ascii=False))))
    return Reply(
        tuple(dict.fromkeys(made for _, made in read_facts if made is not None)),
        tuple(dict.fromkeys(made for _, made in read_names if made is not None)),
        tuple(faults),
    )


def _whole(text: str) -> dict[str, Any] | None:
    """The object that the reply is or holds, where it is complete."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _entries(whole: dict[str, Any], name: str) -> list[Any]:
    found = whole.get(name, [])
    return found if isinstance(found, list) else [found]


def _salvaged(text: str, name: str) -> list[Any]:
    """The complete members of the list `name` in a text that breaks off."""
    opened = re.search(rf'"{name}"\s*:\s*\[', text)
    found: list[Any] = []
    at = opened.end() if opened else len(text)
    while (match := re.compile(r"\s*,?\s*(?=\{)").match(text, at)) is not None:
        try:
            entry, at = json.JSONDecoder().raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
        found.append(entry)
    return found


def _fact(entry: object) -> ProposedFact | None:
    if not isinstance(entry, dict):
        return None
    quote, subject, verb, predicate = (
        _words(entry.get(name)) for name in ("quote", "subject", "verb", "predicate")
    )
    obj = entry.get("object") or ""
    modality, negated = entry.get("modality", "none"), entry.get("negated", False)
    qualifiers = _qualifiers(entry.get("qualifiers") or [])
    if not (quote and subject and verb and predicate) or qualifiers is None:
        return None
    if not isinstance(obj, str) or len(obj) > _LONGEST:
        return None
    if modality not in MODALITIES or not isinstance(negated, bool):
        return None
    return ProposedFact(quote, subject, verb, predicate, obj.strip(), modality, negated, qualifiers)


def _qualifiers(value: object) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, list):
        return None
    found = []
    for one in value:
        if not isinstance(one, dict):
            return None
        kind, words = _words(one.get("kind")), _words(one.get("words"))
        if not kind or not words:
            return None
        found.append((kind, words))
    return tuple(found)


def _name(entry: object) -> ProposedName | None:
    if not isinstance(entry, dict):
        return None
    name, kind = _words(entry.get("name")), _words(entry.get("kind"))
    return ProposedName(name, kind) if name and kind else None


def _words(value: object) -> str:
    """A short text without the blanks around it; empty for all else."""
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 200 else f"{plain[:199]}…"
