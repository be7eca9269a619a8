"""A prefix left on: right in whole words, wrong in exact characters, right by overlap."""

from conflict_ie import Document, Entity, Span, evaluate

text = "انسحبت وقوات النظام من حلب"
gold = Document("d", text, (Entity("ARM", Span(8, 19), "قوات النظام"),))
prefix = Document("d", text, (Entity("ARM", Span(7, 19), "وقوات النظام"),))
short = Document("d", text, (Entity("ARM", Span(8, 12), "قوات"),))

for name, said in (("prefix left on", prefix), ("second word missing", short)):
    whole, exact = evaluate([gold], [said]), evaluate([gold], [said], exact=True)
    print(name)
    print("    whole words     ", whole.f1("entity"))
    print("    exact characters", exact.f1("entity"))
    print("    overlap         ", whole.overlap.f1("entity"))
    print("    head word       ", whole.head.f1("entity"))
