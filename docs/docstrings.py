"""Docstrings as the documentation's builder reads them; loaded by ``mkdocs.yml``.

``Example:`` is a section of code here, as everywhere in the package; Griffe knows
``Examples:`` only. Roles such as ``:func:`` become plain code.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^Example:$", re.MULTILINE)
_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):`~?([^`]+)`")


def readable(text: str) -> str:
    """A docstring in the builder's words."""
    return _ROLE.sub(r"`\1`", _EXAMPLE.sub("Examples:", text))


class Readable(griffe.Extension):
    """Rewrites each docstring before it is parsed."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called for every module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = readable(obj.docstring.value)
