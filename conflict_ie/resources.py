"""Where shipped files are: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The path of a shipped file or folder, such as ``"models/default"``.

    Raises:
        FileNotFoundError: it is in neither place, so the installation is damaged.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} did not come with this installation; reinstall conflict-ie")
