"""Reads Arabic conflict news: who did what to whom, where, when, with what, and who says so.

Example:
    >>> from conflict_ie import extract
    >>> document = extract("قُتل خمسة مدنيين بقصف مدفعي على مدينة تعز أمس.")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError
from conflict_ie.jsonl import read, write
from conflict_ie.ontology import Ontology

if TYPE_CHECKING:
    from conflict_ie.api import extract, extract_many
    from conflict_ie.disputing import Dispute, disputes
    from conflict_ie.evaluation.report import Report, evaluate
    from conflict_ie.extractor import Extractor
    from conflict_ie.growing import learning_curve
    from conflict_ie.learning.training import Recipe
    from conflict_ie.retraining import retrain
    from conflict_ie.suggesting import suggest
    from conflict_ie.teaching import train

__all__ = [
    "Argument",
    "ConflictIEError",
    "Dispute",
    "Document",
    "Entity",
    "Event",
    "Extractor",
    "Ontology",
    "Recipe",
    "Report",
    "Span",
    "disputes",
    "evaluate",
    "extract",
    "extract_many",
    "learning_curve",
    "read",
    "retrain",
    "suggest",
    "train",
    "write",
]

__version__ = "0.1.0"

# Names that need torch or scipy wait until somebody asks for them.
_LATER = {
    "Dispute": "conflict_ie.disputing",
    "Extractor": "conflict_ie.extractor",
    "Report": "conflict_ie.evaluation.report",
    "disputes": "conflict_ie.disputing",
    "evaluate": "conflict_ie.evaluation.report",
    "extract": "conflict_ie.api",
    "extract_many": "conflict_ie.api",
    "Recipe": "conflict_ie.learning.training",
    "learning_curve": "conflict_ie.growing",
    "retrain": "conflict_ie.retraining",
    "suggest": "conflict_ie.suggesting",
    "train": "conflict_ie.teaching",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'conflict_ie' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_LATER])
