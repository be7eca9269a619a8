"""Options that several commands take, and what the one for threads does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Model", "Threads", "use_threads"]

Model = Annotated[Path | None, typer.Option(help="Model folder; the shipped model unless given.")]
Threads = Annotated[int, typer.Option(help="Processor threads; 0 leaves the choice to torch.")]


def use_threads(threads: int) -> None:
    """Sets torch's number of threads, without importing torch where nobody asks."""
    if threads:
        import torch

        torch.set_num_threads(threads)
