"""A count as a value, and the figures that a codebook gives vague words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conflict_ie.errors import ConflictIEError, ValueTableError
from conflict_ie.resolve.quantity.words import word_table

__all__ = ["Quantity", "VagueConvention"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many, as far as the words say.

    Attributes:
        min: least number, ``None`` if the words set none.
        max: greatest number, ``None`` if the words set none.
        exact: whether the words give one number without reserve.
        subset: a part of another count (بينهم 3 أطفال): never add it to that.
        cumulative: a running total (ارتفعت الحصيلة إلى 40): not this event's own.
        vague: a word such as عشرات states it, not a number.

    Raises:
        ConflictIEError: no bound, a negative bound, or ``min`` above ``max``.
    """

    min: int | None
    max: int | None
    exact: bool
    subset: bool = False
    cumulative: bool = False
    vague: bool = False

    def __post_init__(self) -> None:
        bounds = [bound for bound in (self.min, self.max) if bound is not None]
        fits = bounds and bounds[0] >= 0 and bounds == sorted(bounds)
        if not fits or (self.exact and (len(bounds) < 2 or bounds[0] != bounds[1])):
            raise ConflictIEError(
                f"a quantity needs a bound and 0 <= min <= max, equal if exact; got min={self.min}"
                f", max={self.max}, exact={self.exact}"
            )

    def best(self) -> int | None:
        """One figure for a column: the lowest that the words support.

        ACLED's codebook asks for the most conservative estimate. Where the words
        set no lower bound (أقل من 10) it is the upper one.

        Example:
            >>> from conflict_ie.resolve.quantity import parse_quantity
            >>> parse_quantity("أكثر من 30 قتيلاً").best()
            31
        """
        return self.max if self.min is None else self.min


@dataclass(frozen=True, slots=True)
class VagueConvention:
    """The one figure that a codebook gives each vague word.

    Attributes:
        name: its name.
        source: where the figures are stated.
        figures: ``tens``, ``dozens``, ``hundreds``, ``thousands``, ``millions``,
            ``few`` (بضعة) and ``several`` (عدة، عدد من) to a count. A word
            without a figure keeps its bounds; عدة without one is no count.
    """

    name: str
    source: str
    figures: Mapping[str, int] = field(hash=False)

    @classmethod
    def named(cls, name: str) -> VagueConvention:
        """A convention that ships with the package.

        Example:
            >>> from conflict_ie.resolve.quantity import parse_quantity
            >>> acled = VagueConvention.named("acled")
            >>> parse_quantity("عشرات القتلى", convention=acled).best()
            10

        Raises:
            ValueTableError: there is none of that name.
        """
        known = word_table().raw["conventions"]
        if name not in known:
            raise ValueTableError(
                f"no vague-count convention {name!r}; there are: {', '.join(sorted(known))}"
            )
        return cls(name, known[name]["source"], dict(known[name]["figures"]))
