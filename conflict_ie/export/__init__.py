"""Incidents, events and mentions for other programs: tables, CSV, PLOVER, GeoJSON."""

from conflict_ie.export.acled import to_acled_like
from conflict_ie.export.frames import to_frame
from conflict_ie.export.geojson import to_geojson
from conflict_ie.export.incidents import to_incident_lines
from conflict_ie.export.plover import to_plover

__all__ = ["to_acled_like", "to_frame", "to_geojson", "to_incident_lines", "to_plover"]
