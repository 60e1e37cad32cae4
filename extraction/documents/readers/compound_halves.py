"""English words whose first half is written with a hyphen ("two-thirds", "anti-fouling"): a closed
list of such halves, each with the words in which it is none ("ten-ant", "anti-cipate").
"""

from __future__ import annotations

import re

_NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred""".split()
)
_ENDINGS = re.compile(
    r"(?:e?r|e?rs|e?st|ly|ness|e?n|ened|ening|ings?|e?d|e?s|ish|i?ty|y|al|t?hs?|teens?|teenth"
    r"|e?enth|e?een|t?ieth|ties|fold|some|self|dom|ship|ward|wards)\Z"
)
# Halves that are written apart, and how the words begin in which they are not.
_FIRST = {
    "all": "ow|eg|oc|ev|oy|ian|ied|ies|igat|it|ud|ot|ur|erg",
    "anti": "bi|bod|c\\Z|cip|cs|dot|gen|gon|lop|phon|podes|qu|the",
    "cross": "bar|ov|road|word",
    "double": "",
    "first": "",
    "five": "",
    "four": "",
    "free": "lanc|way|hold",
    "full": "",
    "half": "way",
    "hard": "ware|back|cover|wood",
    "high": "way|light|land",
    "long": "ev|itud|hand|shore|stand",
    "low": "land",
    "mid": "dl|night|day|land|wi[fv]|summer|winter|way|stream|point",
    "multi": "pl|tud|lateral|media|national",
    "non": "sens|e\\Z|ethe|chal",
    "one": "rous",
    "open": "",
    "part": "ak|i|ner|ook|ridge|ur",
    "post": "a|card|box|code|eri|hum|man|mark|mast|mort|office|pon|scri|ul|ur|war",
    "pseudo": "nym",
    "quasi": "",
    "second": "ar|hand",
    "self": "",
    "semi": "col|cond|n",
    "short": "ag|bread|com|cut|fall|hand|list|sight|stop",
    "single": "t|ton",
    "six": "pence",
    "soft": "ware|wood",
    "ten": "a|d[eo]|ding|et|on|or|si|tat|u",
    "vice": "roy",
    "well": "head|ing|spring",
}
_SOME = {  # halves that are seldom written apart, and how the words begin in which they are
    "co": """author chair defend director ed educat exist found insur op ordin own pay pilot
    tenan work""",
    "ex": """ante chair director employee gratia husband member minister officer officio owner
    partner post president service spouse vat wife works""",
}
_EXCEPT = {first: re.compile(words) for first, words in _FIRST.items() if words}
_ONLY = {first: re.compile("|".join(words.split())) for first, words in _SOME.items()}
_SECOND = frozenset(
    """approved based driven free oriented owned related resistant shaped sized specific term third
    thirds year""".split()
)
_PREFIXES = frozenset("auto bi cor de dis in inter mis out over pre re sub un under up".split())


def keeps_hyphen(first: str, second: str) -> bool:
    """Whether two halves of a word, in small letters, are written with a hyphen between them."""
    if len(first) == 1:  # "e-mail", "x-ray": no word is divided behind one letter
        return True
    if first in _ONLY:
        return bool(_ONLY[first].match(second))
    if first in _NUMBERS or first in _FIRST:
        known = _EXCEPT.get(first)
        return not _ENDINGS.match(second) and not (known and known.match(second))
    return second in _SECOND and len(first) > 2 and first not in _PREFIXES
