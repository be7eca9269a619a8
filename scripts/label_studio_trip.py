"""A round trip through a real Label Studio, to see that no mark moves.

Starts Label Studio from a virtual environment of its own (SQLite, loopback only), imports
documents as a model's predictions, corrects one task through the API and one in a browser
as an annotator does (a mention marked with the mouse, another status, a relation of two roles),
submits it, exports in the browser, reads the export, and compares. Needs about 1 GB, some
minutes, Chromium with an Arabic font (Debian: ``apt-get install chromium fonts-noto-core``), and
``pip install playwright`` here::

    python scripts/label_studio_trip.py --record tests/cases/formats/label-studio/export.json

Nothing of it runs in the default tests; they read the recorded export.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Span
from conflict_ie.formats import label_studio, read_any
from conflict_ie.formats.configs import label_studio_config
from conflict_ie.jsonl import read
from conflict_ie.ontology import Ontology

HERE = Path(__file__).resolve().parent.parent
USER, PASSWORD, TOKEN = "annotator@example.com", "only-for-this-trip-1", "a" * 40
# Under load the first start, which makes the tables, took sixteen minutes.
START_SECONDS = 1200
DRAWN = "لم يتوقف"
# What is changed of the last event on the page, and the mention that it gets as both roles.
STATUS, ROLES, FILLER = "planned", ("Agent", "Source"), "قسد"

# Where a stretch of the text is on the page: the ends of its first and last character.
ENDS = """(drawn) => {
  const root = document.querySelector('.lsf-htx-richtext, [class*="htx-richtext"]');
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const spots = [];
  for (let node = nodes.nextNode(); node; node = nodes.nextNode())
    for (let i = 0; i < node.data.length; i++)
      if (!(node.data.charCodeAt(i) >= 0xdc00 && node.data.charCodeAt(i) < 0xe000))
        spots.push([node, i]);
  const box = ([node, i]) => {
    const range = document.createRange();
    range.setStart(node, i); range.setEnd(node, i + 1);
    return range.getBoundingClientRect();
  };
  // A line break is no character of the page, so the stretch is looked for, not counted out.
  const start = spots.map(([node, i]) => node.data[i]).join('').indexOf(drawn);
  const first = box(spots[start]), last = box(spots[start + drawn.length - 1]);
  return [first.right - 1, first.top + first.height / 2, last.left + 1, last.top + last.height / 2];
}"""


def main() -> int:
    """Runs the trip and says how it went."""
    options = arguments()
    venv = environment(options.venv)
    documents = read(options.documents)
    with tempfile.TemporaryDirectory() as folder, server(venv, Path(folder), options.port) as call:
        project = prepare(call, documents)
        tasks = call("GET", f"/api/tasks?project={project}&fields=all")["tasks"]
        ids = {t["data"]["doc_id"]: t["id"] for t in tasks}
        wanted = [by_api(call, documents[0], ids)]
        base = f"http://127.0.0.1:{options.port}/projects/{project}/data"
        done, exported = by_browser(options, documents[1], f"{base}?task={ids[documents[1].id]}")
        wanted.append(done)
    record = options.record or Path(tempfile.mkdtemp()) / "export.json"
    record.write_text(json.dumps(exported, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return compare(wanted, read_any(record, "label-studio"))


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    cases = HERE / "tests" / "cases" / "formats"
    parser.add_argument("--documents", type=Path, default=cases / "documents.jsonl")
    parser.add_argument("--venv", type=Path, default=Path(tempfile.gettempdir()) / "ls_venv")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--record", type=Path, help="where the export is kept")
    parser.add_argument("--picture", type=Path, help="where a picture of the page is kept")
    return parser.parse_args()


def environment(venv: Path) -> Path:
    """A virtual environment with Label Studio, made where it is missing."""
    if not (venv / "bin" / "label-studio").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "install", "-q", "label-studio"], check=True)
    return venv


@contextmanager
def server(venv: Path, folder: Path, port: int) -> Iterator[Any]:
    """A running Label Studio, as a function that calls its API."""
    settings = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder), "DJANGO_DB": "sqlite", "SENTRY_DSN": "",
        "COLLECT_ANALYTICS": "False", "LATEST_VERSION_CHECK": "False",
        "LABEL_STUDIO_USERNAME": USER, "LABEL_STUDIO_PASSWORD": PASSWORD,
        "LABEL_STUDIO_USER_TOKEN": TOKEN, "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    }  # fmt: skip
    words = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    command = ["nice", "-n", "15", str(venv / "bin" / "label-studio"), *words]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            command, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait(f"http://127.0.0.1:{port}/health")
            yield caller(f"http://127.0.0.1:{port}")
        finally:
            os.killpg(running.pid, 15)
            running.wait(30)


def wait(url: str) -> None:
    """Until the server answers, at most some minutes."""
    for _ in range(START_SECONDS):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(1)
    raise TimeoutError(f"{url} did not answer in {START_SECONDS} seconds")


def caller(base: str) -> Any:
    """A function that sends a request and reads the answer's JSON."""

    def call(method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        request = urllib.request.Request(base + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)

    return call


def prepare(call: Any, documents: list[Document]) -> int:
    """A project with the documents as predictions."""
    config = label_studio_config(Ontology.default())
    body = {"title": "trip", "label_config": config, "show_collab_predictions": True}
    project = int(call("POST", "/api/projects", body)["id"])
    tasks = label_studio.tasks(documents[:2], predictions=True)
    call("POST", f"/api/projects/{project}/import", tasks)
    call("PATCH", f"/api/projects/{project}", {"model_version": "conflict-ie"})
    return project


def by_api(call: Any, document: Document, ids: dict[str, int]) -> Document:
    """Accepts the predictions, then gives the first event another status and one role more."""
    first, *rest = document.events
    last = document.entities[-1]
    changed = replace(first, status="denied", arguments=(*first.arguments, Argument("Agent", last)))
    wanted = replace(document, events=(changed, *rest))
    task = ids[document.id]
    found = call("GET", f"/api/tasks/{task}")["predictions"][0]
    body = {"result": found["result"], "parent_prediction": found["id"]}
    made = call("POST", f"/api/tasks/{task}/annotations", body)
    result = label_studio.tasks([wanted])[0]["annotations"][0]["result"]
    call("PATCH", f"/api/annotations/{made['id']}", {"result": result})
    return wanted


def by_browser(options: argparse.Namespace, document: Document, task: str) -> tuple[Document, Any]:
    """Corrects the predictions on the page, submits them, and exports the project there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 1200})
        page.set_default_timeout(180_000)
        log_in(page, f"http://127.0.0.1:{options.port}/user/login/")
        page.goto(task, wait_until="domcontentloaded")
        draw(page)
        decide(page, document.events[-1].text)
        if options.picture:
            page.screenshot(path=options.picture)
        with page.expect_response(lambda r: "/annotations" in r.url and r.request.method == "POST"):
            page.get_by_role("button", name="Submit").first.click()
        exported = export(page, f"{task.partition('?')[0]}/export")
        browser.close()
    return corrected(document), exported


def corrected(document: Document) -> Document:
    """The document as the page should give it back."""
    start = document.text.index(DRAWN)
    drawn = Entity("PPL", Span(start, start + len(DRAWN)), DRAWN)
    filler = next(e for e in document.entities if e.text == FILLER)
    *events, last = document.events
    roles = tuple(Argument(role, filler) for role in ROLES)
    changed = replace(last, status=STATUS, arguments=(*last.arguments, *roles))
    entities = (*document.entities, drawn)
    return replace(document, entities=entities, events=(*events, changed))


def log_in(page: Any, url: str) -> None:
    """Logs the annotator in."""
    page.goto(url, wait_until="domcontentloaded")
    page.fill('input[name="email"]', USER)
    page.fill('input[name="password"]', PASSWORD)
    page.press('input[name="password"]', "Enter")
    page.wait_for_function("!location.pathname.includes('login')")


def draw(page: Any) -> None:
    """Chooses a label and drags the mouse over a stretch, from right to left."""
    page.wait_for_selector('[class*="htx-richtext"]')
    page.wait_for_timeout(2_000)
    page.locator(".lsf-label", has_text="PPL").first.click()
    from_x, from_y, to_x, to_y = page.evaluate(ENDS, DRAWN)
    page.mouse.move(from_x, from_y)
    page.mouse.down()
    page.mouse.move((from_x + to_x) / 2, (from_y + to_y) / 2, steps=8)
    page.mouse.move(to_x, to_y, steps=8)
    page.mouse.up()
    page.wait_for_timeout(1_000)


def decide(page: Any, trigger: str) -> None:
    """Gives an event another status and one mention in two roles, by one relation."""
    page.locator(".lsf-tree").get_by_text(trigger, exact=True).click()
    page.get_by_text(STATUS).first.click()
    page.keyboard.press("Alt+r")
    page.locator(".htx-highlight", has_text=FILLER).first.click()
    page.get_by_text("Relations", exact=True).first.click()
    relation = page.locator(".lsf-relations__item").last
    relation.hover()
    relation.get_by_role("button", name="Show Relation Labels").click()
    page.locator(".lsf-relation-meta button").first.click()
    for role in ROLES:
        page.get_by_role("option", name=role, exact=True).click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(1_000)


def export(page: Any, url: str) -> Any:
    """What the export dialog gives to download, in the format that it proposes, JSON."""
    page.goto(url, wait_until="domcontentloaded")
    page.locator(".lsf-formats__item_selected", has_text="JSON").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export data").click()
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


def compare(wanted: list[Document], found: list[Document]) -> int:
    """Says for each document whether it came back, and gives the exit code."""
    by_id, failed = {d.id: d for d in found}, 0
    for document in wanted:
        before, after = Counter(facts(document)), Counter(facts(by_id[document.id]))
        failed += before != after
        print(f"{document.id}: {before.total()} facts, {(before & after).total()} came back")
        for name, odd in (("lost", before - after), ("new", after - before)):
            for fact in odd:
                print(f"  {name}: {fact}")
    return failed


def facts(document: Document) -> Iterator[object]:
    """What a document says, each mention, event and role by itself.

    The page drops what stands beside a relation's labels, and so the order of an event's
    roles, which says nothing.
    """
    yield from document.entities
    for event in document.events:
        yield replace(event, arguments=())
        for argument in event.arguments:
            yield event.trigger, event.type, argument


if __name__ == "__main__":
    sys.exit(main())
