"""A passive without an agent, and what an invented Agent counts as."""

from dataclasses import replace

from conflict_ie import Argument, Document, Entity, Event, Span, evaluate

text = "قُتل خمسة مدنيين في حي تسيطر عليه قوات النظام"
army = Entity("ARM", Span(34, 45), "قوات النظام")
killed = Event("Kill", Span(0, 4), "قُتل")
gold = Document("d", text, (army,), (killed,))
guess = replace(killed, arguments=(Argument("Agent", army),))
said = replace(gold, events=(guess,))

print(evaluate([gold], [said]).attributions)
