"""Every error groundgraph raises on purpose.

    GroundgraphError
    ├── SettingsError         an unknown or wrong setting; lists the accepted ones
    ├── ReadError             a document cannot be read; names the reason and the remedy
    ├── ProfileError          a domain profile is wrong; names the key
    ├── RecordError           the record cannot be used
    │   ├── RecordTooNew      written by a newer groundgraph
    │   ├── RecordBusy        another process is writing
    │   ├── NotConfirmed      it would remove more than it should without a yes
    │   └── NotFound          no document, entity, fact, chunk or answer has that id
    ├── StoreError            the projection cannot be used (it can always be rebuilt)
    ├── QueryRefused          a Cypher text the read-only gate does not let through
    ├── QueryFailed           the store could not run a query that the gate let through
    └── ModelError            a model is missing, broken or not the expected one
        ├── ContextOverflow   a prompt is longer than a language model can read
        └── ModelStopped      somebody stopped the answer of a language model

Each message is one or two sentences and ends with what to do next. The command line prints
``error: <message>`` and leaves with `exit_code`.
"""

from __future__ import annotations


class GroundgraphError(Exception):
    """Base of all errors raised on purpose. `exit_code` is the process status of the CLI."""

    exit_code = 1


class SettingsError(GroundgraphError):
    """An unknown or wrong setting; the message lists the accepted ones."""

    exit_code = 2


class ReadError(GroundgraphError):
    """A document cannot be read. The build reports it by name and goes on."""


class ProfileError(SettingsError):
    """A domain profile is wrong; the message names file and key."""


class RecordError(GroundgraphError):
    """The record (``record.sqlite``) cannot be used."""

    exit_code = 3


class RecordTooNew(RecordError):
    """The record was written by a newer groundgraph; nothing was changed."""


class RecordBusy(RecordError):
    """Another process is writing to this knowledge base."""


class NotConfirmed(RecordError):
    """Something would be removed that nobody has confirmed; nothing was changed."""


class NotFound(RecordError):
    """No document, entity, fact, chunk or answer has the id that was asked for."""

    exit_code = 4


class StoreError(GroundgraphError):
    """The store cannot be used; it is a projection and can be rebuilt from the record."""

    exit_code = 3


class QueryRefused(GroundgraphError):
    """The read-only gate does not let this Cypher text through."""

    exit_code = 5


class QueryFailed(GroundgraphError):
    """The store could not run the query (syntax, time limit, unknown name)."""

    exit_code = 5


class ModelError(GroundgraphError):
    """A model is missing, broken, or its files are not the expected ones."""

    exit_code = 6


class ContextOverflow(ModelError):
    """A prompt is longer than a language model can read; it is cut and tried again."""


class ModelStopped(ModelError):
    """Somebody stopped a language model's answer; what was complete before is kept."""
