"""Words for what a person does or is, from general knowledge: they show that a person is named
("the pilot Ada Reed", "Ada Reed, a nurse"), and tell two bearers of one name apart."""

from __future__ import annotations

OFFICES = frozenset(
    """administrator auditor ceo cfo chair chairman chairperson chairwoman chief
    cofounder controller counsel cto deputy director executive founder head manager
    member officer owner partner president principal secretary shareholder treasurer
    trustee vice""".split()
)
"""What one person may hold several of at a time."""

_OCCUPATIONS = frozenset(
    """accountant actor actress actuary anaesthetist analyst apprentice archaeologist
    architect archivist artist assistant astronomer attorney author baker banker barber
    barrister beekeeper biologist blacksmith boatman bookkeeper botanist bricklayer
    broker builder butcher buyer cadet captain caretaker carpenter cashier chancellor
    chaplain chef chemist cleaner clerk coach cobbler commander commissioner composer
    conductor constable consultant contractor cook coordinator coroner courier curator
    dealer decorator dentist designer detective developer dietitian diver docker doctor
    draughtsman drummer economist editor electrician engineer estimator examiner farmer
    ferryman firefighter fireman fisherman florist foreman forester gardener geologist
    geophysicist glazier governor guard guide hairdresser harbourmaster historian
    housekeeper hydrologist inspector installer instructor interpreter inventor
    investigator janitor jeweller journalist judge justice laborer labourer landlord
    lawyer lecturer librarian lifeguard linguist locksmith machinist magistrate mason
    mathematician mayor mechanic meteorologist midwife miller miner minister musician
    navigator neurologist notary novelist nurse oncologist operator optician painter
    paramedic pastor pathologist pharmacist philosopher photographer physician physicist
    physiotherapist pianist pilot playwright plumber poet policeman policewoman porter
    postman potter priest printer professor programmer psychiatrist psychologist
    radiographer radiologist ranger receptionist referee registrar reporter researcher
    roofer sailor scientist sculptor seamstress senator sergeant sheriff shipwright
    singer skipper soldier solicitor statistician steward stewardess storekeeper student
    superintendent supervisor surgeon surveyor tailor tanner teacher technician teller
    therapist toxicologist trainer translator tutor typist vet veterinarian violinist
    waiter waitress warden watchmaker weaver welder winemaker writer zoologist""".split()
)
ROLES = OFFICES | _OCCUPATIONS
"""All of them, in the singular, lower-case."""
