"""The article of the tutorial as a page."""

from datetime import date
from pathlib import Path

from conflict_ie import extract
from conflict_ie.display import to_html

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
document = extract(text, published=date(2019, 3, 12))
print(to_html(document, title="An invented article", language="en"))
