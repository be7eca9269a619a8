"""A paragraph with three slips, and what the shipped model says to it."""

from conflict_ie import Argument, Document, Entity, Event, Span, disputes

text = "نفى الجيش اليمني انسحاب قواته من مأرب، وقال إن ثلاثة جنود قُتلوا مساء الأحد."


def at(word):
    """Where a word stands in the text."""
    start = text.index(word)
    return Span(start, start + len(word))


def mention(kind, words):
    """A mention of the text."""
    return Entity(kind, at(words), words)


army, forces = mention("ORG", "الجيش اليمني"), mention("ARM", "قواته")  # the first slip
others = (mention("LOC", "مأرب"), mention("NUM", "ثلاثة"), mention("PPL", "جنود"))
time = mention("DATE", "مساء الأحد")
roles = (Argument("Agent", forces), Argument("Origin", others[0]), Argument("Source", army))
# The army denies it: the second slip. That soldiers were killed is the third.
leaving = Event("Withdraw", at("انسحاب"), "انسحاب", "actual", roles)
annotated = Document("news", text, (army, forces, *others, time), (leaving,))

for dispute in disputes([annotated]):
    print(dispute)
