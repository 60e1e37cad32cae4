"""What a question demands of the statement that answers it: every word that narrows it (whom,
where, which kind, how many), its names and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from generation.question.answer_types import MEASURES
from generation.question.numbers import COUNTS
from generation.question.periods import is_date
from generation.question.word_families import holds
from graph.tokens import STOP_WORDS, words

DemandKind = Literal["word", "verb", "name", "number"]

_TOKEN = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:/\d+)+|[^\W_]+(?:[-'’.][^\W_]+)*")
# Words that say what is done with the answer or hold a sentence together: nothing is narrowed.
_SOFT = frozenset(
    words(
        "say says said state states describe explain give please know mean means meant called "
        "apply applies happen happens do does thing things way ways rule rules long often soon "
        "many much time limit period deadline date day days hour hours week weeks month months "
        "year years "
        "minute minutes number amount kind kinds type types person people one ones someone anyone "
        "anybody somebody everyone company name term word short question ask want need get make "
        "let take come go use have has had there main whole maximum minimum least most "
        "information reason purpose case cases example examples include includes list considered "
        "regarded treated expected able us we our you i my mine your exactly currently current now "
        "still already also ever actually usually normally generally must may shall should count "
        "counts qualify certain specific particular different various each every any all last "
        "lasts allowed required possible consist contain contains hold holds tell total within via "
        "upon during among against between across per toward towards instead rather without due "
        "quickly promptly fast frequently immediately late early old far yes no also much please "
        "details detail name names seems seem mentioned mention stated specified according "
        "based related regarding concerning provide available category categories feature features "
        "option options website site forbidden barred prohibited permitted even percentage "
        "whether another along anyway away"
    )
)
_VERBS = (
    "accept access achieve acknowledge act add address advise affect agree aim allow amend "
    "announce answer appear appoint approach approve arise arrange arrive ask assess assign "
    "assist attend avoid base bear become begin believe belong bring build buy calculate call "
    "cancel carry cause change charge check choose claim close collect combine come commit "
    "compare complete comply confirm conduct connect consider contact continue contribute "
    "control convert copy cost cover create deal decide declare deliver demand depend design "
    "determine develop differ disclose discover discuss display dispose distribute divide draw "
    "drive drop eat employ enable encourage end enforce engage enjoy ensure enter establish "
    "evaluate examine exceed exchange execute exercise exist expect explain express extend "
    "face fail fall feel file fill find finish fit fix follow forget form gain gather give go "
    "govern grant grow handle happen hear help hire hold identify impact impose improve inform "
    "increase indicate influence inspect install intend introduce invest involve issue join "
    "judge keep know lead learn leave lend live load look lose maintain make manage mark meet "
    "modify monitor move name notify obtain occur offer open operate order organise organize "
    "own participate pass pay perform permit pick place plan play post prepare present "
    "prevent proceed process produce prohibit protect prove publish purchase put qualify raise "
    "reach read receive recommend record reduce refer refuse register reject release rely "
    "remain remove renew repeat replace reply report represent request resolve respond "
    "restrict result retain return reveal review run save see seek select sell send serve set "
    "settle share show sign speak spend stand start stay stop submit suffer suggest supply "
    "support suspend take talk teach terminate test think track train transfer treat try "
    "turn update use verify visit wait wear withdraw work write "
    "adjust configure customise customize activate deactivate enable disable delete erase "
    "install uninstall lock unlock connect disconnect setup"
)
VERBS = frozenset(words(_VERBS))
_FORMS = frozenset(_VERBS.split())
"""Index words of what is done, not to whom or which: a verb that the statement words otherwise
takes no tick."""


_ENDS_LIKE_WHO = re.compile(r"(?P<one>\w{2,}(?:er|or))(?:s|['’]s|s['’])?$")
_THING = re.compile(r"(?:organi|customi|speciali|reali)[sz]ations?$|\w+ments?$")
_FREQUENT = frozenset("hourly daily weekly monthly quarterly yearly annual annually".split())
_NUMBERED = re.compile(r"\d{1,3}(?:-\d{1,3})+|\d+(?:/\d+)+")  # "form 64-8", "file 12/0034"
_HOW = re.compile(r"\bhow\s+$", re.IGNORECASE)  # "how large" asks for a size
_ADVERB = 5  # letters; longer words in "ly" say how
_NOUN = re.compile(
    r"\b(?:an?|the|of|for|on|about|its|their|his|her|our|my|your)\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that the answering statement must hold. `surface` as the question writes it;
    `stems` its index words: one of a plain word, all of a name. A ``verb`` may be
    worded otherwise."""

    kind: DemandKind
    surface: str
    stems: tuple[str, ...]

    def met_by(self, held: Iterable[str]) -> bool:
        """Whether all of its words, or relatives of them, are among the index words `held`."""
        held = held if isinstance(held, frozenset) else frozenset(held)
        return all(
            stem in held or (self.kind in ("word", "verb") and holds(stem, held))
            for stem in self.stems
        )


def demands(asked: str, names: Iterable[str]) -> tuple[Demand, ...]:
    """The demands of the sentence `asked`, in order; `names` are those of its question."""
    found: dict[tuple[str, ...], Demand] = {}
    named: set[str] = set()
    for name in names:
        stems = tuple(words(name))
        if stems and name in asked:
            found[stems] = Demand("name", name, stems)
            named |= set(stems)
    for match in _TOKEN.finditer(asked):
        noun = _NOUN.search(asked[: match.start()]) is not None
        whole = tuple(words(match.group()))
        if _NUMBERED.fullmatch(match.group()) and not is_date(match.group()):
            found.setdefault(whole, Demand("name", match.group(), whole))
            continue
        for surface in match.group().split("-"):
            stems = tuple(words(surface))
            folded = surface.casefold()
            if not stems or folded in STOP_WORDS or _is_soft(folded, stems, named):
                continue
            if folded in MEASURES and _HOW.search(asked[: match.start()]):
                continue
            if folded.endswith("ly") and len(folded) > _ADVERB and folded not in _FREQUENT:
                continue
            found.setdefault(stems, Demand(_kind(folded, stems[0], noun=noun), surface, stems))
    return tuple(found.values())


def _is_soft(folded: str, stems: tuple[str, ...], named: set[str]) -> bool:
    return set(stems) <= named or (set(stems) <= _SOFT and folded not in _FREQUENT)


def _kind(folded: str, stem: str, *, noun: bool) -> DemandKind:
    if folded in COUNTS or folded[0].isdigit() or is_date(folded):
        return "number"
    return "verb" if stem in VERBS and not (noun or _is_noun(folded)) else "word"


def _is_noun(folded: str) -> bool:
    """Whether a word that has the stem of a verb names who does it, or a thing: "operator"."""
    who = _ENDS_LIKE_WHO.fullmatch(folded)
    if who is not None:
        return who["one"] not in _FORMS
    return _THING.fullmatch(folded) is not None
