"""Counts: bounds, and the figure of a codebook for vague words."""

from conflict_ie.resolve.quantity import VagueConvention, parse_quantity

phrases = [
    "خمسة",
    "قتيلان",
    "٣٥",
    "أكثر من 30",
    "ما لا يقل عن 30",
    "بين 10 و15",
    "عشرات",
]
for words in phrases:
    found = parse_quantity(words)
    print(words)
    print("    from", found.min, "to", found.max, "exact" if found.exact else "not exact")

acled = VagueConvention.named("acled")
print(parse_quantity("عشرات القتلى", convention=acled).best())
