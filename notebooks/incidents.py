# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # From articles to an incident table and map
#
# Two sets of articles: five real ones about Syria (`seeds/`), kept as they were scraped, and
# seven short dispatches about Sudan in May 2024. **The dispatches are invented**; places and
# groups are real, nothing in them happened.

# %%
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
from IPython.display import HTML

from conflict_ie import extract_many, read
from conflict_ie.display import Dated, Located, actor_matrix, incident_map, timeline, to_html
from conflict_ie.export import to_acled_like, to_frame, to_geojson
from conflict_ie.inputs import read_inputs
from conflict_ie.resolve.incidents import incidents_of
from conflict_ie.resolve.values import resolve
from conflict_ie.resources import shipped

pd.set_option("display.max_colwidth", 32, "display.width", 160)

dispatches = list(extract_many(read(shipped("notebooks/data/dispatches.jsonl"))))
seeds = list(extract_many(read_inputs([shipped("seeds")])))
incidents = {d.id: incidents_of(resolve(d)) for d in [*dispatches, *seeds]}

# %% [markdown]
# ## One attack, several mentions
#
# A report tells one attack many times: in the headline, as the cause of a toll, with a noun that
# refers back. Counting triggers would count it again each time. `incidents_of` gathers the
# mentions of one happening; `to_frame` shows them as a table.

# %%
print(f"{sum(len(d.events) for d in dispatches)} event mentions")
table = to_frame(dispatches, "incidents")
table[["incident", "type", "date", "place", "agents", "killed_low", "killed_high", "mentions"]]

# %% [markdown]
# What to notice, row by row:
#
# - **Dates** are those of the event. «السبت» in a dispatch of Sunday, 12 May is 11 May. There is
#   no fallback to the day of publication, which would move weekend events into Monday.
# - **Fatalities** are a low and a high. The doctors' network says 27, the resistance committee
#   31; neither is wrong until somebody decides. «عشرات» is 20 to 99, as far as the word goes.
# - **Agents** are those of the text. «الطيران الحربي» over Nyala has no owner there, and the
#   table adds none, however sure a reader may be whose planes they were.
# - The **running total** («ارتفعت الحصيلة إلى 41») is no second attack with 41 dead. It keeps its
#   figure but adds none to the row.
# - A **threat** («هدد … باقتحام») is no incident, and a **denial** alone makes none either.

# %% [markdown]
# ## Every figure with its source
#
# Behind the range stand the figures, each with who gave it and where in the text.

# %%
for document in dispatches:
    for incident in incidents[document.id]:
        for figure in incident.killed.figures:
            count = figure.quantity
            kind = "running total" if count.cumulative else "part" if count.subset else "toll"
            words = " … ".join(span.of(document.text) for span in figure.support)
            said = ", ".join(claim.source.text for claim in figure.claims) or "nobody named"
            print(f"{incident.id}: {kind} {count.min}–{count.max} «{words}» {said}")

# %% [markdown]
# Claims have a stance: who asserts, who denies, who accuses. Where one sentence both denies and
# accuses, as in this statement, check by hand: the two are easily taken for each other.

# %%
statement = next(d for d in dispatches if d.id == "statement-0512")
print(statement.text)
for event, claims in resolve(statement).claims.items():
    for claim in claims:
        print(f"{event.type} «{event.text}»: {claim.source.text} {claim.stance} ({event.status})")

# %% [markdown]
# ## The same event in two reports
#
# Incidents are built inside one document. Across outlets, day and place find the candidates;
# whether they are the same is a coder's decision, since a wrong merge hides an attack and a
# missed one doubles its dead.

# %%
keys = ["type", "date", "place"]
again = table[table.duplicated(keys, keep=False)].sort_values(keys)
again[["incident", *keys, "killed_low", "killed_high", "sources"]]

# %% [markdown]
# ## ACLED-like rows
#
# One incident a row, in columns named as ACLED names them. This is not ACLED data: there is no
# second coder and no source review. Empty cells are what the text does not say; `notes` quotes
# the sentence with its offsets, so that a row can be checked without opening the article.

# %%
folder = Path(tempfile.mkdtemp())
(folder / "incidents.csv").write_text(to_acled_like([*dispatches, *seeds]), "utf-8", newline="")
(folder / "incidents.geojson").write_text(to_geojson([*dispatches, *seeds]), "utf-8")
rows = pd.read_csv(folder / "incidents.csv")
rows.loc[
    rows.country == "SD", ["event_date", "sub_event_type", "actor1", "location", "geo_precision"]
]

# %% [markdown]
# ## Real articles are less tidy
#
# None of the five seeds came with its day of publication. One has a date line, Friday, 4 October
# 2024, and speaks both of «أمس الأربعاء» and of «أمس الخميس». Yesterday was one of them: the
# phrase that contradicts the line stays open and says why.

# %%
scraped = seeds[-1]
for mention, when in resolve(scraped).dates.items():
    print(f"{mention.text}: {when.start or when.unresolved}")

# %% [markdown]
# So give the day that your feed has, `extract(text, published=...)` or `meta["published"]`; it
# goes before the date line.

# %%
real = to_frame(seeds, "incidents")
dated, located = real.date.notna().sum(), real.lat.notna().sum()
print(f"{len(real)} incidents, {dated} with a day, {located} with a point")
real[["incident", "type", "place", "agents", "killed_low", "killed_high"]].head(12)

# %% [markdown]
# ## Map
#
# A circle's area is the number of incidents; the pale ring is how far off the place may be. An
# incident with a region for a place («ريف حلب الجنوبي») has the region's middle and a wide ring,
# not the town's point.

# %%
spots = Counter(
    (incident.places[0].place, incident.type)
    for document in seeds
    for incident in incidents[document.id]
    if incident.places and incident.places[0].place and incident.places[0].place.lat is not None
)
atlas = incident_map(
    [Located(p.en or p.name, p.lat, p.lon, n, kind, p.radius_km) for (p, kind), n in spots.items()]
)
HTML(atlas.fragment(language="en"))

# %% [markdown]
# ## Who against whom
#
# Only incidents with a named agent. One without («قُتل … بقصف») has none here either: it is not
# given to whoever fights there.

# %%
pairs = Counter(
    (agent.name, target.name)
    for document in seeds
    for incident in incidents[document.id]
    for agent in incident.sides
    for target in incident.sides
    if agent.role == "agent" and target.role == "target" and agent.actor and target.actor
)
for (agent, target), times in pairs.most_common(5):
    print(f"{times} × {agent} → {target}")
matrix = actor_matrix([(*pair, n) for pair, n in pairs.items()])
HTML(matrix.fragment(language="en"))

# %% [markdown]
# ## Timeline, and a page to send
#
# `to_html` puts the charts and the marked articles on one page that needs no network and no
# script.

# %%
dated = [
    Dated(
        f"{incident.places[0].name if incident.places else '–'} ({document.meta['source']})",
        incident.date.start,
        incident.date.end,
        incident.type,
        incident.killed.low,
    )
    for document in dispatches
    for incident in incidents[document.id]
    if incident.date
]
line = timeline(dated)
page = folder / "incidents.html"
charts = [line, atlas, matrix]
page.write_text(to_html(*dispatches, *seeds, title="Incidents", charts=charts), "utf-8")
print(f"{len(dated)} dated incidents; the page has {page.stat().st_size // 1024} KB")
HTML(line.fragment(language="en"))
