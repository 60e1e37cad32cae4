"""Sentences that a model might write about fictional rules, true ones and ones with one fault: what
the checks without a trained model say of each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.written.sentence_checks import Source, check_sentence
from graph.checking import Quote

SOURCES = {
    "pump": "Class B events must be reported to the Safety Officer within 24 hours of becoming "
    "aware of the event.",
    "visit": "Visitors may photograph the exhibits in the north hall, unless a sign forbids it.",
    "part": "Part-time employees must submit their time sheets by the 5th of each month.",
    "files": "Complaint files must be kept for at least 7 years.",
    "lend": "The library may lend rare books to members only with the written consent of the "
    "curator.",
    "claims": "An employee may claim up to 40 euros per night for lodging.",
    "sales": "Revenue of the Norvik segment increased by 12% to $48.3 million in 2023.",
    "trial": "Most patients in the treatment group reported less pain after 6 weeks.",
    "lease": "The tenant must notify the landlord in writing before 1 March 2025.",
    "keys": "Contractors must not enter the boiler room without an escort.",
    "drug": "Velorix reduced the mean blood pressure compared with placebo.",
    "review": "The board must review the policy every two years.",
    "vendor": "The vendor notifies the client of each delay.",
    "free": "Volunteers are not required to carry insurance.",
    "own": "Residents may inspect their own medical records.",
    "two": "Drivers must rest for 45 minutes, and dispatchers may extend the rest if the road is "
    "closed.",
    "move": "Samples are moved from the freezer to the incubator.",
    "ban": "Smoking is prohibited in the archive.",
    "post": "Report every spill to the duty chemist.",
    "loan": "The buyer shall pay the seller EUR 5,000 within 10 business days after delivery.",
}  # fmt: skip

TRUE = (
    ("pump", "Class B events must be reported to the Safety Officer within 24 hours."),
    ("pump", "Class B events have to be reported to the Safety Officer within 24 hours."),
    ("pump", "The Safety Officer must be told of Class B events within 24 hours."),
    ("visit", "Visitors may photograph exhibits in the north hall unless a sign forbids it."),
    ("visit", "Unless a sign forbids it, visitors are allowed to photograph the exhibits in the "
              "north hall."),
    ("part", "Part-time employees must submit time sheets by the 5th of each month."),
    ("files", "Complaint files must be kept for at least 7 years."),
    ("files", "Complaint files are kept for at least seven years."),
    ("lend", "The library may lend rare books to members only with the curator's written consent."),
    ("claims", "An employee may claim up to 40 euros per night for lodging."),
    ("claims", "Employees may claim up to 40 euros per night for lodging."),
    ("sales", "Norvik segment revenue increased by 12% to $48.3 million in 2023."),
    ("sales", "In 2023, revenue of the Norvik segment increased by 12 percent."),
    ("trial", "Most patients in the treatment group reported less pain after six weeks."),
    ("lease", "The tenant must notify the landlord in writing before 1 March 2025."),
    ("lease", "The landlord must be notified in writing by the tenant before 1 March 2025."),
    ("keys", "Contractors must not enter the boiler room without an escort."),
    ("keys", "Contractors may not enter the boiler room without an escort."),
    ("drug", "Velorix reduced mean blood pressure compared with placebo."),
    ("review", "The policy must be reviewed by the board every two years."),
    ("review", "The board must review the policy every 2 years."),
    ("vendor", "The client is notified by the vendor of each delay."),
    ("free", "Volunteers do not have to carry insurance."),
    ("free", "Volunteers need not carry insurance."),
    ("own", "Residents may inspect their own medical records."),
    ("two", "Drivers must rest for 45 minutes."),
    ("two", "Dispatchers may extend the rest if the road is closed."),
    ("move", "Samples are moved from the freezer to the incubator."),
    ("ban", "Smoking is not allowed in the archive."),
    ("post", "Every spill must be reported to the duty chemist."),
    ("loan", "The buyer must pay the seller EUR 5,000 within 10 business days after delivery."),
)  # fmt: skip

FAULTS = {
    "number": (
        ("pump", "Class B events must be reported to the Safety Officer within 48 hours."),
        ("files", "Complaint files must be kept for at least 9 years."),
        ("sales", "Revenue of the Norvik segment increased by 21% to $48.3 million in 2023."),
        ("claims", "An employee may claim up to 400 euros per night for lodging."),
        ("loan", "The buyer shall pay the seller EUR 50,000 within 10 business days after "
                 "delivery."),
        ("review", "The board must review the policy every three years."),
    ),
    "unit": (
        ("pump", "Class B events must be reported to the Safety Officer within 24 days."),
        ("files", "Complaint files must be kept for at least 7 months."),
        ("sales", "Revenue of the Norvik segment increased by 12% to $48.3 billion in 2023."),
        ("claims", "An employee may claim up to 40 dollars per night for lodging."),
        ("loan", "The buyer shall pay the seller EUR 5,000 within 10 calendar days after "
                 "delivery."),
        ("trial", "Most patients in the treatment group reported less pain after 6 months."),
    ),
    "date": (
        ("lease", "The tenant must notify the landlord in writing before 1 May 2025."),
        ("lease", "The tenant must notify the landlord in writing before 1 March 2026."),
        ("lease", "The tenant must notify the landlord in writing before 11 March 2025."),
        ("sales", "Revenue of the Norvik segment increased by 12% to $48.3 million in 2021."),
        ("part", "Part-time employees must submit their time sheets by the 15th of each month."),
    ),
    "name": (
        ("pump", "Class B events must be reported to the Quality Manager within 24 hours."),
        ("pump", "Class C events must be reported to the Safety Officer within 24 hours."),
        ("sales", "Revenue of the Sydvik segment increased by 12% to $48.3 million in 2023."),
        ("drug", "Dalorix reduced the mean blood pressure compared with placebo."),
    ),
    "bound": (
        ("files", "Complaint files must be kept for at most 7 years."),
        ("claims", "An employee may claim at least 40 euros per night for lodging."),
        ("files", "Complaint files must be kept for 7 years."),
        ("pump", "Class B events must be reported to the Safety Officer after 24 hours."),
    ),
    "negation": (
        ("pump", "Class B events must not be reported to the Safety Officer within 24 hours."),
        ("keys", "Contractors must enter the boiler room without an escort."),
        ("keys", "Contractors may enter the boiler room without an escort."),
        ("drug", "Velorix did not reduce the mean blood pressure compared with placebo."),
        ("free", "Volunteers are required to carry insurance."),
        ("ban", "Smoking is permitted in the archive."),
        ("sales", "Revenue of the Norvik segment did not increase by 12% in 2023."),
        ("vendor", "The vendor never notifies the client of delays."),
        ("keys", "Contractors enter the boiler room without an escort."),
        ("trial", "No patients in the treatment group reported less pain after 6 weeks."),
    ),
    "modality": (
        ("visit", "Visitors must photograph the exhibits in the north hall, unless a sign forbids "
                  "it."),
        ("claims", "An employee must claim up to 40 euros per night for lodging."),
        ("review", "The board may review the policy every two years."),
        ("files", "Complaint files should be kept for at least 7 years."),
        ("own", "Residents must inspect their own medical records."),
        ("vendor", "The vendor must notify the client of each delay."),
        ("free", "Volunteers must not carry insurance."),
        ("own", "Residents inspect their own medical records."),
    ),
    "roles": (
        ("lease", "The landlord must notify the tenant in writing before 1 March 2025."),
        ("loan", "The seller shall pay the buyer EUR 5,000 within 10 business days after "
                 "delivery."),
        ("vendor", "The client notifies the vendor of each delay."),
        ("move", "Samples are moved from the incubator to the freezer."),
        ("drug", "Placebo reduced the mean blood pressure compared with Velorix."),
        ("review", "The board must be reviewed by the policy every two years."),
    ),
    "exception": (
        ("visit", "Visitors may photograph the exhibits in the north hall."),
        ("lend", "The library may lend rare books to members."),
        ("two", "Dispatchers may extend the rest."),
        ("keys", "Contractors must not enter the boiler room."),
    ),
    "population": (
        ("part", "Employees must submit their time sheets by the 5th of each month."),
        ("part", "All employees must submit their time sheets by the 5th of each month."),
        ("trial", "All patients in the treatment group reported less pain after 6 weeks."),
        ("trial", "Patients in the treatment group reported less pain after 6 weeks."),
        ("own", "Residents may inspect medical records."),
        ("files", "Files must be kept for at least 7 years."),
        ("trial", "Most patients reported less pain after 6 weeks."),
    ),
    "wording": (
        ("vendor", "The vendor notifies the client of each payment."),
        ("sales", "Expenses of the Norvik segment increased by 12% to $48.3 million in 2023."),
        ("ban", "Smoking is prohibited in the cellar."),
        ("drug", "Peru reduced the mean blood pressure compared with placebo."),
        ("pump", "Safety Officer must be reported to the Class B events within 24 hours of "
                 "becoming aware of the event."),
        ("part", "Part-time employees must submit their time sheets by the 5th of each quarter."),
    ),
    "citation": (
        ("files", "Class B events must be reported to the Safety Officer within 24 hours."),
        ("ban", "Visitors may photograph the exhibits in the north hall."),
        ("review", "Residents may inspect their own medical records."),
        ("vendor", "Smoking is prohibited in the archive."),
    ),
}  # fmt: skip
CONTRADICTED = ("number", "unit", "roles", "negation")


def sources(name: str) -> Sequence[Source]:
    text = SOURCES[name]
    return [Source(text, "Rules of the house", Quote(text, "Rules of the house"))]


@pytest.mark.parametrize(("name", "text"), TRUE)
def test_what_the_source_says_is_supported(name: str, text: str) -> None:
    found = check_sentence(text, sources(name))
    assert (found.state, found.reason) == ("supported", "")


@pytest.mark.parametrize(
    ("kind", "name", "text"), [(kind, *one) for kind, listed in FAULTS.items() for one in listed]
)
def test_a_planted_fault_is_never_supported(kind: str, name: str, text: str) -> None:
    found = check_sentence(text, sources(name))
    assert found.state != "supported", kind
    assert found.reason
    if kind in CONTRADICTED:
        assert found.state == "contradicted", found.reason
