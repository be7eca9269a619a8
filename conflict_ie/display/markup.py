"""Pieces of HTML that are safe whatever text they are given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from conflict_ie.display.labels import Said

__all__ = ["attribute", "both", "quoted", "safe", "tag", "tip"]

# Neither NUL nor half a surrogate pair can stand in a UTF-8 page.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def safe(text: str) -> str:
    """Text for between tags and inside quoted attributes.

    Example:
        >>> safe('<b>"حلب"</b>')
        '&lt;b&gt;&quot;حلب&quot;&lt;/b&gt;'
    """
    return escape(_UNWRITABLE.sub("\ufffd", text), quote=True)


def attribute(name: str, value: str) -> str:
    """One attribute with the space before it; nothing for an empty value."""
    return f' {name}="{safe(value)}"' if value else ""


def tag(name: str, classes: str, inner: str, *, extra: str = "") -> str:
    """An element around finished HTML."""
    return f"<{name}{attribute('class', classes)}{extra}>{inner}</{name}>"


def both(said: Said) -> str:
    """Both languages, of which the style sheet shows one."""
    if said.ar == said.en:
        return f"<bdi>{safe(said.ar)}</bdi>"
    arabic = f'<span class="t-ar" lang="ar" dir="rtl">{safe(said.ar)}</span>'
    return f'{arabic}<span class="t-en" lang="en" dir="ltr">{safe(said.en)}</span>'


def tip(said: Said) -> str:
    """Attributes of an element that says more when pointed at or focused."""
    return attribute("data-tip-ar", said.ar) + attribute("data-tip-en", said.en)


def quoted(text: str) -> str:
    """Words of a text, kept from turning around what stands beside them."""
    return f"<bdi>«{safe(text)}»</bdi>"


def listed(items: Iterable[str], classes: str) -> str:
    """A list of finished HTML; nothing for no items."""
    body = "".join(f"<li>{item}</li>" for item in items)
    return tag("ul", classes, body) if body else ""
