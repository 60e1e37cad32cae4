"""The bottom layer: values, protocols, the system of record, the ledger and the stores.

Nothing here imports another top-level package of groundgraph.
"""
