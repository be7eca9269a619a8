import pytest
from samples import shelling

from conflict_ie import ConflictIEError, Ontology


def test_the_default_has_the_labels_of_the_guidelines():
    ontology = Ontology.default()
    sizes = [
        len(x) for x in (ontology.mentions, ontology.events, ontology.roles, ontology.statuses)
    ]
    assert sizes == [9, 19, 10, 4]


def test_it_survives_its_own_file(tmp_path):
    path = tmp_path / "ontology.toml"
    path.write_text(Ontology.default().to_toml(), "utf-8")
    assert Ontology.read(path) == Ontology.default()


def test_a_fitting_document_has_no_problems():
    assert list(Ontology.default().problems(shelling())) == []


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("mentions = 3", "compare annotations/ontology.toml"),
        ("[mentions", "not readable as TOML"),
        ("[entities]\nPER = 'x'", "unknown key 'entities'"),
        (
            "[mentions]\nPER = 'x'\n[roles]\nAgent = ['ARM']",
            "mention type 'ARM', which is not defined",
        ),
        (
            "[mentions]\nPER='x'\n[events.Kill]\nmeans='x'\nroles=['Agent']",
            "role 'Agent', which is not",
        ),
        ("[mentions]\nPER='x'\n[events.Kill]\nmeans='x'", "'roles'"),
        (
            "[mentions]\nPER='x'\n[events.Kill]\nmeans='x'\nroles=[]\nacled=['a']",
            "are pairs of strings",
        ),
    ],
)
def test_a_broken_file_says_where(tmp_path, toml, message):
    path = tmp_path / "ontology.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(ConflictIEError, match=message):
        Ontology.read(path)
