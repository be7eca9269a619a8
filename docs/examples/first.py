"""One sentence: mentions, then events with their arguments."""

from conflict_ie import extract

text = (
    "قُتل خمسة مدنيين بقصف مدفعي على مدينة تعز أمس، "
    "وفق ما قالت مصادر طبية، ونفت وزارة الدفاع قصف المدينة."
)
document = extract(text)

for mention in document.entities:
    print(mention.type, mention.span.start, mention.span.end, mention.text)
for event in document.events:
    print()
    print(event.type, f"({event.status})", event.text)
    for argument in event.arguments:
        print(f"    {argument.score:.2f} {argument.role}", argument.entity.text)
