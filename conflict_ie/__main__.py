"""``python -m conflict_ie``: the same as the command ``conflict-ie``."""

from conflict_ie.cli import main

main()
