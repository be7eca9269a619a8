"""Hooks of the documentation's build: notebooks as pages.

A notebook is a Python file in percent format (jupytext). Its Markdown cells become text and
its code cells become blocks. Where ``scripts/notebooks`` has run it as it stands, what each
cell gave out stands below it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
EXECUTED = ROOT / "build" / "notebooks"

Output = dict[str, str]

_CELL = re.compile(r"^# %%(?P<kind>.*)$", re.MULTILINE)


def cells(source: str) -> Iterator[tuple[str, str]]:
    """The cells of a percent file: ``markdown`` or ``code``, and the text of each.

    What stands before the first cell is the notebook's own header and is left out.
    """
    marks = list(_CELL.finditer(source))
    ends = [mark.start() for mark in marks[1:]] + [len(source)]
    for mark, end in zip(marks, ends, strict=True):
        body = source[mark.end() : end].strip("\n")
        if "[markdown]" in mark["kind"]:
            yield "markdown", re.sub(r"^# ?", "", body, flags=re.MULTILINE)
        elif body:
            yield "code", body


def page(source: str, outputs: list[Output]) -> str:
    """A notebook as Markdown; ``outputs`` has one entry for each code cell, or is empty."""
    parts, told = [], iter(outputs)
    for kind, body in cells(source):
        if kind == "markdown":
            parts.append(body)
            continue
        parts.append(f"```python\n{body}\n```")
        parts += shown(next(told, {}))
    return "\n\n".join(parts) + "\n"


def shown(output: Output) -> Iterator[str]:
    """What a cell printed, then what it drew."""
    if text := output.get("text", "").strip("\n"):
        yield f"```text\n{text}\n```"
    if html := output.get("html"):
        # Without blank lines, at which Markdown would take up again.
        lines = "\n".join(line for line in html.splitlines() if line.strip())
        yield f'<div class="cell-output">\n{lines}\n</div>'


def title(source: str) -> str:
    """The first heading of a notebook."""
    found = re.search(r"^# # (.+)$", source, re.MULTILINE)
    return found[1].strip() if found else "Notebook"


def outputs_of(path: Path) -> list[Output]:
    """What the code cells of a notebook gave out; nothing where it was not run as it stands."""
    executed = EXECUTED / f"{path.stem}.ipynb"
    if not executed.exists():
        return []
    ran = [c for c in json.loads(executed.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    codes = [body for kind, body in cells(path.read_text("utf-8")) if kind == "code"]
    same = codes == ["".join(cell["source"]).strip("\n") for cell in ran]
    return [output_of(cell["outputs"]) for cell in ran] if same else []


def output_of(parts: list[dict[str, Any]]) -> Output:
    """The printed text and the drawing of one cell."""
    texts, drawn = [], []
    for part in parts:
        data = part.get("data", {})
        if "text/html" in data:
            drawn.append("".join(data["text/html"]))
        elif part.get("name") != "stderr":
            texts.append("".join(part.get("text", data.get("text/plain", ""))))
    return {"text": "".join(texts), "html": "".join(drawn)}


def on_config(config: Any) -> Any:
    """Puts a page for each notebook where ``mkdocs.yml`` says ``notebooks``."""
    found = [{title(p.read_text("utf-8")): f"notebooks/{p.stem}.md"} for p in notebooks()]
    filled = ({k: found if v == "notebooks" else v for k, v in e.items()} for e in config.nav)
    config.nav = [entry for entry in filled if [] not in entry.values()]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Adds the pages of the notebooks to the site."""
    from mkdocs.structure.files import File  # only the build has mkdocs; tests read this file too

    for path in notebooks():
        content = page(path.read_text("utf-8"), outputs_of(path))
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=content))
    return files


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Warns, and so stops a strict build, where a page would fetch something from elsewhere."""
    for found in fetched(output):
        logging.getLogger("mkdocs.hooks").warning("%s fetches %s", page.file.src_uri, found)
    return output


def fetched(html: str) -> list[str]:
    """What a page asks other servers for; links that a reader follows are no such thing."""
    return re.findall(r'(?:\bsrc|<link\b[^>]*\bhref)="?(https?://[^\s">]+)', html)


def notebooks() -> list[Path]:
    """The notebooks, by name."""
    return sorted(NOTEBOOKS.glob("*.py"))
