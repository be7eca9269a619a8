"""Every notebook runs in a real kernel, and says what its text promises."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import ROOT

SAYS = {
    "quickstart": (
        r"Kill \(actual\) «قُتل»", r"خمسة: 5 to 5", r"فجر اليوم: 2023-11-25", r"attached",
    ),
    "incidents": (
        r"wire-0512#1: toll 27–27 «", r"running total", r"قوات الدعم السريع denies",
        r"Abu Shouk camp", r"incidents, \d+ with a day, \d+ with a point", r"<svg",
    ),
    "evaluation": (r"false attributions: \d+ of \d+", r"ECE 0\.", r"paired 95 % bootstrap"),
    "retrain": (
        r"task 6: punctuation", r"task 17: ontology", r"24 units, 27 Disrupt",
        r"F1 before and after", r"Disrupt triggers: \d+ of 12 before", r"model\.safetensors",
        r"1 \d\.\d+ ", r"F1 by documents learned from", r"\d+ \(expected\)", r"<svg",
    ),
    "bulk": (r"150 of 300 are distinct", r"were there, \d+ were added", r"event mentions"),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What each notebook put out, by name."""
    nbformat = pytest.importorskip("nbformat", reason="needs the extra: notebooks")
    pytest.importorskip("ipykernel", reason="needs the extra: notebooks")
    folder = tmp_path_factory.mktemp("notebooks")

    def run(name: str) -> str:
        command = [sys.executable, ROOT / "scripts/notebooks", "--folder", folder, name]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-4000:]
        notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        return "\n".join(_texts(notebook))

    return run


def _texts(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            yield output.get("text", "")
            yield from (str(part) for part in output.get("data", {}).values())


def test_every_notebook_is_tested():
    assert {p.stem for p in (ROOT / "notebooks").glob("*.py")} == set(SAYS)


@pytest.mark.parametrize("name", SAYS)
def test_it_runs_and_says_what_it_promises(said, name):
    output = said(name)
    missing = [pattern for pattern in SAYS[name] if not re.search(pattern, output)]
    assert not missing
    if name == "retrain":
        before, after = re.search(r"(\d+) of 12 before, (\d+) of 12 after", output).groups()
        assert int(after) >= int(before) + 5


def test_nothing_is_read_from_outside_the_checkout():
    for path in (ROOT / "notebooks").glob("*.py"):
        assert "../" not in path.read_text("utf-8")
