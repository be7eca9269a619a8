"""The documentation without its builder: pages, includes, links and code are there and sound."""

from __future__ import annotations

import ast
import importlib.util
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
PAGES = sorted(p for p in DOCS.rglob("*.md"))
EXAMPLES = sorted((DOCS / "examples").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))

_FENCE = re.compile(r"^( *)``` *(?:\{ *\.)?(\w*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_INCLUDE = re.compile(r'^--8<-- "([^":]+)(?::(\d*))?(?::(\d*))?"$', re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|\b(?:src|href)=\"([^\"]+)\"")
# Written by scripts/model_card when a model is released.
_LATER = {"models/default/README.md"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def included(text: str) -> str:
    """A page with its includes in place, as the builder sees it."""

    def lines(match: re.Match[str]) -> str:
        path = ROOT / match[1]
        if match[1] in _LATER and not path.exists():
            return ""
        found = path.read_text("utf-8").split("\n")
        first = int(match[2]) - 1 if match[2] else 0
        return "\n".join(found[first : int(match[3]) if match[3] else None])

    return _INCLUDE.sub(lines, text)


def anchors(text: str) -> set[str]:
    """The ids that Python-Markdown gives to headings."""
    prose = _FENCE.sub("", text)
    titles = re.findall(r"^#{1,6} +(.+?)\s*$", prose, re.MULTILINE)
    plain = (re.sub(r"[^\w\s-]", "", t.replace("`", "")).strip().lower() for t in titles)
    return {re.sub(r"[-\s]+", "-", t.encode("ascii", "ignore").decode()) for t in plain}


def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_hooks", DOCS / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_navigation_names_every_page_once():
    named = re.findall(r"^ +- (?:.+: )?([\w/-]+\.md)$", CONFIG, re.MULTILINE)
    assert sorted(named) == [str(p.relative_to(DOCS)) for p in sorted(PAGES, key=str)]


def test_nothing_is_fetched_from_elsewhere():
    assert "font: false" in CONFIG
    for path in [ROOT / "mkdocs.yml", *DOCS.glob("assets/*"), *DOCS.glob("figures/*.html")]:
        found = re.findall(r"(?:src|href|url)\W{1,3}https?://[^\s\"')]+", path.read_text("utf-8"))
        assert not found, f"{name(path)} asks for {found[0]}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_includes_exist(page: Path):
    for path, _, _ in _INCLUDE.findall(page.read_text("utf-8")):
        remedy = "run scripts/docs_examples"
        assert path in _LATER or (ROOT / path).is_file(), f"{path} is missing; {remedy}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_python_blocks_are_python(page: Path):
    for _, language, code in _FENCE.findall(page.read_text("utf-8")):
        if language == "python":
            ast.parse(included(code))


def imports() -> list[tuple[str, str]]:
    """Every (module, name) of this package that a page or an example imports."""
    codes = [
        included(code)
        for page in PAGES
        for _, language, code in _FENCE.findall(page.read_text("utf-8"))
        if language == "python"
    ]
    codes += [path.read_text("utf-8") for path in EXAMPLES]
    nodes = [
        n for code in codes for n in ast.walk(ast.parse(code)) if isinstance(n, ast.ImportFrom)
    ]
    ours = ((str(n.module), alias.name) for n in nodes for alias in n.names)
    return sorted({(module, what) for module, what in ours if module.startswith("conflict_ie")})


@pytest.mark.parametrize(("module", "what"), imports(), ids=".".join)
def test_the_names_that_pages_import_exist(module: str, what: str):
    assert hasattr(import_module(module), what)


def directives() -> list[str]:
    """Every object that the reference shows."""
    return [
        x for p in PAGES for x in re.findall(r"^::: (\S+)$", p.read_text("utf-8"), re.MULTILINE)
    ]


@pytest.mark.parametrize("path", directives())
def test_what_the_reference_shows_is_there_and_documented(path: str):
    try:
        shown = import_module(path)
    except ModuleNotFoundError:
        module, _, what = path.rpartition(".")
        shown = getattr(import_module(module), what)
    assert shown.__doc__


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_internal_links_lead_somewhere(page: Path):
    text = _FENCE.sub("", included(page.read_text("utf-8")))
    for link in (a or b for a, b in _LINK.findall(text)):
        path, _, anchor = link.partition("#")
        if re.match(r"\w+:", link):
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), f"{name(page)}: {link} leads nowhere"
        if anchor and target.suffix == ".md":
            known = anchors(included(target.read_text("utf-8")))
            assert anchor in known, f"{name(page)}: {name(target)} has no heading #{anchor}"


def test_every_example_is_shown():
    shown = "\n".join(page.read_text("utf-8") for page in PAGES)
    for path in EXAMPLES:
        figure = path.stem.removeprefix("figure_")
        wanted = f"figures/{figure}.html" if figure != path.stem else f"docs/examples/{path.stem}."
        assert wanted in shown, f"{name(path)} is on no page"


def test_every_example_says_what_it_shows():
    for path in EXAMPLES:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), name(path)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name)
def test_notebooks_become_pages(notebook: Path):
    source = notebook.read_text("utf-8")
    made = hooks()
    codes = [body for kind, body in made.cells(source) if kind == "code"]
    page = made.page(source, [])
    assert page.startswith(f"# {made.title(source)}\n")
    assert codes
    assert all(f"```python\n{body}\n```" in page for body in codes)
    assert "# %%" not in page


def test_cells_and_their_outputs_stand_together():
    source = "# ---\n# x: y\n# ---\n\n# %% [markdown]\n# # Title\n#\n# Text.\n\n# %%\nprint(1)\n"
    made = hooks()
    assert made.title(source) == "Title"
    expected = "# Title\n\nText.\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n"
    assert made.page(source, [{"text": "1\n"}]) == expected


def test_outputs_of_cells_are_text_and_drawings():
    parts = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
        {"output_type": "stream", "name": "stderr", "text": ["warning\n"]},
        {"output_type": "execute_result", "data": {"text/html": ["<p>"], "text/plain": ["x"]}},
        {"output_type": "execute_result", "data": {"text/plain": ["7"]}},
    ]
    assert hooks().output_of(parts) == {"text": "a\nb\n7", "html": "<p>"}


def test_drawings_of_cells_stay_in_one_block_of_html():
    drawn = list(hooks().shown({"text": "\n", "html": "<table>\n\n<tr></tr></table>"}))
    assert drawn == ['<div class="cell-output">\n<table>\n<tr></tr></table>\n</div>']


def test_what_a_page_fetches_is_told_from_what_it_links_to():
    html = '<a href="https://a.org">x</a><link rel="x" href="https://b.org/c"><img src="d.png">'
    assert hooks().fetched(html) == ["https://b.org/c"]
    assert hooks().fetched('<script src="https://e.org/f.js"></script>') == ["https://e.org/f.js"]
