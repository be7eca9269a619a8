"""The model that the package ships, on real and written text."""

from __future__ import annotations

import socket

import pytest

from conflict_ie import evaluate, extract, extract_many, read
from conflict_ie.inputs import read_inputs
from conflict_ie.resources import shipped


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the default model must work offline")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def on_seeds():
    gold = read(shipped("annotations/seeds.gold.jsonl"))
    return gold, list(extract_many(gold))


def test_it_reads_the_seeds_well(on_seeds):
    report = evaluate(*on_seeds)
    assert report.f1("entity") > 0.85
    assert report.f1("trigger") > 0.80
    assert report.f1("attached") > 0.62


def test_spans_start_at_the_word_proper(on_seeds):
    gold, predicted = on_seeds
    exact, whole = evaluate(gold, predicted, exact=True), evaluate(gold, predicted)
    # Of the mentions whose words are right, nearly all have the right prefix left out.
    assert exact.counts("entity").tp / whole.counts("entity").tp > 0.97


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("انفجرت عبوة ناسفة في بغداد اليوم.", "بغداد"),
        ("قصفت إسرائيل لبنان صباح أمس.", "لبنان"),
        ("وصلت تعزيزات إلى وادي بردى.", "وادي بردى"),
        ("اندلعت اشتباكات في بانياس.", "بانياس"),
        ("وقع انفجار في واشنطن.", "واشنطن"),
        ("قُتل جنديان في بلدة كسب بريف اللاذقية.", "كسب"),
        ("قصف الطيران بلدة بسامس.", "بسامس"),
        ("سقطت قذائف على الفوعة وكفريا.", "كفريا"),
        ("تقدمت القوات نحو لحج وسيئون.", "سيئون"),
        ("دارت معارك في بيجي وبعقوبة.", "بعقوبة"),
        ("انسحب المسلحون من وادان وسرت.", "سرت"),
    ],
)
def test_a_name_is_never_cut(sentence, name):
    assert name in [e.text for e in extract(sentence).entities]


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("قتل خمسة مدنيين بقصف على بلدة الأتارب", "قُتِلَ خَمْسَةُ مَدَنِيِّينَ بِقَصْفٍ عَلَى بَلْدَةِ الأَتَارِبِ"),
        ("قتل خمسة مدنيين بقصف على بلدة الأتارب", "قتـــل خمســة مدنيين بقصف على بلدة الأتارب"),
        ("قتل 35 مدنيا بقصف على حلب", "قتل ٣٥ مدنيا بقصف على حلب"),
        ("قتل خمسة بقصف على حلب", "\u200fقتل خمسة بقصف على حلب\u200f"),
        ("لا قتلى في حلب", "ﻻ قتلى في حلب"),
    ],
    ids=["vocalised", "tatweel", "eastern digits", "bidi marks", "presentation forms"],
)
def test_how_a_word_is_written_changes_nothing(plain, written):
    one, other = extract(plain), extract(written)
    assert [(e.type) for e in one.entities] == [e.type for e in other.entities]
    assert [(e.type, len(e.arguments)) for e in one.events] == [
        (e.type, len(e.arguments)) for e in other.events
    ]
    assert all(e.span.of(written) == e.text for e in other.entities)


def test_whole_articles_keep_their_offsets():
    articles = list(read_inputs([shipped("seeds")]))
    for article, document in zip(articles, extract_many(articles), strict=True):
        assert document.text == article.text
        assert document.events
        assert len({e.id for e in document.events}) == len(document.events)


def test_an_article_reads_like_its_paragraphs():
    paragraphs = ["قُتل خمسة مدنيين بقصف على تعز.", "اعتقلت الشرطة متظاهرين في عدن أمس."]
    article = extract("\n".join(paragraphs))
    alone = [extract(p) for p in paragraphs]
    assert [e.text for e in article.entities] == [e.text for d in alone for e in d.entities]


def test_quiet_text_has_no_events():
    assert extract("افتتح الوزير معرض الكتاب في الدوحة مساء السبت.").events == ()
