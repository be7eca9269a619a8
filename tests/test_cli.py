import json
import subprocess
import sys

import pytest
from samples import all_samples

from conflict_ie import cli, read, write


@pytest.fixture
def model(tiny_model, tmp_path, monkeypatch):
    folder = tmp_path / "model"
    tiny_model.save(folder)
    monkeypatch.setattr("conflict_ie.api._loaded", None)
    monkeypatch.setenv("CONFLICT_IE_MODEL", str(folder))
    return folder


def run(capsys, *arguments):
    """Exit code, standard output and error stream of the command."""
    try:
        cli.main([str(a) for a in arguments])
        code = 0
    except SystemExit as stop:
        code = stop.code or 0
    out, err = capsys.readouterr()
    return code, out, err


def test_extract_shows_a_table(model, tmp_path, capsys):
    (tmp_path / "article.txt").write_text("عنوان\nقُتل خمسة مدنيين.", "utf-8")
    code, out, _ = run(capsys, "extract", tmp_path / "article.txt")
    assert code == 0
    assert "── article ·" in out
    assert "قُتل خمسة مدنيين." in out


def test_extract_writes_jsonl_that_reads_back(model, tmp_path, capsys):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "b.txt").write_bytes("سطر\r\nآخر".encode())
    write(all_samples(), folder / "a.jsonl")
    output = tmp_path / "found.jsonl"
    code, out, _ = run(capsys, "extract", folder, "--format", "jsonl", "-o", output)
    assert (code, out) == (0, "")
    assert [d.id for d in read(output)] == [*(d.id for d in all_samples()), "b"]
    assert read(output)[-1].text == "سطر\r\nآخر"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "no such file or folder"),
        ("article.docx", b"x", "reads .txt and .jsonl, not '.docx'"),
        (
            "windows.txt",
            "قتل".encode("cp1256"),
            "is not UTF-8; if it is Windows Arabic, convert it: iconv",
        ),
        ("broken.jsonl", b"{", "broken.jsonl:1:"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(model, tmp_path, capsys, name, content, message):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    code, out, err = run(capsys, "extract", path)
    assert (code, out) == (2, "")
    assert err.startswith("conflict-ie: ")
    assert message in err
    assert err.count("\n") == 1


def test_an_empty_folder_is_said(model, tmp_path, capsys):
    folder = tmp_path / "empty"
    folder.mkdir()
    assert "holds no .txt or .jsonl file" in run(capsys, "extract", folder)[2]


def test_the_same_id_twice_is_refused(model, tmp_path, capsys):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("قتل", "utf-8")
    assert "the id 'x' stood in" in run(capsys, "extract", tmp_path / "a", tmp_path / "b")[2]


def test_no_model_there(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("قتل", "utf-8")
    code, _, err = run(capsys, "extract", tmp_path / "x.txt", "--model", tmp_path)
    assert code == 2
    assert "conflict_ie.json is missing" in err


def test_evaluate_against_itself(tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    code, out, _ = run(
        capsys, "evaluate", tmp_path / "gold.jsonl", tmp_path / "gold.jsonl", "--by-type"
    )
    assert code == 0
    assert "attached" in out
    code, out, _ = run(
        capsys, "evaluate", tmp_path / "gold.jsonl", tmp_path / "gold.jsonl", "--json"
    )
    assert json.loads(out)["metrics"]["entity"]["f1"] == 1.0


def test_evaluate_makes_predictions_where_none_are_given(model, tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    assert run(capsys, "evaluate", tmp_path / "gold.jsonl")[0] == 0


def test_train_writes_a_model(tiny_encoder, tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    code, out, _ = run(
        capsys, "train", tmp_path / "gold.jsonl", "--dev", tmp_path / "gold.jsonl",
        "--encoder", tiny_encoder, "--epochs", 1, "-o", tmp_path / "trained",
    )  # fmt: skip
    assert code == 0
    assert "'entity'" in out
    assert (tmp_path / "trained" / "model.safetensors").exists()


def test_train_starts_from_one_thing(tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    code, _, err = run(
        capsys,
        "train",
        tmp_path / "gold.jsonl",
        "--encoder",
        "x",
        "--base",
        "y",
        "-o",
        tmp_path / "m",
    )
    assert code == 2
    assert "give one of them" in err


def test_importing_loads_no_torch():
    code = "import sys, conflict_ie; assert not {'torch', 'transformers'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "form", ["table", "jsonl", "incidents", "acled", "plover", "geojson", "html"]
)
def test_every_form_is_written(model, tmp_path, capsys, form):
    (tmp_path / "x.txt").write_text("قُتل خمسة مدنيين في تعز أمس.", "utf-8")
    code, out, err = run(capsys, "extract", tmp_path / "x.txt", "--format", form)
    assert (code, err) == (0, "")
    assert out.endswith("\n") or form == "incidents"


def test_published_goes_into_meta(model, tmp_path, capsys):
    (tmp_path / "x.txt").write_text("قُتل خمسة أمس.", "utf-8")
    _, out, _ = run(
        capsys, "extract", tmp_path / "x.txt", "--format", "jsonl", "--published", "2017-03-05"
    )
    assert json.loads(out)["meta"]["published"] == "2017-03-05"


def test_gold_triggers_are_kept(model, tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    code, out, _ = run(capsys, "evaluate", tmp_path / "gold.jsonl", "--gold-triggers", "--json")
    assert code == 0
    assert json.loads(out)["gold_triggers"]["metrics"]["trigger"]["f1"] == 1.0


def test_show_writes_one_page(tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    page = tmp_path / "page.html"
    assert run(capsys, "show", tmp_path / "gold.jsonl", "-o", page)[0] == 0
    assert 'dir="rtl"' in page.read_text("utf-8")
    gold = tmp_path / "gold.jsonl"
    assert run(capsys, "show", gold, "--gold", gold, "-o", page)[0] == 0


def test_suggestions_are_written_for_a_tool(model, tmp_path, capsys):
    lines = "قُتل خمسة مدنيين بقصف على تعز.\nافتتح معرض الكتاب.\nاشتباكات في مأرب."
    (tmp_path / "a.txt").write_text(lines, "utf-8")
    tasks, known = tmp_path / "tasks.json", tmp_path / "known.jsonl"
    code, _, err = run(
        capsys, "suggest", tmp_path / "a.txt", "-n", "1", "-o", known, "--threads", "1"
    )
    assert code == 0
    assert "known.jsonl: 1 paragraphs" in err
    code, _, _ = run(
        capsys, "suggest", tmp_path / "a.txt", "-n", "2", "-o", tasks, "--known", known,
        "--format", "label-studio-predictions",
    )  # fmt: skip
    assert code == 0
    texts = {t["data"]["text"] for t in json.loads(tasks.read_text("utf-8"))}
    assert texts == set(lines.split("\n")) - {read(known)[0].text}


@pytest.fixture
def brat_project(tmp_path):
    """A project with a relation, which no document can hold."""
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "d.txt").write_text("قُتل مدنيون في تعز.", "utf-8")
    (folder / "d.ann").write_text(
        "T1\tPPL 5 11\tمدنيون\nT2\tLOC 15 18\tتعز\nR1\tNear Arg1:T1 Arg2:T2\t\n", "utf-8"
    )
    return folder


def test_agreement_goes_on_without_what_documents_cannot_hold(brat_project, capsys):
    code, _, err = run(capsys, "agreement", brat_project, brat_project)
    assert code == 2
    assert "(--lossy)" in err
    code, out, err = run(capsys, "agreement", brat_project, brat_project, "--lossy")
    assert (code, err) == (0, "dropped 2 relations\n")
    assert "PPL" in out


def test_suggest_goes_on_without_what_documents_cannot_hold(model, brat_project, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("قصف الجيش تعز أمس.", "utf-8")
    command = ("suggest", tmp_path / "a.txt", "-n", "1", "-o", tmp_path / "t.jsonl")
    known = ("--known", brat_project, "--threads", "1")
    code, _, err = run(capsys, *command, *known)
    assert code == 2
    assert "(--lossy)" in err
    code, _, err = run(capsys, *command, *known, "--lossy")
    assert code == 0
    assert err.endswith("1 paragraphs; dropped 1 relations\n")


def test_asking_for_no_suggestion_is_exit_2(model, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("قصف على تعز", "utf-8")
    code, _, err = run(capsys, "suggest", tmp_path / "a.txt", "-n", "0", "-o", tmp_path / "t.jsonl")
    assert code == 2
    assert "n=0" in err


def test_convert_there_and_back(tmp_path, capsys):
    write(all_samples(), tmp_path / "gold.jsonl")
    assert run(capsys, "convert", tmp_path / "gold.jsonl", tmp_path / "tasks.json")[0] == 0
    code, _, err = run(capsys, "convert", tmp_path / "tasks.json", tmp_path / "back.jsonl")
    assert code == 0
    assert "3 documents" in err
    assert [d.text for d in read(tmp_path / "back.jsonl")] == [d.text for d in all_samples()]


def test_check_lists_problems_and_says_so_in_its_exit_code(tmp_path, capsys):
    write(all_samples(), tmp_path / "good.jsonl")
    assert run(capsys, "check", tmp_path / "good.jsonl")[:2] == (0, "")
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n', "utf-8")
    code, out, _ = run(capsys, "check", tmp_path / "bad.jsonl")
    assert code == 1
    assert "bad.jsonl:1" in out


def test_configurations_are_written(tmp_path, capsys):
    code, out, _ = run(capsys, "configs", tmp_path / "configs")
    assert code == 0
    assert "annotation.conf" in out
