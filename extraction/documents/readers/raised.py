"""Superscripts and subscripts as text, for every format that has them.

A raised number is an exponent, a part of a symbol, or the mark of a footnote, and only its
surroundings tell which. The rule, in this order:

1. A mark in brackets, a link, ``*`` or ``†`` is a footnote mark.
2. Before a slash and a lowered or plain number it is a fraction's numerator ("5 1/2 kg"); two
   digits right after an amount of money, where the document has no such note, are its cents.
3. Where a block begins with it, it is the label of a note ("[2] On Sundays …"), or the mass number
   of an element that follows at once ("¹⁴C").
4. Letters inside a name ("McKay"), the raised end of a short form ("Mme", "Dr"), and "st", "nd",
   "rd" and "th" after a digit, a Roman number or a lone letter belong to the word; "TM" and "SM"
   are their signs, an "o" after a number is ° and after an N it is º.
5. It is an exponent or charge where it has a sign ("10⁻⁶", "Ca²⁺"), or stands after 10, 2 or e;
   after a unit of length ("25 m³"); after a letter that stands alone ("x²") or a bracket without
   words ("(a + b)²"); after any number where a mathematical sign follows ("3² = 9").
6. What is left after a word, a unit or a bracket ("24 hours²") is a footnote mark. After a digit
   ("50³ cents") it is one only where the document has a note of that label; else it stays a raised
   digit, which no reader of numbers takes for one.

Exponents and subscripts become Unicode's characters where it has them, else ``^(…)`` and ``_(…)``.
A footnote mark is set in brackets and stands at the end of its sentence, before the full stop:
there it cuts no number from its unit and is still read with what it qualifies. (Measured on
sentences with marks behind numbers, units and names: left where it was, in any form, a third of
the answers and facts was lost; at the end of the sentence, none.)
"""

from __future__ import annotations

import re

from extraction.documents.boundaries import sentences

OPENING, CLOSING = "\ufdd0", "\ufdd1"  # noncharacters around a mark until its sentence is known
_UP = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−–=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISABLE = re.compile(r"[0-9+\-−–=()ni]+\Z")
_LOWERABLE = re.compile(r"(?:[0-9+\-−–=()]+|[aehijklmnoprstuvx]|[0-9+\-−–inkm]+)\Z")
_BRACKETED = re.compile(r"\[\s*+([^\[\]]{1,12}?)\s*\]\Z")
_ROUND = re.compile(r"\(\s?(\d{1,2}|[a-z]|\*+)\s?\)\Z")
_WORD_END = re.compile(r"[^\W\d_]{2,}[)\"”’.,;:]{0,2}\Z")
_SYMBOL = re.compile(r"[*†‡§¶#⁎∗]+\Z")
_MARK = re.compile(r"\w{1,3}(?:\s?[,;–-]\s?\w{1,3}){0,5}\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|re|ème|eme|e)\Z", re.I)
_SIGNS = {"tm": "™", "sm": "℠", "(r)": "®", "®": "®", "©": "©", "(c)": "©", "℠": "℠", "™": "™"}
_DEGREES = ("o", "º", "°", "◦", "˚", "∘")
_COUNTED = re.compile(r"(?<![^\W\d_])(?:[IVXLC]{2,}|[VX]|[iknNmjpq])\Z")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{1,4}\Z")
_NAME_BEFORE = re.compile(r"(?<![^\W_])[A-Z][a-z]?\Z")
_NAME_AFTER = re.compile(r"[^\W\d_][^\W\d_A-Z]{2}|[A-Z]{3}")
_CONTRACTED = frozenset(  # short forms that are written with a raised end
    "mme mmes mlle mlles mgr mr mrs dr drs st ste sts nos cie co jr sr bros ltd hon honble esq "
    "esqr jno robt thos edwd chas lt capt sgt prof vve bd ave".split()
)
_HOUR = re.compile(r"(?<![\w.,])(?:[01]?\d|2[0-4])\Z")
_O_CLOCK = re.compile(r"(?:\s?[–-]\s?\d{1,4})?\s?(?:Uhr|o[’']clock|hrs?\b|h\b|[ap]\.?m\b)")
_SIGNED = re.compile(r"[+\-−–]\s?[\dn]{0,3}\Z|\d{1,2}\s?[+\-−–]\Z")
_ELEMENT = re.compile(r"(?:[A-Z][a-z]?)(?![A-Za-z])|[A-Z][a-z]?[-₀-₉]")
_POWER = re.compile(r"(?<![\w.,])(?:10|2|e)\Z")
_LENGTH = re.compile(
    r"(?:(?:\d|\bper|\bsquare|\bcubic)\s?|[/·]\s?|\A)"
    r"(?:[mkcdµμnp]?m|hm|ft|in|yd|mi)\Z|[\d/·]\s?(?:m|s)/s\Z|/\s?s\Z"
)
_LENGTH_WORD = re.compile(
    r"(?:met(?:re|er)s?|(?:square|cubic)\s\w+|f(?:oo|ee)t|inch(?:es)?|yards?|miles?)\Z", re.I
)
_LONE_LETTER = re.compile(r"(?<![^\W_])(?<!\d )[^\W\d_]\Z")
_LETTERED = re.compile(  # "vitamin C", "Class B", not "and R"
    r"(?<![A-Za-z])(?!(?:and|for|from|that|the|then|when|where|with) )[A-Za-z]{3,} [A-Z]\Z"
)
_BRACKET = re.compile(r"\(([^()]{1,60})\)\Z")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_EQUATION = re.compile(r"\s?[=×·+^⋅]")
_MARKED = re.compile(f" ?{OPENING}([^{OPENING}{CLOSING}]*){CLOSING}( ?)")
_FORMULA = re.compile(r"[=×·+*/]\s?[^\W\d_]{1,2}\Z")
_SLASHED = re.compile(r"\s?[/⁄∕]\s?(?:(?P<low>[₀-₉]{1,4})|(?P<plain>\d{1,3})(?![\d.,]\d|\d))")
_NUMERATOR = re.compile(r"(?<![\w.,/])\d{1,3}\s?[/⁄∕]\s?\Z")
_SLASH = re.compile(r"(?<=\d)\s?[⁄∕]\s?(?=\d)")
_CODE = r"(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|INR|CNY)"
_WHOLE_MONEY = re.compile(  # an amount without cents, its currency before it
    rf"(?:[$£¥\u20a0-\u20c0]|\b{_CODE})\s?(?:\d{{1,3}}(?:[,.  ]\d{{3}})+|\d+)\Z"
)
_WHOLE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[,. ]\d{3})+|\d+)\Z")
_CURRENCY = re.compile(rf"\s?(?:[$£¥\u20a0-\u20c0]|{_CODE}\b|(?:euro|dollar|pound|franc)s?\b)")
_NOTE = re.compile(  # how a block begins that is a note: "[2] …", "2) …", "2. On Sundays …"
    r"\s*(?:\[\^?(\w{1,3})\]|\(?(\d{1,3}|[a-z])\)|(\d{1,3})[.:]?\s*(?=[\"“‘(]?[^\W\d_a-z]))"
)
_LAST = 80  # characters before a mark that may decide


def raised(before: str, mark: str, after: str, *, linked: bool = False, noted: bool = False) -> str:
    """The text for superscript `mark` between `before` and `after` (its block's text so far, and
    what follows at once). `linked`: it is a link to a note; `noted`: a note of that label is in
    the document. A footnote mark comes back in `OPENING` and `CLOSING`, for `settled`.
    """
    mark = " ".join(mark.split())
    before = before[-_LAST:]
    if not mark:
        return ""
    bare = before.rstrip()
    attached = before[-1:].isspace() or not bare
    bracketed = _BRACKETED.match(mark)
    if bracketed is None and len(bare) > 1 and _WORD_END.search(bare):
        bracketed = _ROUND.match(mark)
    if bracketed or _SYMBOL.match(mark) or (linked and _MARK.match(mark)):
        label = bracketed.group(1) if bracketed else mark
        return _footnote(label) if bare else _label(label, after)
    if _is_numerator(before, mark, after, noted):
        return f" {mark}" if before[-1:].isdecimal() else mark
    if not noted and _is_cents(before, mark, after):
        return f".{mark}"
    if not bare and _MARK.match(mark) and not _ELEMENT.match(after):
        return _label(mark, after)
    if mark.casefold() in _SIGNS:
        return _SIGNS[mark.casefold()]
    if _belongs(before, mark, after, noted):
        return mark
    if _is_degree(bare, mark, after, noted):
        return "°"
    if mark in ("o", "º") and bare[-1:] in ("N", "n") and re.match(r"\s?\d", after):
        return "º"
    if not noted and _is_minutes(before, mark, after):
        return f":{mark}"
    if len(mark) > 12 or _WORDS.search(mark):
        return f" {mark} "
    if (attached and _ELEMENT.match(after)) or is_exponent(bare, mark, after, noted=noted):
        return superscript(mark)
    if before[-1:].isdecimal() and mark.isdecimal() and not noted:
        return superscript(mark)
    return _footnote(mark) if _MARK.match(mark) else superscript(mark)


def _is_numerator(before: str, mark: str, after: str, noted: bool) -> bool:
    """Whether `mark` begins a fraction: before a lowered number always, before a plain one where
    it is the smaller and nothing else."""
    slashed = _SLASHED.match(after)
    if slashed is None or not (mark.isdecimal() and len(mark) < 4):
        return False
    if before and (
        before[-1].isalpha() or not (before[-1].isdecimal() or before[-1] in " \n\u2028\u00a0([–—-")
    ):
        return False
    if slashed["low"]:
        return True
    smaller = int(mark) < int(slashed["plain"])
    return smaller and not noted and not is_exponent(before.rstrip(), mark, after)


def _belongs(before: str, mark: str, after: str, noted: bool) -> bool:
    """Whether raised letters are a part of the word or number that they stand in."""
    if not mark.isalpha():
        return False
    ordinal = _ORDINAL.match(mark) is not None
    if ordinal and (before[-1:].isdigit() or (not noted and _COUNTED.search(before))):
        return True
    if mark.islower() and _NAME_BEFORE.search(before) and _NAME_AFTER.match(after):
        return True
    word = _WORD.search(before)
    ends = not after[:1].isalpha()
    return word is not None and ends and not noted and word[0].casefold() + mark in _CONTRACTED


def _is_degree(bare: str, mark: str, after: str, noted: bool) -> bool:
    if mark in ("o", "0", "º") and re.match(r"\s?[CF]\b", after):
        return True
    return mark in _DEGREES and bare[-1:].isdigit() and not noted


def _is_minutes(before: str, mark: str, after: str) -> bool:
    minutes = re.match(r"[0-5]\d\Z", mark) is not None
    return minutes and _HOUR.search(before) is not None and _O_CLOCK.match(after) is not None


def _is_cents(before: str, mark: str, after: str) -> bool:
    """Whether `mark` stands for the cents of the whole amount of money before it."""
    if not (mark.isdecimal() and len(mark) == 2):
        return False
    if _WHOLE_MONEY.search(before):
        return True
    return _WHOLE.search(before) is not None and _CURRENCY.match(after) is not None


def label_of_note(block: str) -> str:
    """The label with which the text of a block begins that may be a note, else nothing."""
    found = _NOTE.match(block[:_LAST])
    return "" if found is None else found[1] or found[2] or found[3]


def is_exponent(before: str, mark: str, after: str = "", *, noted: bool = False) -> bool:
    """Whether a raised `mark` after `before` is an exponent or charge, by rule 5 of this module."""
    if _SIGNED.match(mark):
        return True
    if not re.match(r"[\dnmkxyijNT⁰¹²³⁴-⁹⁻ⁿ]+\Z|[^\w\s]", mark) and len(mark) < 3:
        return False
    if mark == "1":
        return False
    if _POWER.search(before) or _FORMULA.search(before):
        return True
    if mark in ("2", "3", "4") and (
        _LENGTH.search(before) or (not noted and _LENGTH_WORD.search(before))
    ):
        return True
    if _LONE_LETTER.search(before):
        return not (_LETTERED.search(before) and (noted or mark.isalpha()))
    bracket = _BRACKET.search(before)
    if bracket is not None:
        return not _WORDS.search(bracket.group(1))
    return before[-1:].isdigit() and _EQUATION.match(after) is not None


def superscript(mark: str) -> str:
    """`mark` in raised characters, else ``^(…)``."""
    return mark.translate(_UP) if _RAISABLE.match(mark) else f"^({mark})"


def lowered(before: str, mark: str) -> str:
    """The text for subscript `mark`: "CO₂", "xᵢ"; letters behind a letter are just joined
    ("Cmax")."""
    mark = " ".join(mark.split())
    if not mark:
        return ""
    if mark.isdecimal() and _NUMERATOR.search(before[-_LAST:]):
        return mark
    if _LOWERABLE.match(mark):
        return mark.translate(_DOWN)
    if len(mark) > 12 or " " in mark:
        return f" {mark} "
    if mark.isalpha() and before[-1:].isalpha():
        return mark
    return f"_({mark})"


def lowered_digits(mark: str) -> str:
    """`mark` in lowered characters, as `raised` wants what is lowered behind its mark."""
    return mark.translate(_DOWN) if mark.strip().isdecimal() else mark


def _footnote(label: str) -> str:
    return f"{OPENING}{label.translate({ord(OPENING): None, ord(CLOSING): None})}{CLOSING}"


def _label(label: str, after: str) -> str:
    return f"[{label}]" if after[:1].isspace() else f"[{label}] "


def settled(text: str) -> str:
    """`text` with its footnote marks at the ends of their sentences, and the slash of a fraction
    the plain one. Linear."""
    text = _SLASH.sub("/", text)
    if OPENING not in text:
        return text
    parts: list[str] = []
    marks: list[tuple[int, str]] = []  # (offset in the text without marks, label)
    length = at = 0
    for match in _MARKED.finditer(text):
        parts.append(text[at : match.start()])
        length += match.start() - at
        marks.append((length, match.group(1)))
        at = match.end()
        opened = match.group().startswith(" ")
        inside = text[max(0, match.start() - 1) : match.start()].isalpha()
        if match.group(2) or ((opened or inside) and text[at : at + 1].isalnum()):
            parts.append(" ")
            length += 1
    parts.append(text[at:])
    return _with_marks("".join(parts), marks)


def _with_marks(text: str, marks: list[tuple[int, str]]) -> str:
    made: list[str] = []
    reached = number = 0
    for sentence in sentences(text, 0, len(text)):
        labels: dict[str, None] = {}
        while number < len(marks) and marks[number][0] <= _inner_end(text, sentence.end):
            labels[marks[number][1]] = None
            number += 1
        if labels:
            words = text[sentence.start : sentence.end].rstrip().rstrip("\"'”’)]").rstrip(".!?…:;,")
            end = sentence.start + len(words)
            made += [text[reached:end], *(f" [{label}]" for label in labels)]
            reached = end
    made.append(text[reached:])
    made += [f" [{label}]" for _, label in marks[number:]]
    return "".join(made)


def _inner_end(text: str, end: int) -> int:
    """The end of a sentence without the white space after it."""
    while end and text[end - 1].isspace():
        end -= 1
    return end
