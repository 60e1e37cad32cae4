"""Which language a text is in: English is extracted, everything else is only indexed and searched.

Scripts decide first; among languages in Latin letters, the share of their most common function
words does (short lists, written for this purpose). No model, the same answer everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

ENGLISH = ("en", "und")
"""Languages of documents that are extracted; the others are only searched."""

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters looked at: the beginning, the middle and the end, a third each
_FEWEST = 2  # function words that must be seen
_MARGIN = 1.5  # another language must have so many times the English function words
_PROFILES = {
    "en": "the of and to in is that for it as was with be by on not are this which or from at an "
    "have has had were their its must may shall who when any all if such been will",
    "de": "der die das und ist nicht ein eine den dem des mit von zu im auf für sich auch werden "
    "wird sind als bei oder nach durch aus einer einem nur wenn",
    "fr": "le la les de des et est une dans que qui pour pas sur au aux par avec ce cette sont il "
    "elle nous vous ou être du ne leur ces",
    "es": "el la de los las y es una que en por para con no del se al su como más son este fue "
    "pero lo sus o entre cuando",
    "it": "il la lo gli è una che di per con non del della dei delle nel nella sono anche come "
    "più ha si al questo essere",
    "pt": "os as de é uma que em para com não do da dos das no na por se ao mais são foi como "
    "pelo pela ser sua",
    "nl": "de het een en van is dat niet op te zijn met voor die aan er door bij ook als worden "
    "wordt naar of uit deze om",
    "sv": "och att det som en ett är på för med av inte den till har de om vid kan ska eller från",
    "da": "og at det som en et er på for med af ikke den til har de om ved kan skal eller fra "
    "der blev",
    "no": "og å det som en et er på for med av ikke den til har de om ved kan skal eller fra ble",
    "fi": "ja on ei se että joka ovat oli tai kun myös sen mutta niin jos hän tämä",
    "pl": "na nie się jest że jak od przez dla po są oraz lub za przy",
    "cs": "na se je že jako za po od nebo jsou není při",
    "hu": "az és hogy nem egy van meg ez de ha vagy mint csak volt",
    "ro": "și în din cu pe nu este un care pentru sau mai sunt fi prin",
    "tr": "ve bir bu da de için ile olarak olan gibi daha çok değil ya kadar",
}
_WORDS = {language: frozenset(words.split()) for language, words in _PROFILES.items()}
_SCRIPTS = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("HANGUL", "ko"),
    ("CJK", "zh"),
    ("ARABIC", "ar"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("THAI", "th"),
    ("DEVANAGARI", "hi"),
    ("CYRILLIC", "ru"),
)


def detect(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` is in, or ``und`` where nothing tells
    (numbers only, a few names). One code stands for each script other than Latin: ``ru`` also
    means other Cyrillic languages, ``ar`` other Arabic script."""
    sample = _sample(text)
    script = _script(sample)
    if script:
        return script
    words = [word.casefold() for word in _WORD.findall(sample)]
    scores = {
        language: sum(word in common for word in words) for language, common in _WORDS.items()
    }
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    if scores["en"] * _MARGIN >= scores[best]:
        best = "en"
    return best if scores[best] >= _FEWEST else "und"


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE:
        return text
    third = _SAMPLE // 3
    middle = len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def _script(sample: str) -> str | None:
    """The language of a script other than Latin that most letters are in."""
    letters = Counter(character for character in sample if character.isalpha())
    scripts: Counter[str] = Counter()
    for character, count in letters.items():
        name = unicodedata.name(character, "")
        for prefix, language in _SCRIPTS:
            if name.startswith(prefix):
                scripts[language] += count
                break
    if 2 * scripts.total() <= letters.total():
        return None
    if scripts["ja"] * 10 > scripts.total():
        return "ja"  # Japanese is written with Chinese characters too
    return max(scripts, key=lambda language: (scripts[language], language))
