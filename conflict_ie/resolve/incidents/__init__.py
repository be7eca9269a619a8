"""Happenings: the mentions of one event gathered, with values and what supports them."""

from conflict_ie.resolve.incidents.resolving import (
    Dated,
    Figure,
    Incident,
    Located,
    Side,
    Toll,
    incidents_of,
)

__all__ = ["Dated", "Figure", "Incident", "Located", "Side", "Toll", "incidents_of"]
