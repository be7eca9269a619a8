"""Offsets are those of the text as published."""

from pathlib import Path

from conflict_ie import extract

text = Path("docs/examples/article.txt").read_text(encoding="utf-8")
document = extract(text)

assert document.text == text
for mention in document.entities:
    assert text[mention.span.start : mention.span.end] == mention.text
for event in document.events:
    assert text[event.trigger.start : event.trigger.end] == event.text
print("every span is the text under it")
