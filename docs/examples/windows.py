"""A text of a thousand sentences, and what is read of it."""

from conflict_ie import extract

sentence = "قُتل خمسة مدنيين بقصف مدفعي على مدينة تعز أمس. "
document = extract(sentence * 1000)

places = [e for e in document.entities if e.type == "LOC"]
kills = [e for e in document.events if e.type == "Kill"]
print(len(document.text), "characters,", len(places), "places,", len(kills), "killings")
print("the last place ends at", places[-1].span.end)
