"""Draws docs/images: pages and charts of the shipped model, photographed in headless Chromium.

    pip install playwright; apt-get install chromium fonts-noto-core
    python scripts/screenshots.py [--chromium /usr/bin/chromium]

Everything shown is the model's own reading: a seed article's paragraph, the same beside
gold, and the incidents of notebooks/data/dispatches.jsonl (invented) and of the seeds.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from conflict_ie import Document, display, extract_many, read
from conflict_ie.evaluation.reliability import reliability
from conflict_ie.inputs import read_inputs
from conflict_ie.resolve.incidents import Incident, incidents_of
from conflict_ie.resolve.values import resolve

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
WIDE, PHONE = (1100, 800), (360, 780)


def pages() -> dict[str, str]:
    """The HTML to photograph, by name."""
    gold = read(ROOT / "annotations/seeds.gold.jsonl")
    marked = list(extract_many(gold))
    shown = [n for n, d in enumerate(gold) if d.id == "seed000-06"]
    found = incidents(
        [*read(ROOT / "notebooks/data/dispatches.jsonl"), *read_inputs([ROOT / "seeds"])]
    )
    return {
        "document": display.to_html(marked[shown[0]]),
        "beside": display.beside_to_html([gold[shown[0]]], [marked[shown[0]]]),
        "timeline": timeline(found).fragment(),
        "map": atlas(found).fragment(),
        "matrix": matrix(found).fragment(),
        "reliability": display.reliability_plot(reliability(gold, marked)).fragment(),
    }


def incidents(documents: list[Document]) -> list[Incident]:
    return [i for d in extract_many(documents) for i in incidents_of(resolve(d))]


def timeline(found: list[Incident]) -> display.Chart:
    rows = [
        display.Dated(
            "، ".join(dict.fromkeys(p.mentions[0].text for p in i.places)) or i.mentions[0].text,
            i.date.start, i.date.end, i.type, i.killed.low,
        )
        for i in found
        if i.date
    ]  # fmt: skip
    return display.timeline(rows)


def atlas(found: list[Incident]) -> display.Chart:
    spots = Counter(
        (p.place, i.type)
        for i in found
        for p in i.places[:1]
        if p.place and p.place.lat is not None and p.place.lon is not None
    )
    return display.incident_map(
        [
            display.Located(p.name, p.lat or 0.0, p.lon or 0.0, n, kind, p.radius_km)
            for (p, kind), n in spots.items()
        ]
    )


def matrix(found: list[Incident]) -> display.Chart:
    pairs = Counter(
        (a.name, t.name)
        for i in found
        for a in i.sides
        if a.role == "agent"
        for t in i.sides
        if t.role == "target"
    )
    return display.actor_matrix([(a, t, n) for (a, t), n in pairs.most_common(16)])


def photograph(browser: Any, page: Path, name: str, *, size: tuple[int, int], theme: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme
    )
    view = context.new_page()
    view.goto(page.as_uri())
    chart = view.locator("figure.chart")
    target = chart.first if chart.count() else view
    target.screenshot(path=IMAGES / f"{name}.png")
    context.close()


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.chromium,
            args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
        )
        for name, html in pages().items():
            page = Path(folder) / f"{name}.html"
            page.write_text(html, "utf-8")
            photograph(browser, page, f"{name}-light", size=WIDE, theme="light")
            if name == "document":
                photograph(browser, page, f"{name}-dark", size=WIDE, theme="dark")
                photograph(browser, page, f"{name}-phone", size=PHONE, theme="dark")


if __name__ == "__main__":
    main()
