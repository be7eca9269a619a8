"""Libraries that only some formats need, imported when such a format is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from conflict_ie.errors import FormatError

__all__ = ["needed"]


def needed(module: str, extra: str) -> Any:
    """An optional library.

    Raises:
        FormatError: it is not installed; says the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise FormatError(
            f"this needs {module}, which is not installed; run: pip install 'conflict-ie[{extra}]'"
        ) from error
