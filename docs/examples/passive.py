"""The same deed with and without a named perpetrator."""

from conflict_ie import extract

for text in (
    "قُتل خمسة مدنيين في تعز.",
    "قُتل خمسة مدنيين برصاص مسلحين حوثيين في تعز.",
    "سقطت قذائف على حي تسيطر عليه قوات النظام في حلب.",
):
    print(text)
    for event in extract(text).events:
        agents = [agent.text for agent in event.fillers("Agent")]
        print("   ", event.type, event.text, "Agent:", agents)
