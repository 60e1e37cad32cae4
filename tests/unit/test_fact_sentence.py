"""Facts as sentences. In each text ⟦S …⟧ marks the subject, ⟦V …⟧ the verb as it was read, ⟦O …⟧
the object, and ⟦kind …⟧ a role or qualifier."""

from __future__ import annotations

import re

import pytest

from extraction.fact_sentence import fact_sentence, sentence_name
from extraction.inflection import is_plural, past, third_person
from graph.model import Evidence, Fact, Modality, Polarity, Span

_MARK = re.compile(r"⟦(\w+) ([^⟦⟧]*)⟧")


def parts(marked: str) -> tuple[str, list[tuple[str, Span]]]:
    """The text without its marks, and where they stood."""
    text, found, last = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        found.append((mark.group(1), Span(len(text), len(text) + len(mark.group(2)))))
        text += mark.group(2)
        last = mark.end()
    return text + marked[last:], found


def name(marked: str, said: str, rule: str = "active", entity: str | None = None) -> str:
    """The sentence of a fact; `said` is ``must not report to``: modality, polarity, predicate."""
    text, found = parts(marked)
    words = said.split()
    modality: Modality = "none"
    if words[0] in ("must", "may", "should", "can", "will"):
        modality = words.pop(0)  # type: ignore[assignment]
    polarity: Polarity = "positive"
    if words[0] == "not":
        polarity, words = "negative", words[1:]
    where = dict(found)
    qualifiers = tuple((kind, span) for kind, span in found if kind not in ("S", "V", "O"))
    statement = Span(0, len(text))
    evidence = Evidence(
        "d",
        "v",
        statement,
        text,
        where["S"],
        where["V"],
        where.get("O"),
        qualifiers,
        rule,
        "x",
        "r",
    )
    fact = Fact("f", "k", "", "e", " ".join(words), None, None, modality, polarity)
    subject = text[where["S"].start : where["S"].end]
    return sentence_name(entity or subject, fact_sentence(fact, [evidence], text))


EXAMPLES = [
    # articles, plain verbs
    ("The ⟦S Safety Board⟧ ⟦V consists⟧ of ⟦O five members⟧.", "consist of",
     "The Safety Board consists of five members"),
    ("⟦S Owen Tarrant⟧, ⟦V duty engineer⟧", "be", "Owen Tarrant is"),
    ("The ⟦S harbour trust⟧ ⟦V collected⟧ ⟦O $56.7\nmillion⟧ in dues.", "collect",
     "The harbour trust collected $56.7 million"),
    ("Each ⟦S porter⟧ ⟦V carries⟧ a ⟦O pass⟧.", "carry", "Each porter carries a pass"),
    ("Our ⟦S archive⟧ ⟦V holds⟧ the ⟦O deeds⟧.", "hold", "Our archive holds the deeds"),
    ("⟦S Lamps⟧ ⟦V burn⟧ ⟦O oil⟧.", "burn", "Lamps burn oil"),
    ("We say that ⟦S tides⟧ ⟦V move⟧ the ⟦O buoy⟧.", "move", "Tides move the buoy"),
    # duties, permissions, prohibitions
    ("The ⟦S tenant⟧ ⟦V must not sublet⟧ the ⟦O flat⟧ ⟦restriction without the spouse's consent⟧.",
     "must not sublet", "The tenant must not sublet the flat without the spouse's consent"),
    ("⟦S Landlord⟧ ⟦V must announce⟧ a ⟦O visit⟧ ⟦deadline not less than 3 days ahead⟧.",
     "must announce", "Landlord must announce a visit not less than 3 days ahead"),
    ("The ⟦S bank⟧ ⟦V may not charge⟧ a ⟦O fee⟧ ⟦limit in excess of 15 euros⟧.", "must not charge",
     "The bank may not charge a fee in excess of 15 euros"),
    # all cases of a denial are named before it
    ("⟦restriction In all cases⟧, the ⟦S Barn Act⟧ ⟦V shall not apply⟧.", "must not apply",
     "In all cases, the Barn Act shall not apply"),
    ("⟦time At all times⟧ the ⟦S lid⟧ ⟦V shall not be opened⟧ ⟦manner by hand⟧.",
     "must not be opened", "At all times, the lid shall not be opened by hand"),
    ("⟦restriction In any case⟧, the ⟦S Barn Act⟧ ⟦V shall not apply⟧.", "must not apply",
     "The Barn Act shall not apply in any case"),
    ("⟦restriction In all cases⟧, the ⟦S Barn Act⟧ ⟦V shall apply⟧.", "must apply",
     "The Barn Act shall apply in all cases"),
    # "only" before a subject, and what is said of it behind it
    ("⟦restriction Only⟧ a ⟦S number of lamps⟧ ⟦V are lit⟧ ⟦place in winter⟧.", "be lit",
     "Only a number of lamps are lit in winter"),
    ("⟦condition When it is dark⟧, ⟦restriction only⟧ the ⟦S bell⟧ ⟦V may be rung⟧.",
     "may be rung", "Only the bell may be rung when it is dark"),
    ("The ⟦S colour⟧ ⟦restriction of the lamps and shades⟧, ⟦V may depend on⟧ ⟦O oil⟧.",
     "may depend on", "The colour of the lamps and shades may depend on oil"),
    ("No ⟦S visitor⟧ ⟦V may enter⟧ the ⟦O ward⟧.", "must not enter",
     "Visitor must not enter the ward"),
    ("⟦S Visitors⟧ ⟦V shouldn’t bring⟧ ⟦O flowers⟧.",
     "should not bring", "Visitors shouldn’t bring flowers"),
    ("The ⟦S clerk⟧ ⟦V shall file⟧ the ⟦O form⟧ ⟦condition if asked⟧.", "must file",
     "The clerk shall file the form if asked"),
    ("The ⟦S clerk⟧ ⟦V is required to file⟧ the ⟦O form⟧.", "must file",
     "The clerk is required to file the form"),
    ("The ⟦S guard⟧ must lock and ⟦V seal⟧ the ⟦O door⟧.", "must seal",
     "The guard must seal the door"),
    ("The ⟦S guard⟧ can hardly ever ⟦V open⟧ the ⟦O safe⟧.", "can not open",
     "The guard cannot open the safe"),
    ("Neither the cook nor the ⟦S porter⟧ ⟦V may smoke⟧.", "must not smoke",
     "The porter must not smoke"),
    ("⟦S Trainees⟧ ⟦V may no longer draw up⟧ ⟦O opioids⟧.", "must not draw up",
     "Trainees must not draw up opioids"),
    ("The ⟦S porter⟧ ⟦V may⟧ keep a ⟦O key⟧.", "may keep", "The porter may keep a key"),
    ("The ⟦S bell⟧ ⟦V must be rung⟧ ⟦deadline before dusk⟧ and ⟦deadline before a storm⟧.",
     "must be rung", "The bell must be rung before dusk and before a storm"),
    # denials
    ("The ⟦S Operator⟧ ⟦V does not run⟧ ⟦O pumps⟧.", "not run", "The Operator does not run pumps"),
    ("The ⟦S mill⟧ ⟦V lacks⟧ and never had a ⟦O wheel⟧.", "not have",
     "The mill does not have a wheel"),
    ("The ⟦S boiler⟧ ⟦V isn't⟧ ⟦O safe⟧.", "not be", "The boiler isn't safe"),
    ("The ⟦S crew⟧ ⟦V failed to report⟧ the ⟦O leak⟧.", "not report",
     "The crew did not report the leak"),
    ("The shop takes neither. ⟦S Shops⟧ ⟦V take⟧ no ⟦O cheques⟧.", "not take",
     "Shops do not take cheques"),
    ("⟦S Cards⟧ of guests were never ⟦V checked⟧.", "not be checked", "Cards were not checked"),
    ("The ⟦S host⟧ ⟦V shall be under⟧ no ⟦O liability to the guest⟧.", "not be under",
     "The host is under no liability to the guest"),
    ("The ⟦S tenant⟧ ⟦V shall have⟧ no ⟦O right to sublet⟧.", "not have",
     "The tenant has no right to sublet"),
    ("⟦S Vehicles⟧ ⟦V shall have⟧ no ⟦O visible damage⟧.", "must not have",
     "Vehicles shall have no visible damage"),
    # passives
    ("⟦S Records⟧ ⟦V are kept⟧ by the ⟦O registrar⟧.", "be kept by",
     "Records are kept by the registrar"),
    ("The ⟦S log⟧ ⟦V was sent⟧ ⟦recipient to the owner⟧.", "be sent",
     "The log was sent to the owner"),
    ("The ⟦S log⟧ must be dated and ⟦V signed⟧.", "must be signed", "The log must be signed"),
    ("The ⟦S log⟧ was dated and ⟦V signed⟧.", "be signed", "The log was signed"),
    ("⟦S Logs⟧ are dated and ⟦V signed⟧.", "be signed", "Logs are signed"),
    ("Mr ⟦S Brandt⟧ joined in May and ⟦V was promoted⟧ to ⟦O harbour master⟧.", "be promoted to",
     "Brandt was promoted to harbour master"),
    ("The ⟦S gate⟧ could not safely ⟦V be opened⟧.", "can not be opened",
     "The gate cannot be opened"),
    # complements
    ("The ⟦S hearing⟧ ⟦V must be open⟧ to the ⟦O public⟧.", "must be open to",
     "The hearing must be open to the public"),
    ("The ⟦S NPI⟧ ⟦V is⟧ the ⟦O identifier⟧.", "be", "The NPI is the identifier"),
    ("A ⟦S plan⟧ ⟦V becomes⟧ a ⟦O policy⟧ ⟦time on 1 May⟧.", "become",
     "A plan becomes a policy on 1 May"),
    ("The ⟦S trust⟧ ⟦V intends to sell⟧ the ⟦O barge⟧.", "intend to sell",
     "The trust intends to sell the barge"),
    # recipients and other roles
    ("The ⟦S owner⟧ ⟦V must give⟧ ⟦recipient the tenant⟧ a ⟦O receipt⟧.", "must give",
     "The owner must give the tenant a receipt"),
    ("The ⟦S owner⟧ ⟦V must give⟧ ⟦recipient to the tenant⟧ a ⟦O receipt⟧.", "must give",
     "The owner must give a receipt to the tenant"),
    ("The ⟦S master⟧ ⟦V must report⟧ the ⟦O draught⟧ ⟦recipient to the pilot⟧ "
     "⟦manner by radio⟧ ⟦place at buoy 3⟧.",
     "must report", "The master must report the draught to the pilot by radio at buoy 3"),
    ("The ⟦S master⟧ must ⟦manner promptly⟧ ⟦V report⟧ the ⟦O draught⟧.", "must report",
     "The master must promptly report the draught"),
    ("The ⟦S master⟧ ⟦manner promptly⟧ ⟦V reports⟧ the ⟦O draught⟧.", "report",
     "The master promptly reports the draught"),
    ("The ⟦S boiler⟧ ⟦V must be tested⟧ ⟦frequency every 90 days⟧.", "must be tested",
     "The boiler must be tested every 90 days"),
    ("The ⟦S vault⟧ ⟦V must hold⟧ ⟦O no less than 300 kilograms⟧ of coins.", "must hold",
     "The vault must hold no less than 300 kilograms"),
    # qualifiers ahead of the subject and beside it
    ("⟦condition If a pump fails⟧, the ⟦S clerk⟧ ⟦V must call⟧ the ⟦O engineer⟧.", "must call",
     "The clerk must call the engineer if a pump fails"),
    ("⟦exception Except as provided in rule 4⟧, the ⟦S clerk⟧ ⟦V must call⟧ the ⟦O engineer⟧ "
     "⟦deadline within 2 days⟧.",
     "must call", "The clerk must call the engineer within 2 days except as provided in rule 4"),
    ("⟦override Notwithstanding rule 4⟧, ⟦S guests⟧ ⟦V may stay⟧.", "may stay",
     "Guests may stay notwithstanding rule 4"),
    ("A ⟦S porter⟧ ⟦restriction who holds a key⟧ ⟦V must wear⟧ a ⟦O badge⟧.", "must wear",
     "A porter who holds a key must wear a badge"),
    ("⟦S Vehicles⟧ ⟦restriction longer than 6 metres⟧ ⟦V must use⟧ the ⟦O rear gate⟧.", "must use",
     "Vehicles longer than 6 metres must use the rear gate"),
    ("⟦S Notes⟧ and minutes ⟦restriction taken at a hearing⟧ ⟦V may be used⟧.", "may be used",
     "Notes taken at a hearing may be used"),
    ("The ⟦S clerk⟧, ⟦condition when asked⟧, ⟦V must open⟧ the ⟦O file⟧.", "must open",
     "The clerk must open the file when asked"),
    ("The ⟦S fee⟧ ⟦V is due⟧ ⟦time in May⟧, ⟦exception except for members⟧.", "be due",
     "The fee is due in May, except for members"),
    ("The ⟦S card⟧ ⟦V is⟧ ⟦O valid⟧ ⟦restriction only within the printed dates⟧.", "be",
     "The card is valid only within the printed dates"),
    # adverbs stay at the verb or before the object
    ("The ⟦S source⟧ is ⟦frequency often⟧ ⟦V found⟧ ⟦place in the logs that cross the border⟧.",
     "be found", "The source is often found in the logs that cross the border"),
    ("The ⟦S crew⟧ has ⟦time now⟧ ⟦V started⟧ to ⟦O row⟧.", "start", "The crew now started row"),
    # a helper before an adverb belongs to the verb behind
    ("⟦S Tar⟧ has ⟦manner long⟧ ⟦V been used⟧ for ⟦O hulls⟧.", "use for",
     "Tar has long been used for hulls"),
    ("The ⟦S old dues⟧ have ⟦time now⟧ ⟦V been raised⟧.", "raise",
     "The old dues have now been raised"),
    ("The ⟦S crane⟧ is ⟦time still⟧ ⟦V running⟧.", "run", "The crane is still running"),
    ("⟦frequency Sometimes⟧ ⟦S guests⟧ ⟦manner even⟧ ⟦V asked⟧ for ⟦O tea⟧.", "ask for",
     "Guests sometimes even asked for tea"),
    ("The ⟦S raiders⟧ ⟦V won⟧ ⟦restriction only⟧ ⟦O brief gains⟧.", "win",
     "The raiders won only brief gains"),
    ("The ⟦S guild⟧ ⟦time currently⟧ ⟦V has⟧ ⟦O two mills⟧.", "have",
     "The guild currently has two mills"),
    ("⟦frequency Often⟧, the ⟦S fair⟧ ⟦V is⟧ ⟦O a market⟧.", "be", "The fair is often a market"),
    # what opens the sentence keeps its place where a clause ends it
    ("⟦manner With the gate shut⟧, the ⟦S raiders⟧ ⟦V won⟧ ⟦O gains that few wanted⟧.", "win",
     "With the gate shut, the raiders won gains that few wanted"),
    ("⟦restriction Without limiting rule 4⟧, ⟦S Arden Trust⟧ ⟦V must say⟧ ⟦O whether it sails⟧.",
     "must say", "Without limiting rule 4, Arden Trust must say whether it sails"),
    ("A ⟦S keeper⟧ must, ⟦place in writing the log⟧, ⟦V ensure⟧ ⟦O that a clerk signs it⟧.",
     "must ensure", "A keeper, in writing the log, must ensure that a clerk signs it"),
    ("The ⟦S clerk⟧ ⟦V checks⟧ ⟦place under Rule \u200e8.3⟧.", "check",
     "The clerk checks under Rule 8.3"),
    # agreement where the subject is one of several
    ("The ⟦S cook⟧ and the porter ⟦V are⟧ ⟦O members⟧.", "be", "The cook is members"),
    ("⟦S Ropes⟧, tackle and oil ⟦V was⟧ ⟦O sold⟧.", "be", "Ropes were sold"),
    ("The ⟦S cook⟧ and the guests ⟦V use⟧ ⟦O lifts⟧.", "use",
     "The cook uses lifts"),
    ("⟦S Property⟧ and\nequipment ⟦V are recorded⟧ at ⟦O cost⟧.", "be recorded at",
     "Property is recorded at cost"),
    ("Both CSE and ⟦S BCS⟧ ⟦V convert⟧ ⟦O litres⟧.", "convert", "BCS converts litres"),
    ("⟦S Arden⟧ and/or its yards ⟦V file⟧ ⟦O returns⟧.", "file", "Arden files returns"),
    # Markdown
    ("The ⟦S [clerk](https://example.org/c)⟧ ⟦V keeps⟧ **the** ⟦O `log`⟧.", "keep",
     "The clerk keeps log"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "said", "expected"), EXAMPLES)
def test_a_fact_reads_as_a_sentence(marked: str, said: str, expected: str) -> None:
    assert name(marked, said) == expected


@pytest.mark.parametrize(
    ("marked", "said", "rule", "expected"),
    [
        ("⟦S Owen Tarrant⟧⟦V ,⟧ ⟦O duty engineer⟧, was ill.", "be", "apposition",
         "Owen Tarrant is duty engineer"),
        ("The ⟦S wardens⟧⟦V ,⟧ ⟦O volunteers⟧, met.", "be", "apposition",
         "The wardens are volunteers"),
        ("The ⟦O budget⟧ was ⟦V approved⟧ by the ⟦S Board⟧.", "approve", "passive-agent",
         "The Board approved the budget"),
        ("A ⟦O fair⟧ ⟦restriction of the guild, held in May⟧, shall be ⟦V called⟧ by the"
         " ⟦S warden⟧ ⟦source by a notice⟧.", "must call", "passive-agent",
         "The warden must call a fair of the guild, held in May by a notice"),
        ("⟦O Fees⟧ are ⟦V set⟧ by the ⟦S warden⟧.", "set", "passive-agent",
         "The warden sets Fees"),
        ("The ⟦O form⟧ has been ⟦V given⟧ by the ⟦S clerk⟧.", "give", "passive-agent",
         "The clerk has given the form"),
        ("The ⟦O letter⟧ was ⟦V written⟧ by a ⟦S clerk⟧.", "write", "passive-agent",
         "A clerk wrote the letter"),
        ("⟦O Changes⟧ will not be ⟦V disclosed⟧ by the ⟦S trust⟧.", "will not disclose",
         "passive-agent", "The trust will not disclose Changes"),
        ("Item | ⟦V **Kept for**⟧\n⟦S Invoices⟧ | ⟦O 7 years⟧", "has kept for", "table",
         "Invoices · Kept for: 7 years"),
        ("The ⟦S notice⟧ must:\n- ⟦V Contain⟧ a ⟦O date⟧", "must contain", "list-item",
         "The notice must contain a date"),
    ],
)  # fmt: skip
def test_the_rule_that_read_it_decides_how_the_verb_is_made(
    marked: str, said: str, rule: str, expected: str
) -> None:
    assert name(marked, said, rule) == expected


def test_a_name_stands_for_other_words_of_its_entity() -> None:
    marked = "⟦S RBA⟧ ⟦V may buy⟧ ⟦O bonds⟧."
    assert (
        name(marked, "may buy", entity="Reef Bank of Arden") == "Reef Bank of Arden may buy bonds"
    )
    assert name("An ⟦S operator⟧ ⟦V reads⟧.", "read", entity="Operator") == "An Operator reads"
    assert name("⟦S Pilots⟧ ⟦V are⟧ ⟦O few⟧.", "be", entity="pilot") == "Pilots are few"
    assert name("The ⟦S Hague⟧ ⟦V sues⟧.", "sue", entity="The Hague") == "The Hague sues"


def test_words_of_the_text_never_turn_the_meaning() -> None:
    """A negation or modal verb that the words lack, or have beyond the fact, is written."""
    for said, expected in [
        ("must not keep", "The cook must not keep a key"),
        ("keep", "The cook keeps a key"),
        ("may keep", "The cook may keep a key"),
    ]:
        assert name("The ⟦S cook⟧ ⟦V should keep⟧ a ⟦O key⟧.", said) == expected


def test_forms_of_verbs_and_nouns() -> None:
    assert [third_person(v) for v in ("apply", "go", "pass", "have", "pay", "keep")] == [
        "applies", "goes", "passes", "has", "pays", "keeps",
    ]  # fmt: skip
    assert (past("give", "given"), past("report", "reported")) == ("gave", "reported")
    assert all(is_plural(noun) for noun in ("logs of the ship", "staff", "all"))
    assert not any(is_plural(noun) for noun in ("status", "the bus", "clerk's", "a list of logs"))


def test_no_word_before_the_statement_is_said_of_its_subject() -> None:
    text = "It concerns Norland only\n\nMills in Norland show their grade."
    begin = text.index("Mills")
    statement, subject = Span(begin, len(text)), Span(begin, begin + len("Mills in Norland"))
    verb, grade = text.index("show"), text.index("grade")
    evidence = Evidence(
        "d", "v", statement, text[begin:], subject, Span(verb, verb + 4),
        Span(grade, grade + 5), (), "active", "x", "r",
    )  # fmt: skip
    fact = Fact("f", "k", "", "e", "show", None, None, "none", "positive")
    said = fact_sentence(fact, [evidence], text)
    assert sentence_name("Mills in Norland", said) == "Mills in Norland show their grade"


def test_if_any_stays_at_its_noun() -> None:
    said = name(
        "The ⟦S surplus⟧, ⟦condition if any⟧, ⟦V shall be returned⟧ ⟦recipient to the guest⟧ "
        "⟦deadline within a week of the end of the stay⟧.",
        "must be returned",
        "passive",
    )
    assert said.startswith("The surplus, if any, shall be returned to the guest")


def test_how_often_something_is_not_so_stands_before_the_denial() -> None:
    said = name("⟦frequency Sometimes⟧ ⟦S hens⟧ ⟦V do not lay⟧ ⟦O eggs⟧.", "not lay")
    assert said == "Hens sometimes do not lay eggs"
    later = name("⟦S Hens⟧ do not ⟦frequency always⟧ ⟦V lay⟧ ⟦O eggs⟧.", "not lay")
    assert later == "Hens do not always lay eggs"


def test_a_time_that_no_comma_parts_from_its_condition_stays_with_it() -> None:
    said = name(
        "⟦condition If the lips turn blue and cold⟧ ⟦deadline after the fit⟧, the ⟦S ward⟧ "
        "⟦V must give⟧ ⟦O oxygen⟧.",
        "must give",
    )
    assert said.endswith("if the lips turn blue and cold after the fit")
