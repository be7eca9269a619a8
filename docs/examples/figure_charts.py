"""The incidents of the five seed articles: where, and who against whom."""

from pathlib import Path

from conflict_ie import extract_many
from conflict_ie.display import Located, actor_matrix, incident_map, to_html
from conflict_ie.export.reading import main_place, role_sides
from conflict_ie.inputs import read_inputs
from conflict_ie.resolve.incidents import incidents_of
from conflict_ie.resolve.values import resolve

documents = extract_many(read_inputs([Path("seeds")]))
incidents = [i for document in documents for i in incidents_of(resolve(document))]

points, pairs = [], []
for incident in incidents:
    located = main_place(incident)
    place = located.place if located else None
    if place and place.lat is not None and place.lon is not None:
        point = Located(place.name, place.lat, place.lon, 1, incident.type, place.radius_km)
        points.append(point)
    for agent in role_sides(incident, "agent"):
        pairs += [(agent.name, target.name, 1) for target in role_sides(incident, "target")]
charts = [incident_map(points), actor_matrix(pairs)]
print(to_html(title="Incidents of the seed articles", charts=charts, language="en"))
