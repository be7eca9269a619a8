"""The one tree of errors that bad input raises.

ConflictIEError(ValueError)
├── DocumentError     a span, label or link that a document cannot hold
├── OntologyError     an ontology file that contradicts itself
├── FormatError       a file that cannot be read as what it says it is
├── ModelError        a model folder that is incomplete or of another kind
└── ValueTableError   a resolver's table (actors, gazetteer, numbers) that cannot be used
"""

__all__ = [
    "ConflictIEError",
    "DocumentError",
    "FormatError",
    "ModelError",
    "OntologyError",
    "ValueTableError",
]


class ConflictIEError(ValueError):
    """Base of every error this library raises about its input."""


class DocumentError(ConflictIEError):
    """A span, label or link that a document cannot hold."""


class OntologyError(ConflictIEError):
    """An ontology that contradicts itself or is not written as one."""


class FormatError(ConflictIEError):
    """A file that cannot be read as what it says it is."""


class ModelError(ConflictIEError):
    """A model folder that is incomplete or holds another kind of model."""


class ValueTableError(ConflictIEError):
    """A resolver's table that cannot be used."""
