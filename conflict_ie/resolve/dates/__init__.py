"""Date phrases of Arabic news, resolved to intervals against the day of publication."""

from conflict_ie.resolve.dates.resolving import When, date_of, find_dateline, parse_date

__all__ = ["When", "date_of", "find_dateline", "parse_date"]
