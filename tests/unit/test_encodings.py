"""Encodings: labels of the standard, byte order marks, and what is recognized without either."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers.encoding import decode
from extraction.documents.readers.encoding_labels import (
    declared_label,
    decode_as,
    standard_name,
)
from graph.errors import ReadError

SENTENCES = {
    "english": "The harbour master’s log must be kept for 10 years – “without gaps”. "
    "A copy costs £35, or €40 by post; the pump runs at 5 µl and 21 °C.\r\n",
    "english-short": "The café closes at ten.\n",
    "french": "Le gérant doit prévenir la mairie dès que la chaudière a été arrêtée "
    ": c’est l’élève ingénieur qui tient le registre des contrôles, où tout reçu est "
    "gardé.\n",
    "german": "Der Betreiber muss die Behörde unverzüglich über größere Störungen unterrichte"
    "n. Für Schäden haftet er selbst; Öl darf nicht in den Fluss gelangen.\n",
    "spanish": "El capitán debe avisar al puerto dentro de 12 horas. ¿Quién paga el "
    "daño? La compañía, según el artículo 7, también en otoño.\n",
    "portuguese": "A direção não pode adiar a inspeção; os responsáveis são avisados "
    "até amanhã. O pão é entregue às sete, e a água também.\n",
    "italian": "Il direttore può chiudere la piscina perché l’acqua è sporca. La società "
    "deve avvisare la città, e così farà più tardi.\n",
    "dutch": "De beheerder moet de storing één uur na de melding hebben verholpen; "
    "de coördinatie is in handen van België, en zoöplankton wordt niet geïmporteerd.\n",
    "swedish": "Företaget måste anmäla läckan inom två dygn. Är vattnet för varmt får "
    "pumpen inte användas; åtgärder skall införas.\n",
    "danish": "Kaptajnen skal underrette havnen inden for tre døgn. Både mænd og kvinder "
    "må bære hjælm, når kranen kører på øen.\n",
    "norwegian": "Skipsføreren må varsle havnen på dagen. Det er ikke lov å røyke på "
    "låven når høyet tørker.\n",
    "finnish": "Työnantajan täytyy ilmoittaa häiriöstä kahden päivän kuluessa. Tämä "
    "ei estä käyttöä, jos lämpötila pysyy määrätyissä rajoissa.\n",
    "icelandic": "Skipstjórinn á að tilkynna höfninni það innan þriggja daga. Ekki "
    "má nota krana ef veðrið er vont, og síðan þarf að skoða hann.\n",
    "polish": "Kierownik musi zgłosić awarię w ciągu trzech dni. Każdą próbkę należy "
    "przechować w chłodni, a jeżeli będzie uszkodzona – zniszczyć.\n",
    "czech": "Správce musí nahlásit poruchu do tří dnů. Každý vzorek uchovává při nízké "
    "teplotě, jinak je třeba ho zničit; výjimky určí ředitel.\n",
    "slovak": "Správca musí nahlásiť poruchu do troch dní. Každú vzorku treba uchovávať "
    "v chlade, inak ju treba zničiť; výnimky určí riaditeľ.\n",
    "hungarian": "A vezetőnek három napon belül jelentenie kell a hibát. Minden mintát "
    "hűvös helyen kell őrizni, és ha sérült, meg kell semmisíteni.\n",
    "romanian": "Administratorul trebuie să anunţe defecţiunea în trei zile. Orice "
    "probă se păstrează la rece, iar dacă este ştearsă, se distruge în faţa unui martor.\n",
    "romanian-comma": "Administratorul trebuie să anunțe defecțiunea în trei zile. "
    "Orice probă se păstrează la rece, iar dacă este ștearsă, se distruge în fața unui "
    "martor.\n",
    "croatian": "Upravitelj mora prijaviti kvar u roku od tri dana. Svaki uzorak čuva "
    "se na hladnome, a ako je oštećen, treba ga uništiti; iznimke određuje načelnik.\n",
    "turkish": "İşletmeci arızayı üç gün içinde bildirmek zorundadır. Her örnek soğukta "
    "saklanır ve bozulduğu için yok edilir; ayrıntılar müdür tarafından belirlenir.\n",
    "lithuanian": "Vadovas privalo pranešti apie gedimą per tris dienas. Kiekvienas "
    "mėginys turi būti laikomas šaltai, o jeigu sugadintas, jį reikia sunaikinti už miesto.\n",
    "latvian": "Vadītājam jāziņo par bojājumu trīs dienu laikā. Katrs paraugs jāglabā "
    "vēsumā, un, ja tas ir bojāts, tas jāiznīcina; izņēmumus nosaka priekšnieks.\n",
    "estonian": "Juhataja peab rikkest teatama kolme päeva jooksul. Iga proov tuleb "
    "hoida külmas, ja kui see on kõlbmatu, siis hävitatakse see õues.\n",
    "russian": "Капитан обязан сообщить о течи в порт не позднее трёх суток. Если насос "
    "стоит, вода не должна подниматься выше отметки 5; журнал хранится десять лет.\n",
    "ukrainian": "Капітан зобов’язаний повідомити порт про течу протягом трьох діб. "
    "Якщо насос не працює, її мають усунути; журнал зберігається десять років.\n",
    "bulgarian": "Капитанът трябва да съобщи за теча в пристанището до три дни. Ако "
    "помпата не работи, водата не бива да се вдига над знака; дневникът се пази десет "
    "години.\n",
    "greek": "Ο πλοίαρχος πρέπει να ενημερώσει το λιμάνι μέσα σε τρεις ημέρες. Όταν "
    "η αντλία δεν λειτουργεί, το νερό δεν επιτρέπεται να ανέβει πάνω από το όριο.\n",
    "hebrew": "רב החובל חייב להודיע לנמל על הדליפה בתוך שלושה ימים. אם המשאבה אינה "
    "פועלת, המים לא יעלו מעל הקו.\n",
    "arabic": "يجب على الربان أن يبلغ الميناء عن التسرب خلال ثلاثة أيام. إذا توقفت "
    "المضخة فلا يجوز أن يرتفع الماء فوق الخط.\n",
    "thai": "กัปตันต้องแจ้งการรั่วไหลต่อท่าเรือภายในสามวัน ถ้าปั๊มไม่ทำงาน น้ำต้องไม่สูงเกินเส้น\n",
    "chinese": "船长必须在三天之内向港口报告漏水的情况。如果水泵不工作，水面不得高过红线；日"
    "志要保存十年。\n",
    "chinese-traditional": "船長必須在三天之內向港口報告漏水的情況。如果水泵不工作，水面不得"
    "高過紅線；日誌要保存十年。\n",
    "japanese": "船長は漏水を三日以内に港へ報告しなければならない。ポンプが動かない場合、水位"
    "は赤い線を超えてはならない。記録は十年間保存する。\n",
    "korean": "선장은 누수를 사흘 안에 항구에 보고해야 한다. 펌프가 움직이지 않으면 "
    "물은 붉은 선을 넘어서는 안 된다. 일지는 십 년 동안 보관한다.\n",
}

# (sentence, encoding it is written in)
PAIRS = [
    *((language, "cp1252") for language in list(SENTENCES)[:13]),
    *((language, "mac_roman") for language in ("english", "french", "german", "italian", "danish")),
    ("german", "cp850"),
    ("french", "cp437"),
    *((language, "cp1250") for language in ("polish", "czech", "slovak", "hungarian", "croatian")),
    *((language, "iso8859_2") for language in ("czech", "slovak", "hungarian", "romanian")),
    ("polish", "cp852"),
    ("romanian", "cp1250"),
    ("romanian-comma", "iso8859_16"),
    ("turkish", "cp1254"),
    *((language, "cp1257") for language in ("lithuanian", "latvian", "estonian")),
    ("russian", "cp1251"),
    ("russian", "koi8_r"),
    ("russian", "cp866"),
    ("russian", "iso8859_5"),
    ("russian", "mac_cyrillic"),
    ("ukrainian", "cp1251"),
    ("bulgarian", "cp1251"),
    ("greek", "cp1253"),
    ("greek", "iso8859_7"),
    ("hebrew", "cp1255"),
    ("arabic", "cp1256"),
    ("arabic", "iso8859_6"),
    ("thai", "cp874"),
    ("chinese", "gbk"),
    ("chinese-traditional", "big5"),
    ("japanese", "shift_jis"),
    ("japanese", "euc_jp"),
    ("japanese", "iso2022_jp"),
    ("korean", "euc_kr"),
    ("english", "cp500"),
    ("english", "utf-16-le"),
    ("russian", "utf-16-be"),
    ("chinese", "utf-16-le"),
    ("korean", "utf-16-be"),
    ("greek", "utf-32-le"),
    ("japanese", "utf-8-sig"),
]


# In windows-1250 the same bytes read as the older spelling with cedillas: nothing tells them apart.
AMBIGUOUS = {("romanian-comma", "iso8859_16")}


def written(language: str, encoding: str) -> bytes:
    """The sentence twice, without the characters that the encoding does not have."""
    return (SENTENCES[language] * 2).encode(encoding, "ignore")


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_sixty_texts_are_read_in_their_encoding(language: str, encoding: str) -> None:
    data = written(language, encoding)
    text, notes = decode(data, "a.txt")
    assert text == data.decode(encoding) or (language, encoding) in AMBIGUOUS
    assert encoding == "utf-8-sig" or [note.code for note in notes] == ["encoding"]


def test_there_are_sixty_pairs_in_more_than_twelve_languages() -> None:
    assert len(PAIRS) >= 60 and len({language.split("-")[0] for language, _ in PAIRS}) >= 12
    assert len(AMBIGUOUS) <= 2


def test_the_note_names_the_encoding_and_its_rival() -> None:
    _, [note] = decode(written("romanian-comma", "iso8859_16"), "a.txt")
    assert note.detail.startswith("Read as windows-1250 (iso-8859-")
    _, [note] = decode(written("polish", "iso8859_2"), "a.txt")
    assert note.detail.startswith("Read as iso-8859-2; ")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Das kostet 35 € für alle.", "cp1252"),
        ("The keeper’s dose is 5 µg at 21 °C – no more.", "cp1252"),
        ("A toll of £35 is due.", "cp1252"),
        ("The keeper’s log – kept “dry” – costs £35.", "mac_roman"),
        ("Müller & Söhne", "cp1252"),
        ("naïve", "cp1252"),
        ("Ma è così.", "cp1252"),
        ("Żółć i gęś", "cp1250"),
        ("Насос стоит.", "cp1251"),
        ("Насос стоит.", "koi8_r"),
        ("The clerk’s desk", "cp1252"),
        ("Señor García, ¿dónde está?", "mac_roman"),
        ("§ 5 applies © 2020", "cp1252"),
        ("½ cup, 3 × 4 m²", "cp1252"),
        ("A 5 µg dose at 21 °C ± 1 °C.", "mac_roman"),
        ("ต้องแจ้งท่าเรือ", "cp874"),
        ("船长必须报告漏水的情况", "utf-16-le"),
        ("必须报告。", "gbk"),
        ("報告する必要がある。", "shift_jis"),
    ],
)
def test_short_texts(text: str, encoding: str) -> None:
    read, notes = decode(text.encode(encoding), "a.txt")
    assert read == text and notes


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "windows-1252"),
        ("ISO-8859-1", "windows-1252"),
        (" ascii ", "windows-1252"),
        ("UTF8", "utf-8"),
        ("gb2312", "gbk"),
        ("x-sjis", "shift_jis"),
        ("ks_c_5601-1987", "euc-kr"),
        ("iso-8859-9", "windows-1254"),
        ("unicode", "utf-16le"),
        ("undefined", None),
        ("", None),
    ],
)
def test_labels_mean_what_the_standard_says(label: str, name: str | None) -> None:
    assert standard_name(label) == name


@pytest.mark.parametrize("label", ["latin1", "iso-8859-2", "koi8-r", "shift_jis", "windows-1255"])
def test_every_name_of_the_standard_can_be_decoded(label: str) -> None:
    name = standard_name(label)
    assert name and decode_as(b"plain", name) == "plain"


def test_unassigned_bytes_of_windows_code_pages_are_control_characters() -> None:
    assert decode_as(b"a\x81\x80", "windows-1252") == "a\x81€"


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<?xml version="1.0" encoding="koi8-r"?><html>', "koi8-r"),
        (b'<html><head><META charset="latin1">', "latin1"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=undefined'>", "undefined"),
        (b"<p>charset=utf-8</p>", None),
    ],
)
def test_what_a_page_says_of_itself(head: bytes, label: str | None) -> None:
    assert declared_label(head) == label


def test_a_declared_encoding_is_followed_without_a_note() -> None:
    data = written("polish", "iso8859_2")
    assert decode(data, "a.html", "latin2") == (data.decode("iso8859_2"), ())
    assert decode(b"5 \x80", "a.html", "latin1") == ("5 €", ())


def test_a_label_that_is_none_is_ignored_with_a_note() -> None:
    text, notes = decode(written("french", "cp1252"), "a.html", "undefined")
    assert text == SENTENCES["french"] * 2
    assert [note.code for note in notes] == ["encoding-label", "encoding"]
    assert '"undefined"' in notes[0].detail


def test_utf8_that_calls_itself_otherwise_is_utf8_with_a_note() -> None:
    text, [note] = decode("Größe".encode(), "a.html", "iso-8859-1")
    assert text == "Größe" and "iso-8859-1" in note.detail and "UTF-8" in note.detail
    assert decode(b"plain", "a.html", "iso-8859-1") == ("plain", ())


def test_a_few_foreign_bytes_do_not_spoil_utf8() -> None:
    data = "Größe, Maß, Öl, über, fünf, schön; ".encode() + b"5 \xb5g"
    text, [note] = decode(data, "a.txt")
    assert text == "Größe, Maß, Öl, über, fünf, schön; 5 µg"
    assert "bytes in 1 places" in note.detail and "windows-1252" in note.detail


def test_a_few_zero_bytes_do_not_make_ascii_utf16() -> None:
    data = (
        "A page\r\nsaid café 6.00p".encode("cp1252") + b"\x07\x00\x02\x00\x00" + b" good text." * 40
    )
    data += b"." * (len(data) % 2)
    text, _ = decode(data, "a.html")
    assert text.startswith("A page") and "good text." in text


def test_a_cut_off_end_is_shown_and_noted() -> None:
    text, notes = decode("Größe, Maß, Öl, über, fünf – schön".encode()[:-3] + b"\xe2\x80", "a.txt")
    assert text.endswith("\ufffd") and notes


def test_damage_below_a_byte_order_mark_is_noted() -> None:
    text, [note] = decode(b"\xef\xbb\xbf" + "Maß ".encode() + b"\xff\xff", "a.txt")
    assert text == "Maß \ufffd\ufffd"
    assert note.code == "unreadable-characters" and note.detail.startswith("2 characters")


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1))
def test_utf8_is_always_utf8(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode(("words " + text).encode(), "a.txt") == ("words " + text, ())


@given(st.binary(min_size=1, max_size=300), st.sampled_from([None, "latin1", "big5", "none"]))
def test_no_bytes_are_read_as_anything_but_text_or_a_named_reason(
    data: bytes, label: str | None
) -> None:
    try:
        text, notes = decode(b"words " + data, "a.txt", label)
    except ReadError as error:
        assert str(error).endswith(".")
    else:
        text.encode("utf-8")
        assert "\ufffd" not in text or notes or "\ufffd".encode() in data


@pytest.mark.parametrize(
    ("size", "seeds"),
    [(200, 20), (1_000, 20), (5_000, 8), (40_000, 2),
     *(pytest.param(size, 100, marks=pytest.mark.soak) for size in (5_000, 40_000))],
)  # fmt: skip
def test_bytes_at_random_are_no_text(size: int, seeds: int) -> None:
    for seed in range(seeds):
        with pytest.raises(ReadError, match="holds no readable text"):
            decode(Random(seed).randbytes(size), "a.txt")
