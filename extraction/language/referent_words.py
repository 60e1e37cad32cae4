"""Words that tell what a pronoun may stand for: of persons, of who acts, of times and measures, and
of clauses that "it" only announces."""

from __future__ import annotations

PERSONS = frozenset(
    """person man woman boy girl child baby adult patient resident tenant landlord guest visitor
    customer client user reader applicant claimant employee worker volunteer student pupil
    parent mother father brother sister son daughter wife husband spouse colleague neighbour
    neighbor candidate voter passenger victim witness buyer seller borrower lender donor
    participant holder friend leader expert contractor trustee director nominee staff player
    trader swimmer cleaner starter beginner chairman trainee foreman deckhand crew commodore
    bosun people""".split()
)
"""Common nouns of persons beside those of trades and offices, in the singular."""

TITLES = frozenset("mr mrs ms miss dr prof professor sir dame lord lady cllr rev captain".split())

SEX = {
    **dict.fromkeys("mr sir lord man boy father brother son husband chairman".split(), "he"),
    **dict.fromkeys("mrs ms miss dame lady woman girl mother sister daughter wife".split(), "she"),
}
"""The pronoun that a title or a noun of a person goes with."""

BODIES = frozenset(
    """administration agency association authority bank board branch bureau chamber charity church
    clinic club college commission committee company cooperative corporation council court
    department directorate district division employer executive federation firm foundation
    fund government group guild hospital house institute institution insurer landlord league
    library manufacturer ministry museum office operator organisation organization owner
    panel parliament partnership party police provider publisher regulator school
    secretariat senate society subsidiary supplier team tenant tribunal trust union
    university vendor assembly bakery cabinet""".split()
)
"""Common nouns of bodies of persons, which act as one."""

ACTS = frozenset(
    """accuse advise agree announce apologise apologize appoint argue ask attend authorise
    authorize borrow buy choose complain consult decide delegate demand deny discuss dismiss
    donate elect employ engage fund hire inform inspect instruct intend interview invest
    investigate invite know lend meet monitor negotiate nominate notify object oversee own
    pay plan promise propose publish recommend recruit refuse reject reply request resign
    review say sell sign speak speculate spend supervise teach tell thank think train
    undertake urge vote wear withhold withdraw write operate note swear attend approve
    award""".split()
)
"""Verbs of what only persons and bodies of persons do, lemmas."""

TIMES = frozenset(
    """year month week day hour minute second time date today yesterday tomorrow morning afternoon
    evening night noon midnight quarter season spring summer autumn winter decade century
    period weekend past future moment end beginning start january february march april may
    june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday maximum minimum total average rate percent m km cm mm kg g metre
    meter mile litre tonne ton way manner case example addition fact course turn part place
    order kind sort type number extent degree amount lot deal basis""".split()
)
"""Nouns of times, measures and ways, which no pronoun of a thing takes up."""

EVENTS = frozenset(
    """seem appear happen occur take depend follow mean matter help make look turn result cause
    remain become prove suggest show allow enable affect feel sound""".split()
)
"""Verbs of which "it" may be what the whole sentence before says, lemmas."""

ANNOUNCED = frozenset(
    """recommend suggest say believe think know note decide agree understand hope estimate report
    accept propose argue advise assume state find see acknowledge""".split()
)
"""Verbs whose passive has "it" for a clause that follows ("it is believed that"), lemmas."""

JUDGING = frozenset(
    """important essential vital critical crucial necessary possible impossible clear obvious
    advisable common uncommon usual unusual normal rare helpful better best good bad easy
    hard difficult true worth crucial imperative customary typical appropriate sensible
    preferable reasonable late early dark cold warm safe unsafe fine okay ok mandatory idea
    issue problem mistake pity practice way case fact requirement responsibility offence
    offense matter pleasure job duty reason sign up""".split()
)
"""What "it" is where it is a clause that follows or went before."""

RAISED = frozenset(
    """able unable likely unlikely due free ready open subject available used designed intended
    made built expected required meant permitted allowed entitled supposed scheduled bound
    set going obliged""".split()
)
"""Adjectives and participles before "to …" of which "it" is a thing."""
