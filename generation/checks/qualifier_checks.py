"""Whether a statement meets what the question narrows itself to: its names, numbers, bounds, dates
and every other word that says which case is meant. What is not met is named; what is contradicted
("adults" where children are asked about) takes a statement off the top."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generation.checks.cases_asked import other_case
from generation.evidence.answer_spans import answer_spans
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.demands import Demand
from generation.question.measure_nouns import is_given
from generation.question.numbers import bounds, values_in
from generation.question.periods import Period, periods
from graph.tokens import words

_OPPOSITES = tuple(
    frozenset(words(pair))
    for pair in (
        "adult child", "adult minor", "written oral", "written verbal", "full part", "day night",
        "internal external", "domestic foreign", "domestic international", "public private",
        "paper electronic", "male female", "men women", "gross net", "new old", "new used",
        "permanent temporary", "first second", "first third", "second third", "minor major",
        "employer employee", "buyer seller", "landlord tenant", "winter summer", "indoor outdoor",
        "single married", "inside outside", "input output", "import export", "weekday weekend",
        "voluntary mandatory", "inpatient outpatient", "intentional accidental", "urban rural",
        "enable disable", "activate deactivate", "lock unlock", "install uninstall",
        "connect disconnect", "increase decrease", "increase reduce", "add remove", "add delete",
        "start stop", "begin end", "start end", "buy sell",
        "arrive depart", "arrive leave", "hire dismiss", "grant revoke", "grant withdraw",
        "load unload", "accept refuse", "accept reject", "approve refuse", "approve reject",
        "maternity paternity",
    )
)  # fmt: skip


_ADDRESSED = frozenset(("user", "users", "user's", "users'", "user’s"))  # whom "you" means
_YOU = re.compile(r"\byour?\b", re.IGNORECASE)
LONG = 12  # demands; a longer question words some of them its own way
SLACK = 0.25  # the share of them that may be worded otherwise


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a statement meets the question. `unmet`: surfaces of what it does not state;
    `contradicted`: surfaces of what it states otherwise; `unmet_verbs`: how many
    of the question's verbs it words otherwise; `demanded`: how many demands there are; `exact`: all
    names and numbers are met; `strangers`: what is unmet are names that the documents do not
    hold."""

    unmet: tuple[str, ...]
    contradicted: tuple[str, ...]
    unmet_verbs: int = 0
    demanded: int = 0
    exact: bool = True
    strangers: bool = False

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sorts statements that meet more before those that meet less."""
        return bool(self.contradicted), len(self.unmet), self.unmet_verbs

    @property
    def nearly(self) -> bool:
        """Whether all is met but names that stand nowhere in the documents. A plain word that is
        not met is as a rule the very thing that is asked."""
        return not self.contradicted and self.strangers

    @property
    def holds(self) -> bool:
        """Whether everything is met; of a question of many words, nearly everything."""
        few = self.demanded >= LONG and len(self.unmet) <= SLACK * self.demanded and self.exact
        return not self.contradicted and (not self.unmet or few)


def fit(evidence: Evidence, unit: Unit) -> Fit:
    """`unit` with its headings, its lead-ins and the definitions of its terms, against the demands
    of the question."""
    question = evidence.question
    held = evidence.reach(unit)
    open_ = [d for d in question.demands if not _met(d, unit, held, evidence)]
    unmet = [d for d in open_ if d.kind != "verb"]
    contradicted = [d.surface for d in open_ if _opposed(d, unit.inner)]
    contradicted += [d.surface for d in unmet if _replaced(d, question.asked, unit.text)]
    contradicted += [w for w in _ENDS if _other_end(w, question.words, unit.inner)]
    contradicted += [d.surface for d in question.demands if _denied(d, question.asked, unit.text)]
    contradicted += _other_bound(question.asked, unit.text)
    contradicted += other_case(question.asked, unit.text)
    contradicted += _other_time(evidence, unit)
    if unit.sentence.version in evidence.retired:
        contradicted.append("in force")
    return Fit(
        tuple(dict.fromkeys(d.surface for d in unmet)),
        tuple(dict.fromkeys(contradicted)),
        len(open_) - len(unmet),
        len(question.demands),
        all(d.kind == "word" for d in unmet),
        bool(unmet) and all(d.kind == "name" and d.surface not in evidence.names for d in unmet),
    )


def _met(demand: Demand, unit: Unit, held: Iterable[str], evidence: Evidence) -> bool:
    if demand.kind == "name" and demand.surface in unit.names:
        return True
    if demand.kind == "number":
        return _number_met(demand, unit, evidence)
    if demand.surface.casefold() in _ADDRESSED and _YOU.search(unit.text):
        return True
    if demand.kind == "word" and is_given(demand.stems[0], unit.text):
        return True  # "at what temperature": "8 °C"
    return demand.met_by(held) or _spelled(demand, unit.text)


def _spelled(demand: Demand, text: str) -> bool:
    """An acronym of the question whose words stand in `text` ("PHI")."""
    letters = demand.surface
    if not (2 <= len(letters) <= 6 and letters.isupper()):
        return False
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", text.casefold()))
    return letters.casefold() in initials


def _number_met(demand: Demand, unit: Unit, evidence: Evidence) -> bool:
    wanted = values_in(demand.surface)
    if not wanted:  # part of an identifier or of a date
        return demand.met_by(evidence.reach(unit)) or bool(periods(unit.text))
    said = f"{unit.text}\n{unit.above}"
    asked = periods(evidence.question.asked)
    if any(p.first.year == wanted[0] for p in asked) or _in_date(demand, evidence):
        return any(stated.overlaps(one) for stated in periods(said) for one in asked)
    return wanted[0] in values_in(said)


def _in_date(demand: Demand, evidence: Evidence) -> bool:
    asked = evidence.question.asked
    without = re.sub(rf"\b{re.escape(demand.surface)}\b", "", asked)
    return periods(asked) != periods(without)


def _opposed(demand: Demand, inner: Iterable[str]) -> bool:
    others = _others(demand.stems)
    return not others.isdisjoint(inner)


@lru_cache(maxsize=1024)
def _others(stems: tuple[str, ...]) -> frozenset[str]:
    """The opposites of index words."""
    asked = frozenset(stems)
    return frozenset().union(*(pair - asked for pair in _OPPOSITES if pair & asked))


_LINK = r"(?P<link>for|of|to|by|with|without|in|at|from)\s+(?:an?\s+|the\s+|each\s+|every\s+)?"


_BEHIND = re.compile(rf"(?P<head>[^\W\d_]{{3,}})\s+{_LINK}\Z", re.IGNORECASE)
_HEAD = re.compile(r"[\s-]+(?P<head>[^\W\d_]{4,})")
_LETTER = re.compile(r"\w")


def _places(surface: str, asked: str) -> list[tuple[int, int]]:
    """Where `surface` stands in `asked`, in any case, left to right."""
    text, wanted = asked.lower(), surface.lower()
    if len(text) != len(asked) or len(wanted) != len(surface):
        text, wanted = asked, surface
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append((at, at + len(wanted)))
        at = text.find(wanted, at + 1)
    return found


def _is_edge(text: str, at: int) -> bool:
    """Whether a word begins or ends at `at`."""
    inside = [bool(_LETTER.match(text, i)) if 0 <= i < len(text) else False for i in (at - 1, at)]
    return inside[0] != inside[1]


@lru_cache(maxsize=1024)
def _slots(surface: str, asked: str) -> tuple[re.Pattern[str], ...]:
    """What `asked` has `surface` behind ("ticket for …") or before ("…-shift"): patterns that find
    other words there."""
    found = []
    places = _places(surface, asked)
    behind = next(
        (m for at, end in places if _is_edge(asked, end) and (m := _BEHIND.search(asked[:at]))),
        None,
    )
    if behind:
        head, link = re.escape(behind["head"]), behind["link"]
        found.append(re.compile(rf"\b{head}\w{{0,2}}\s+{link}\s+\w", re.IGNORECASE))
    before = next(
        (m for at, end in places if _is_edge(asked, at) and (m := _HEAD.match(asked, end))), None
    )
    if before and before["head"].casefold() not in ("must", "have", "does", "cost"):
        head = re.escape(before["head"])
        found.append(re.compile(rf"\b[^\W\d_]{{3,}}-{head}", re.IGNORECASE))
    return tuple(found)


def _replaced(demand: Demand, asked: str, text: str) -> bool:
    """Whether `text` has other words where the question has `demand`: behind the same word and
    preposition ("ticket for adults"), or joined to the same word ("night-shift workers")."""
    return any(pattern.search(text) for pattern in _slots(demand.surface, asked))


_ENDS = {"minimum": "maximum", "maximum": "minimum", "earliest": "latest", "latest": "earliest"}


def _other_end(word: str, asked: Iterable[str], inner: Iterable[str]) -> bool:
    """Whether the question asks for `word` and a statement says the other end alone."""
    held = set(inner)
    one, other = words(word)[0], words(_ENDS[word])[0]
    return one in asked and other in held and one not in held


_NON = re.compile(r"\bnon-(?:[^\W\d_]+ly )?(?P<what>[^\W\d_]+)", re.IGNORECASE)


def _denied(demand: Demand, asked: str, text: str) -> bool:
    """Whether `text` has the word of `demand` only behind "non-" ("non-residents")."""
    if demand.kind != "word" or not _NON.search(text) or _NON.search(asked):
        return False
    rest = words(_NON.sub(" ", text))
    denied = [word for match in _NON.finditer(text) for word in words(match["what"])]
    return demand.met_by(denied) and not demand.met_by(rest)


def _other_bound(asked: str, text: str) -> list[str]:
    """Bounds of the question that `text` puts on the same number the other way round."""
    wanted = bounds(asked)
    stated = bounds(text) if wanted else []
    return [
        f"{bound.value:g}"
        for bound in wanted
        if any(b.value == bound.value and b.side != bound.side for b in stated)
        and not any(b == bound for b in stated)
    ]


def _other_time(evidence: Evidence, unit: Unit) -> list[str]:
    """The dates asked about, where `unit` states only others, or tells what happened at these apart
    from what is asked; today, where none is asked about and `unit` says until when it held."""
    asked = periods(evidence.question.asked)
    stated = periods(unit.text)
    if not stated:
        return []
    if asked:
        wanted = asked[0]
        held = any(p.overlaps(wanted) for p in stated)
        return [] if held and not _told_apart(evidence, unit, wanted) else [_written(wanted)]
    if evidence.question.present and stated[0].first == stated[0].first.min:
        today = evidence.today
        if all(p.last < today for p in stated):
            return ["today"]
    return []


CLAUSES = re.compile(r";\s+|,?\s+(?:while|whereas|but|though|although)\s+", re.IGNORECASE)
_ONE = re.compile(r"\bones?\b", re.IGNORECASE)


def _told_apart(evidence: Evidence, unit: Unit, wanted: Period) -> bool:
    """Whether the clause of `unit` about `wanted` has no value, and one about another time, which
    has more words of the question, has: "In 2021 it raised £90; in 2022 it was rained off"."""
    question = evidence.question
    own, others = 0, 0
    for clause in CLAUSES.split(unit.text):
        times = periods(clause)
        if not times:
            continue
        years = {float(p.first.year) for p in times}
        valued = not years.issuperset(values_in(_ONE.sub(" ", clause)))
        if question.typed:
            valued = bool(answer_spans(question.expected, clause))
        met = len({word for word in words(clause) if word.isalpha()} & set(question.words))
        if not any(p.overlaps(wanted) for p in times):
            others = max(others, met if valued else 0)
        elif valued:
            return False
        else:
            own = max(own, met)
    return others > own


def _written(period: Period) -> str:
    if period.first == period.last:
        return period.first.isoformat()
    return str(period.first.year)
