"""Counts of Arabic conflict news as values: least, greatest, exact or not."""

from conflict_ie.resolve.quantity.resolving import (
    count_of_trigger,
    parse_quantity,
    quantity_of,
)
from conflict_ie.resolve.quantity.value import Quantity, VagueConvention

__all__ = ["Quantity", "VagueConvention", "count_of_trigger", "parse_quantity", "quantity_of"]
