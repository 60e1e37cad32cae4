"""Words of general English that stand for one another between a question and a rule: "tell" and
"notify", "wrote" and "written". Small on purpose; what belongs to one field comes from a profile
or from the definitions of the documents themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from graph.tokens import words

_FAMILIES = """
tell told notify notified notification notice inform informed report reported advise communicate
keep kept retain retained retention store stored storage preserve
pay paid payment cost charge price fee fare
get got receive received receipt obtain
give gave given provide provided supply furnish grant granted
buy bought purchase acquire
sell sold sale
start begin began begun commence
end finish terminate terminated termination expire cease
need require required requirement must necessary mandatory
allow allowed permit permitted permission may authorise authorize
forbid forbidden prohibit prohibited ban
delete deleted erase erased destroy destroyed destruction dispose disposal remove removed removal
help assist assistance
data information
employee worker staff
doctor physician
change alter modify modified amend amendment
send sent transmit submit submitted
name named appoint appointed designate designated
choose chosen select selected
check inspect inspected examine examined verify
repair fix mend
die died death dead deceased
lose lost loss
leave left departure
write wrote written
build built
find found
make made
hold held
take took taken
bring brought
teach taught
break broke broken breach
drive drove driven
draw drew drawn
wear wore worn
speak spoke spoken
see saw seen
meet met
eat ate eaten
choose chose
begin began
run ran
win won winner
lend lent
buy bought
carry carried
apply application
child children
birth born
person people individual
man men
woman women
half halve
heavy heaviness weigh weight
tall height high
deep depth
wide width
long length
old age
far distance
large size
fast speed
few fewer less
month monthly
week weekly
year yearly annual annually
day daily
use used usage
decide decided decision
approve approved approval
arrive arrived arrival
refuse refused refusal
describe described description
respond responded response reply answer
disclose disclosed disclosure
own owned owner
choose choice
sign signed signature
licence license licensed
advisor adviser
differ difference different
strong strength
comply compliance compliant complied
rely reliance reliant
transmit transmitting transmittal transmission
retrieve retrieval
occur occurring occurrence
refer referral
"""
_IRREGULAR_VERBS = """
arise arose arisen
awake awoke awoken
become became
bear bore borne
bend bent
bind bound
bite bit bitten
bleed bled
blow blew blown
breed bred
burn burnt
catch caught
cling clung
come came
creep crept
deal dealt
dig dug
do did done
fall fell fallen
feed fed
feel felt
fight fought
fly flew flown
foresee foresaw foreseen
forget forgot forgotten
freeze froze frozen
go went gone
grow grew grown
hang hung
hear heard
hide hid hidden
kneel knelt
know knew known
lay laid
lead led
lean leant
learn learnt
light lit
mean meant
mistake mistook mistaken
outgrow outgrew outgrown
overcome overcame
oversee oversaw overseen
prove proved proven
rebuild rebuilt
redo redid redone
ride rode ridden
ring rang rung
rise rose risen
say said
seek sought
shake shook shaken
shine shone
shoot shot
show showed shown
shrink shrank shrunk
sing sang sung
sink sank sunk
sit sat
sleep slept
slide slid
spell spelt
spend spent
spill spilt
spin spun
spoil spoilt
spring sprang sprung
stand stood
steal stole stolen
stick stuck
strike struck stricken
swear swore sworn
sweep swept
swell swelled swollen
swim swam swum
swing swung
tear tore torn
think thought
throw threw thrown
tread trod trodden
undergo underwent undergone
understand understood
undertake undertook undertaken
undo undid undone
wake woke woken
weep wept
withdraw withdrew withdrawn
withhold withheld
withstand withstood
"""


def _by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in f"{_FAMILIES}{_IRREGULAR_VERBS}".split("\n"):
        stems = set(words(line))
        for stem in stems:
            found.setdefault(stem, set()).update(stems)
    return {stem: frozenset(others) for stem, others in found.items()}


_FAMILY = _by_word()
_ENDINGS = frozenset(
    "s d e y i al ed er or ion tion ation ment ance ence ing ive ant ent able ible ness ity ly ful "
    "ic ical ise ize ist ship age ure ial ian ee ifi ify if".split()
)
_SHORTEST = 4  # letters that two derivations of one word share


@lru_cache(maxsize=50_000)
def related(one: str, other: str) -> bool:
    """Whether two index words are one word, of one family, or derived from each other."""
    if one == other or other in _FAMILY.get(one, ()):
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    if shared < _SHORTEST:
        return False
    return all(not rest or rest in _ENDINGS for rest in (one[shared:], other[shared:]))


def holds(word: str, held: Iterable[str]) -> bool:
    """Whether `word` or a relative of it is among `held`."""
    begins = word[:_SHORTEST]
    family = _FAMILY.get(word, frozenset())
    return any(
        other in family or other == word or (other.startswith(begins) and related(word, other))
        for other in held
    )
