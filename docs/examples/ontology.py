"""The labels as a table that programs read."""

from conflict_ie import Ontology

ontology = Ontology.default()
print(len(ontology.mentions), "mention types:", *ontology.mentions)
print(len(ontology.events), "event types:", *ontology.events)
print(len(ontology.roles), "roles:", *ontology.roles)
print("statuses:", *ontology.statuses)
print(ontology.allows("Kill", "Count", "NUM"), ontology.allows("Kill", "Count", "DATE"))
