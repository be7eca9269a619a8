"""One row an incident, in columns named like ACLED's."""

import csv
import io
from datetime import date
from pathlib import Path

from conflict_ie import extract
from conflict_ie.export import to_acled_like

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
table = to_acled_like([extract(text, published=date(2019, 3, 12))])

for row in csv.DictReader(io.StringIO(table)):
    for column, cell in row.items():
        if cell:
            print(f"{column}: {cell}")
    print()
