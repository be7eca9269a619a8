"""The first example of the README prints what stands below it."""

import contextlib
import io
import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_first_example():
    example = r"```python\n(.*?)```\n\n```text\n(.*?)```"
    code, printed = re.search(example, README, re.DOTALL).groups()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    assert out.getvalue() == printed


def test_every_file_it_names_is_there():
    names = re.findall(r"\]\(([^)#:]+)\)", README)
    root = Path(__file__).parent.parent
    assert names
    assert [n for n in names if not (root / n).exists()] == []
