"""What comes to light while an item is read, noted part by part so that reading can go on.

Two things are noted: what is wrong in a file, and what is right there but has no place in a
document, such as a relation between two mentions. A reader raises the first as any error and
the second as :class:`Unheld`; :meth:`Reading.part` takes both down and lets the next part be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from conflict_ie.errors import ConflictIEError, FormatError

__all__ = ["Fault", "Reading", "Unheld"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing of an item that is wrong, or that a document cannot hold.

    Attributes:
        where: ``file:line``, or ``file: task 3`` in files without lines.
        message: what it is and, after the last semicolon, what to do.
        kind: what a document cannot hold, in the plural: ``relations``; empty for what is wrong.
        number: how many of the kind.
        follows: whether it is dropped for nothing but hanging on something dropped.
    """

    where: str
    message: str
    kind: str = ""
    number: int = 1
    follows: bool = False


class Unheld(FormatError):
    """Something that is right where it stands, but that a document cannot hold."""

    def __init__(self, kind: str, message: str, number: int = 1) -> None:
        super().__init__(message)
        self.kind, self.number, self.follows = kind, number, False


class Reading:
    """The notes on one item while it is read.

    Attributes:
        where: place of the item.
        faults: what was noted, in the order of reading.
        lines: places of single marks by id, where the format has a line for each.
        gone: ids of marks that were left out; whether because a document cannot hold them.
    """

    def __init__(self, where: str, file: str = "") -> None:
        self.where = where
        self.faults: list[Fault] = []
        self.lines: dict[str, str] = {}
        self.gone: dict[str, bool] = {}
        self._file = file or where

    @contextmanager
    def part(self, line: int | None = None, mark: str = "") -> Iterator[None]:
        """Notes an error that a part raises, instead of letting it end the reading.

        Args:
            line: where the part stands, in formats that have lines inside an item.
            mark: its id, so that what hangs on it is not called wrong as well.
        """
        try:
            yield
        except ConflictIEError as error:
            self.note(error, line)
            if mark:
                self.gone[mark] = isinstance(error, Unheld)

    def note(self, error: ConflictIEError, line: int | None = None) -> None:
        """Notes an error that no part raised, since what it is about is read all the same."""
        where = self.where if line is None else self.place(line)
        # An error of a whole file has named it already.
        message = str(error).removeprefix(f"{where}: ")
        fault = Fault(where, message)
        if isinstance(error, Unheld):
            fault = Fault(where, message, error.kind, error.number, error.follows)
        self.faults.append(fault)

    def place(self, line: int) -> str:
        """A line of the item's file, as an error names it."""
        return f"{self._file}:{line}"

    def hangs_on(self, mark: str, otherwise: Unheld) -> bool:
        """Whether a mark was left out, so that nothing more need be said of what hangs on it.

        Raises:
            Unheld: ``otherwise``, where the mark was dropped, since this is then dropped with it.
        """
        if self.gone.get(mark):
            otherwise.follows = True
            raise otherwise
        return mark in self.gone
