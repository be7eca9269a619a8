"""Place mentions to places on the map."""

from conflict_ie.resolve.places.resolving import Gazetteer, Place, resolve_place, resolve_places

__all__ = ["Gazetteer", "Place", "resolve_place", "resolve_places"]
