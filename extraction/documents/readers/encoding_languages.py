"""What the languages look like that encodings are recognized by: their letters, the commonest
first, and their commonest short words. Latin alphabets without a to z.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`encodings` are those that its texts come in, the likeliest first."""

    letters: str
    words: frozenset[str]
    encodings: tuple[str, ...]


_WESTERN = ("windows-1252", "macintosh", "iso-8859-15", "cp850", "cp437")
_CENTRAL = ("windows-1250", "iso-8859-2", "cp852", "x-mac-ce")
_ROMANIAN = ("windows-1250", "iso-8859-2", "iso-8859-16", "cp852")
_BALTIC = ("windows-1257", "iso-8859-13", "iso-8859-4", "cp775")
_TURKISH = ("windows-1254", "cp857")
_CYRILLIC = ("windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866", "x-mac-cyrillic", "cp855")
_GREEK = ("windows-1253", "iso-8859-7", "cp737")


def _language(letters: str, words: str, encodings: tuple[str, ...]) -> Language:
    return Language(letters, frozenset(words.split()), encodings)


LATIN = (
    _language(
        "éïèêöüñçàâôî",
        "the of and to in is a that for it be on as with by at are or this must not from an have "
        "which was were has will may within days",
        _WESTERN,
    ),
    _language(
        "éèàêçùâîôûëïœæü",
        "de la le les et des en un une du que est pour qui dans par sur au pas plus ne il ce à "
        "être sont avec se aux ou elle",
        _WESTERN,
    ),
    _language(
        "üäößéàè",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
        "an werden aus er hat wird bei sind nach am über muss oder",
        _WESTERN,
    ),
    _language(
        "óíáéñúüçºª¿¡",
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus "
        "le ha este si",
        _WESTERN,
    ),
    _language(
        "ãçáéíóêõúâàôüºª",
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à "
        "é são ser",
        _WESTERN,
    ),
    _language(
        "àèùòéìíóúîº",
        "di e il la che in un a per è del una con non si da le i della al sono dei nel come più "
        "gli alla ma deve essere",
        _WESTERN,
    ),
    _language(
        "éëïóöüèáíú",
        "de het een van en in is dat te op zijn met voor niet aan er om ook als door bij naar uit "
        "wordt moet worden",
        _WESTERN,
    ),
    _language(
        "äåöéàü",
        "och i att det som en på är av för med den till inte har de ett om var eller ska från vid "
        "måste",
        _WESTERN,
    ),
    _language(
        "åæøéäöüò",
        "og i det at en den til er som på de med for ikke av af der et har skal om ved fra eller "
        "kan",
        _WESTERN,
    ),
    _language(
        "äöåéšž",
        "ja on ei se että oli hän mutta joka ovat niin kuin tai voi sen mukaan kun jos ole myös "
        "siitä vuoden pitää",
        _WESTERN,
    ),
    _language(
        "áðíéöóúþæýÞÐ",
        "og að í á er sem til um við með en það af var ekki fyrir hann skal eru frá ef eftir",
        ("windows-1252", "macintosh", "cp850"),
    ),
    _language(
        "àèéíòóúçïü·",
        "de la i el que a en per les un del amb una al no és els es són com més o ha aquest cal",
        _WESTERN,
    ),
    _language(
        "ęąłóżśćńźĘĄŁÓŻŚĆŃŹ",
        "i w na z do się nie że jest o to od za przez po jak dla oraz są być co lub musi przed dni "
        "ich tym",
        _CENTRAL,
    ),
    _language(
        "íáéěřýčžšůúňťóď",
        "a v se na je že s o z do i to za by ale k ve pro jako po od která který musí nebo při "
        "jsou být jeho než",
        _CENTRAL,
    ),
    _language(
        "áíéýčžšúľťôňóäďŕĺ",
        "a v sa na je že s o z do aj to za by ale k vo pre ako po od ktorá ktorý musí alebo pri sú "
        "byť jeho než",
        _CENTRAL,
    ),
    _language(
        "áéőíöóüúű",
        "a az és hogy nem is egy van meg csak ez de ha már el mint vagy még volt kell azt fel után "
        "meg lehet",
        _CENTRAL,
    ),
    _language(
        "ăîâşţșț",
        "de și şi în la a cu nu o pe este că din un pentru care mai se sau au prin ca fi trebuie "
        "sunt după al",
        _ROMANIAN,
    ),
    _language(
        "čšžćđ",
        "i je u se na da za od ne su s o što kao koji ili a po bi to iz in v ki so pri ter biti "
        "mora z do ni",
        _CENTRAL,
    ),
    _language(
        "ıişğüçöİâî",
        "ve bir bu için de da ile olarak olan daha çok en ne gibi ya her sonra kadar veya değil "
        "olduğu gün",
        _TURKISH,
    ),
    _language(
        "ėšįųžūąčę",
        "ir kad yra iš į su ne tai kaip bet buvo jo per po dėl už nuo arba turi būti apie prie tik",
        _BALTIC,
    ),
    _language(
        "āīēšūņļžģčķ",
        "un ir ar no par uz ka tas kas bet lai gan pēc pie vai nav bija jābūt var kā līdz tā",
        _BALTIC,
    ),
    _language(
        "äõüöšž",
        "ja on ei et see oma ning ta kui mis või oli ka aga siis kuid välja peab olema pärast üle",
        ("windows-1257", "windows-1252", "iso-8859-13", "iso-8859-15", "iso-8859-4", "cp775"),
    ),
)

OTHERS = (
    _language(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        "и в не на что с по как это от к за из для или но а до должен при его то у после течение",
        _CYRILLIC,
    ),
    _language(
        "оаинітервслкдумпязьбгйхчжюцшєїщфґ'",
        "і в не на що з до та за як це від для або але його про при у має після після якщо днів",
        ("windows-1251", "koi8-u", "iso-8859-5", "x-mac-cyrillic"),
    ),
    _language(
        "аеиотнрсвлкдпмзуяъбгчжйщцхшфюь",
        "на и да се за от не е в с по като или но са до при след това трябва му си дни",
        ("windows-1251", "iso-8859-5", "ibm866", "x-mac-cyrillic"),
    ),
    _language(
        "аиоенртсјвукдлмпзгбчшжцљњхћђфџ",
        "и у је да се на за су од не са о као који или по би то мора а из дана",
        ("windows-1251", "iso-8859-5", "x-mac-cyrillic", "cp855"),
    ),
    _language(
        "αοιετνσρκπμηςυλγδόίάωθέήύχφώβξζψϊϋΐΰ",
        "και να το του της η με που την στο για από τα στην των ο οι δεν ότι ή πρέπει είναι μετά",
        _GREEK,
    ),
    _language(
        "יוהלארתבשמןנםדקפעחטגסכצזךףץ",
        "של את על לא זה עם כי הוא גם או אם כל היא אל יש אבל לפני אחרי חייב ימים",
        ("windows-1255", "cp862"),
    ),
    _language(
        "اليمونرتبةعدسفهكقحجشأصطخىذضزءثغئإآظؤ",
        "في من على أن إلى التي عن ما لا هذا هذه أو كان مع بعد قبل يجب الذي كل لم خلال",
        ("windows-1256", "iso-8859-6"),
    ),
    _language(
        "ารนกเง่อมยลว้ดทตสะปิีบคัหแจพชขใไุู์ผโำ็ึืถซศธญณภษฟฉฝฐฮฆฎฏฑฒฌฬ๊๋",
        "และ ที่ ใน ของ ต้อง การ เป็น ไม่ จาก ให้ หรือ วัน",
        ("windows-874",),
    ),
)

# The commonest characters of running text, by encoding family.
EAST_ASIAN = {
    "gb18030": "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会"
    "自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开"
    "手十用主行方又如前所本见经头面公同三已老从动两长必须应报告内小时根据规定",
    "big5": "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會"
    "自著去之過家學對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開"
    "手十用主行方又如前所本見經頭面公同三已老從動兩長必須應報告內小時根據規定名常"
    "非物有此兩者故",
    "shift_jis": "のにはをたがでてとしれさいるなもっかこあすらりうくまそよけきつえんわめどじば"
    "だ人日一大年ーンスルトリアイラクシドフロ必要報告時間内以",
    "euc-jp": "のにはをたがでてとしれさいるなもっかこあすらりうくまそよけきつえんわめどじば"
    "だ人日一大年ーンスルトリアイラクシドフロ必要報告時間内以",
    "euc-kr": "이다는을의가에고하지로기은들사리한어를나도인서대시자해게그니일정스수부여아라"
    "보상있과원주전것관구동성중국으와면합야만안요제",
}
