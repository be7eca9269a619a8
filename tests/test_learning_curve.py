import pytest
from samples import all_samples

from conflict_ie import Document, Recipe, learning_curve
from conflict_ie.display import learning_plot
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.curves import LearningCurve, Point, marks
from conflict_ie.growing import _for, _samples
from conflict_ie.learning.model import Model

ONCE = Recipe(epochs=1)


def points(*sizes, seeds=(1, 2)):
    return [
        Point(n, 10 * n, s, {"entity": 1 - n**-0.5, "attached": 1 - n**-0.2 + s / 1000})
        for n in sizes
        for s in seeds
    ]


def test_every_seed_and_size_is_trained_once(tiny_encoder):
    from conflict_ie import Ontology

    curve = learning_curve(
        all_samples(), all_samples(), sizes=(2, 1.0), seeds=(1, 2), recipe=ONCE,
        start=lambda seed: Model.start(tiny_encoder, Ontology.default(), seed=seed),
    )  # fmt: skip
    assert curve.sizes == [2, len(all_samples())]
    assert sorted((p.documents, p.seed) for p in curve.points) == [
        (n, s) for n in curve.sizes for s in (1, 2)
    ]
    assert curve.points[-1].marks == marks(all_samples())


def test_samples_grow_by_whole_articles():
    documents = [
        Document(f"{a}{n}", "قصف", meta={"document": a}) for a in "abcdef" for n in range(3)
    ]
    small, large = _samples(documents, [6, 12], seed=1)
    assert large[:6] == small
    assert len({d.meta["document"] for d in small}) == 2


def test_small_samples_are_read_more_often():
    assert _for(Recipe(epochs=3), 2, 4.0) == Recipe(epochs=12, seed=2)


def test_seeds_sample_differently():
    documents = [Document(f"d{n}", "قصف") for n in range(40)]
    assert _samples(documents, [10], 1) != _samples(documents, [10], 2)


@pytest.mark.parametrize("size", [0, -1, 10_000, 0.0, 1.5])
def test_a_size_that_is_none_is_named(size):
    with pytest.raises(DocumentError, match=f"size {size}: not within"):
        learning_curve(all_samples(), all_samples(), sizes=(size,))


def test_a_curve_needs_dev_documents():
    with pytest.raises(DocumentError, match="dev is empty"):
        learning_curve(all_samples(), [])


def test_the_table_has_means_spread_and_a_promise():
    table = LearningCurve(points(100, 200, 400)).table
    assert [row[0] for row in table.rows] == ["100", "200", "400", "800 (expected)"]
    assert table.header == ("documents", "marks", "entity", "attached", "sd attached")
    promised = table.rows[-1]
    assert promised[2] == pytest.approx(1 - 800**-0.5, abs=0.002)
    assert table.rows[0][-1] == pytest.approx(0.000707, abs=1e-5)
    assert "2 seeds" in str(table)


def test_one_size_promises_nothing():
    curve = LearningCurve(points(100))
    assert len(curve.table.rows) == 1
    with pytest.raises(ConflictIEError, match="at least two"):
        curve.expected(200)


def test_what_was_not_tried_is_named():
    with pytest.raises(ConflictIEError, match="no 'attached' at 7 documents; there is entity"):
        LearningCurve(points(100)).scores("attached", 7)


def test_the_plot_draws_every_seed_and_the_promise():
    page = learning_plot(LearningCurve(points(100, 200))).html
    assert page.count("<circle") == 2 * 2 * 2
    assert page.count("stroke-dasharray") == 2
    assert "attached 0.6" in page
    assert "<circle" not in learning_plot(LearningCurve([])).html


def test_the_curve_shows_itself_in_notebooks():
    assert "<table>" in LearningCurve(points(100, 200))._repr_html_()
