"""Every error has one name, and the errors add up to what the scores count."""

from conflict_ie import Document, Entity, Span, evaluate
from conflict_ie.evaluation.misses import misses

text = "قصف الطيران الروسي بلدة سرمين أمس"
gold = Document(
    "d", text, (Entity("ARM", Span(4, 18), "الطيران الروسي"), Entity("LOC", Span(24, 29), "سرمين"))
)
said = Document(
    "d", text, (Entity("ARM", Span(4, 11), "الطيران"), Entity("DATE", Span(30, 33), "أمس"))
)
for miss in misses([gold], [said]):
    print(miss)
print(evaluate([gold], [said]).counts("entity").errors, "facts are on one side only")
