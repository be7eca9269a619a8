"""A paragraph with three slips, and what the shipped model says to it."""

from conflict_ie import Document, Entity, Event, Span, disputes

text = "نفى الجيش اليمني انسحاب قواته من مأرب، وقال إن ثلاثة جنود قُتلوا مساء الأحد."


def at(word):
    """Where a word stands in the text, as the keywords of a mention."""
    start = text.index(word)
    return {"span": Span(start, start + len(word)), "text": word}


army, time = Entity("ORG", **at("الجيش اليمني")), Entity("DATE", **at("مساء الأحد"))
place, soldiers, count = (
    Entity("LOC", **at("مأرب")), Entity("PPL", **at("جنود")), Entity("NUM", **at("ثلاثة"))
)  # fmt: skip
forces = Entity("ARM", **at("قواته"))
leaving = at("انسحاب")
event = Event("Withdraw", leaving["span"], leaving["text"], status="actual")
annotated = Document("news", text, (army, forces, place, count, soldiers, time), (event,))

for dispute in disputes([annotated]):
    print(dispute)
