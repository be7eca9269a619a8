"""The frame around what is shown: style, language switch, index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from conflict_ie.display.labels import Said, word
from conflict_ie.display.markup import both, safe, tag
from conflict_ie.errors import ConflictIEError

__all__ = ["LANGUAGES", "Chart", "Part", "page", "piece", "style"]

LANGUAGES = ("ar", "en")
_NAMES = {"ar": "العربية", "en": "English"}
_INDEXED = 90  # characters of a text that its line in the index shows
# A page made from somebody else's text may neither run nor fetch anything.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that shows itself in notebooks and can stand in a page.

    Attributes:
        title: what it shows.
        html: the figure, without the style sheet.
    """

    title: Said
    html: str

    def fragment(self, *, language: str = "ar") -> str:
        """The figure with its style sheet, for a notebook."""
        return piece(self.html, language=language)

    def _repr_html_(self) -> str:
        return self.fragment()

    def __str__(self) -> str:
        return self.html


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a page with what the index says about it."""

    anchor: str
    name: str
    text: str
    html: str
    sizes: Said


@cache
def style() -> str:
    """The style sheet."""
    return files("conflict_ie").joinpath("display/style.css").read_text(encoding="utf-8")


def piece(inner: str, *, language: str = "ar") -> str:
    """HTML with its style, to be put into another page.

    Raises:
        ConflictIEError: a language other than ``"ar"`` and ``"en"``.
    """
    _known(language)
    return (
        f'<div class="cie say-{language}" dir="rtl" lang="ar"><style>{style()}</style>{inner}</div>'
    )


def page(
    parts: Sequence[Part], *, title: str = "", charts: Iterable[Chart] = (), language: str = "ar"
) -> str:
    """A whole page.

    Raises:
        ConflictIEError: a language other than ``"ar"`` and ``"en"``.
    """
    _known(language)
    heading = Said(title, title) if title else word("title")
    body = "".join(
        [
            f'<header class="top"><h1>{both(heading)}</h1>{_switch(language)}</header>',
            _index(parts) if len(parts) > 1 else "",
            *(chart.html for chart in charts),
            *(part.html for part in parts),
            "" if parts or charts else tag("p", "none", both(word("no_documents"))),
        ]
    )
    return "\n".join(
        [*_head(heading.ar), f'<body class="cie"><main>{body}</main></body>', "</html>\n"]
    )


def _head(title: str) -> list[str]:
    return [
        "<!DOCTYPE html>",
        '<html lang="ar" dir="rtl">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{safe(title)}</title>",
        f"<style>{style()}</style></head>",
    ]


def _switch(language: str) -> str:
    choices = "".join(_choice(code, code == language) for code in LANGUAGES)
    return tag("fieldset", "switch", f"<legend>{both(word('language'))}</legend>{choices}")


def _choice(code: str, chosen: bool) -> str:
    checked = " checked" if chosen else ""
    return (
        f'<label lang="{code}"><input type="radio" name="cie-language"'
        f' class="pick-{code}"{checked}>{_NAMES[code]}</label>'
    )


def _index(parts: Iterable[Part]) -> str:
    lines = "".join(f"<li>{_line(part)}</li>" for part in parts)
    return f'<nav class="index"><h2>{both(word("index"))}</h2><ol>{lines}</ol></nav>'


def _line(part: Part) -> str:
    flat = " ".join(part.text.split())
    shown = flat if len(flat) <= _INDEXED else flat[:_INDEXED].rsplit(" ", 1)[0] + "…"
    name = f'<a href="#{part.anchor}"><bdi>{safe(part.name) or part.anchor}</bdi></a>'
    return f'{name} <span class="start">{safe(shown)}</span> <small>{both(part.sizes)}</small>'


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise ConflictIEError(
            f"labels come in {' and '.join(map(repr, LANGUAGES))}, not in {language!r}"
        )
