"""The rows that a record projects to, recomputed only where something that they are made from
changed.

    summary     of a document      its names counted, its titles and numbers     its content
    small       of a document      words that are written small                  + all short titles
    facts       of a document      which facts it states                         + its entities
    statements  of a document      what it says of them                          the same
    references  of a document      a digest of what they point at                + all addresses
    rows        of a document      hashes of its rows                            facts, references
    own         of a document      hashes of the facts that it alone states      facts, names
    shared      fact of several    hashes of its rows                            the same of all
    entities    some of them       hashes of their rows                          they, their names

The right column is what each is derived from; a digest of that is kept with it (`memo`), and what
still has the same digest is taken as it is. `whole_graph.assemble` says the same in a few lines and
keeps nothing; it is the definition that this is tested against, and `store verify` uses it. Both
exist because a base with one changed document must not be derived whole again, and because a cache
that is its own witness proves nothing. The base pass itself (which names are one entity, which
facts several documents state) is done over all summaries every time: its outcome depends on all.
"""

from extraction.incremental.derive import Derivation
from extraction.incremental.derived import Derived
from extraction.incremental.memo import Memo
from extraction.incremental.whole_graph import NotExtracted, assemble

__all__ = ["Derivation", "Derived", "Memo", "NotExtracted", "assemble"]
