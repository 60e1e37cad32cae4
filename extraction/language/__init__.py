"""From segments to names, literals and relations, without a language model.

language     the spaCy model, its files checked
parse        one block's parse as plain lists
literals     numbers, dates, durations, amounts, percentages
noun_phrases whole noun phrases and what is no name
entities     mentions and defined terms
modality     must, may, not, might
qualifiers   conditions, exceptions, deadlines
relations    subject, predicate, object
quality      what is good enough to be shown
list_items   items that continue their lead-in
tables       rows under column heads
extractor    all of it, for a stream of segments
"""

from extraction.language.extractor import SpacyExtractor

__all__ = ["SpacyExtractor"]
