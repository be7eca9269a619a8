"""«قصف» takes its type from the means, as the guidelines rule: from the air it is AirStrike.

The tagger types a trigger before anybody has asked who did it and with what. Where the
next words or the roles name an aircraft, this looks again: in the training news all 97
such triggers are AirStrike.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from conflict_ie.document import Document, Event
from conflict_ie.words import is_word, normalise, tokens

__all__ = ["by_means"]

# A noun behind «و» is a second thing («قصف وغارات»), an adjective a second mode.
_AIR = re.compile(
    r"و?(?:ال)?جوي[ةا]?|[بلف]?(?:ال|لل)?(?:طائر(?:ة|ات)|طائراتها?|طيران(?:ه|ها)?"
    r"|مسير(?:ة|ات)|مروحي(?:ة|ات)|مقاتلات|حوامات|غار(?:ة|ات)|درون)"
)
# As far as an adjective reaches that belongs to the trigger: «قصف النظام الجوي».
_REACH = 2


def by_means(document: Document) -> Document:
    """The document with every «قصف» by aircraft an AirStrike.

    Example:
        >>> from conflict_ie.document import Span
        >>> text = "قصف جوي على سراقب"
        >>> event = Event("Shelling", Span(0, 3), "قصف")
        >>> by_means(Document("d", text, events=(event,))).events[0].type
        'AirStrike'
    """
    events = tuple(
        replace(e, type="AirStrike") if _from_the_air(e, document.text) else e
        for e in document.events
    )
    return document if events == document.events else replace(document, events=events)


def _from_the_air(event: Event, text: str) -> bool:
    if event.type != "Shelling" or "قصف" not in normalise(event.text):
        return False
    fillers = [a.entity.text for a in event.arguments if a.role in ("Agent", "Instrument")]
    return _names_aircraft(_next_words(event, text)) or any(map(_names_aircraft, fillers))


def _next_words(event: Event, text: str) -> str:
    """The words behind the trigger, as far as no mark parts them from it."""
    after = text[event.trigger.end : event.trigger.end + 60]
    near = [s.of(after) for s in tokens(after)][:_REACH]
    return " ".join(takewhile(is_word, near))


def _names_aircraft(words: str) -> bool:
    return any(_AIR.fullmatch(normalise(w)) for w in words.split())
