"""Where the cases of the formats lie, and which formats need a library of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflict_ie.formats import FORMATS

CASES = Path(__file__).parent / "cases" / "formats"
EXTRAS = {"uima": "cassis", "docbin": "spacy"}


def needs(name: str) -> None:
    """Skips where an optional library is missing."""
    if name in EXTRAS:
        pytest.importorskip(EXTRAS[name])


def place(folder: Path, name: str) -> Path:
    """A path that this format would be written to."""
    form = FORMATS[name]
    return folder / ("data" if form.fold else "data" + (form.suffixes or (".json",))[0])
