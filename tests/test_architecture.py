"""Imports point one way: values → learning → use → edges, and edges never see learning."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import conflict_ie

PACKAGE = Path(conflict_ie.__file__).parent
VALUES = {
    "document", "errors", "jsonl", "ontology", "paragraphs", "punctuation", "relinking",
    "resources", "sentences", "widening", "words",
}  # fmt: skip
LAYERS = {
    **dict.fromkeys(VALUES, "values"),
    "learning": "learning",
    "evaluation": "evaluation",
    "resolve": "resolve",
    **dict.fromkeys(
        (
            "api",
            "covering",
            "disputing",
            "extractor",
            "finishing",
            "framing",
            "growing",
            "long_names",
            "means",
            "merging",
            "retraining",
            "suggesting",
            "teaching",
        ),
        "use",
    ),
    **dict.fromkeys(
        ("checks", "display", "export", "formats", "inputs", "outputs", "terminal"), "edges"
    ),
    **dict.fromkeys(("cli", "cli_annotation", "cli_options", "__main__"), "command"),
    "__init__": "front door",
}
MAY_SEE = {
    "values": {"values"},
    "learning": {"values", "learning"},
    "evaluation": {"values", "evaluation"},
    "resolve": {"values", "resolve"},
    "use": {"values", "learning", "evaluation", "use"},
    "edges": {"values", "evaluation", "resolve", "edges"},
    "command": set(LAYERS.values()),
    "front door": set(LAYERS.values()),
}
# The one look upwards: a notebook asks a value to draw itself.
EXCEPTIONS = {("document.py", "display")}
FILES = sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    nodes = [
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom)
    ]
    names = {n.module or "" for n in nodes}
    return {n.split(".")[1] for n in names if n.startswith("conflict_ie.")}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    layer = LAYERS[part(path)]
    seen = {i for i in imported(path) if (path.name, i) not in EXCEPTIONS}
    assert {i: LAYERS[i] for i in seen if LAYERS[i] not in MAY_SEE[layer]} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = node.end_lineno - node.body[0].lineno
            assert body <= 60, f"{node.name} has {body} lines"
