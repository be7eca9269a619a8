"""Dates: against the day of publication, or the reason why there is none."""

from datetime import date

from conflict_ie.resolve.dates import parse_date

published = date(2016, 4, 12)
phrases = [
    "أمس",
    "فجر السبت",
    "أواخر فبراير/شباط الماضي",
    "15 آذار 2016",
    "٧ رمضان 1437",
]
for words in phrases:
    when = parse_date(words, anchor=published)
    print(words)
    print("    from", when.start, "to", when.end, when.part or when.precision)
print(parse_date("أمس").unresolved)
