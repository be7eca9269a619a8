"""A report as tables, HTML and JSON: everything that is only presentation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from conflict_ie.evaluation.scoring import METRICS, Counts
from conflict_ie.evaluation.tables import Cell, Table

if TYPE_CHECKING:
    from conflict_ie.evaluation.report import Report

__all__ = ["as_dict", "as_html", "by_meta", "finite", "of_labels", "summary"]

_SUMMARY = ("", "P", "R", "F1", "interval", "macro", "overlap", "head", "right", "said", "gold")
_LABELS = ("", "P", "R", "F1", "right", "said", "gold")
# What still says something when the triggers were given.
_WITH_TRIGGERS = ("status", "argument_id", "argument", "attached_id", "attached", "source")
_DETAILED = ("entity", "trigger", "status", "argument", "attached", "source")


def summary(report: Report) -> Table:
    """All metrics, a row each, with whatever else was measured below."""
    rows = [_row(report, metric) for metric in METRICS]
    if report.gold_triggers:
        given = report.gold_triggers
        rows += [_row(given, m, f"{m}, gold triggers") for m in _WITH_TRIGGERS]
    title = f"{len(report.ids)} documents, {report.unit}, micro F1 with its 95 % bootstrap interval"
    return Table(title, _SUMMARY, tuple(rows), tuple(_notes(report)))


def _row(report: Report, metric: str, name: str = "") -> tuple[Cell, ...]:
    c, (low, high) = report.counts(metric), report.interval(metric)
    loose: tuple[Cell, Cell] = (None, None)
    if report.pairs and report.match == "span":
        loose = report.overlap.f1(metric), report.head.f1(metric)
    scores = c.precision, c.recall, c.f1, f"{low:.3f}–{high:.3f}", report.macro(metric)
    return (name or metric, *scores, *loose, c.tp, c.predicted, c.gold)


def _notes(report: Report) -> Iterator[str]:
    if not report.pairs:
        return
    strict = report.seqeval
    yield (
        "entity by seqeval, strict, IOB2: "
        f"P {strict['precision']:.3f} R {strict['recall']:.3f} F1 {strict['f1']:.3f}"
    )
    yield str(report.attributions)
    if any(error is not None for error in report.ece.values()):
        shown = (f"{k} {'–' if v is None else format(v, '.3f')}" for k, v in report.ece.items())
        yield f"calibration error (ECE, 10 bins): {', '.join(shown)}"


def of_labels(report: Report, metric: str) -> Table:
    """One metric, a row a label, the most frequent in gold first."""
    rows = ((label, *_cells(report.counts(metric, label))) for label in report.labels(metric))
    return Table(f"{metric}, {report.unit}", _LABELS, tuple(rows))


def _cells(c: Counts) -> tuple[Cell, ...]:
    return c.precision, c.recall, c.f1, c.tp, c.predicted, c.gold


def by_meta(report: Report, key: str) -> Table:
    """Micro F1 of the main metrics, a row for each value of ``meta[key]``."""
    rows: list[tuple[Cell, ...]] = [
        (value, len(part.ids), *(_f1(part.counts(metric)) for metric in _DETAILED))
        for value, part in report.by(key).items()
    ]
    return Table(f"micro F1 by {key}, {report.unit}", (key, "documents", *_DETAILED), tuple(rows))


def _f1(c: Counts) -> float | None:
    return c.f1 if c.gold or c.predicted else None


def as_html(report: Report) -> str:
    """The summary, and folded below it a table a metric and one of the sources."""
    tables = [of_labels(report, metric) for metric in _DETAILED]
    if report.pairs:
        tables.append(by_meta(report, "source"))
    folded = (
        f"<details><summary>{escape(t.title)}</summary>{t._repr_html_()}</details>" for t in tables
    )
    return summary(report)._repr_html_() + "".join(folded)


def as_dict(report: Report, *, per_document: bool = False) -> dict[str, Any]:
    """All counts and ratios; those of each document only when asked for."""
    table: dict[str, Any] = {"documents": len(report.ids), "exact": report.exact}
    table["metrics"] = {metric: _metric(report, metric) for metric in METRICS}
    if report.pairs:
        table |= _of_documents(report)
    if report.gold_triggers:
        table["gold_triggers"] = as_dict(report.gold_triggers)
    if per_document:
        table["by_document"] = {k: _flat(part) for k, part in report.by_document().items()}
    return table


def _metric(report: Report, metric: str) -> dict[str, Any]:
    labels = (x for x in report.labels(metric) if x != "*")
    return {
        **_numbers(report.counts(metric)),
        "interval": report.interval(metric),
        "macro": report.macro(metric),
        "by_label": {x: _numbers(report.counts(metric, x)) for x in labels},
    }


def _of_documents(report: Report) -> dict[str, Any]:
    judged = report.attributions
    return {
        "overlap": _flat(report.overlap),
        "head": _flat(report.head),
        "seqeval": dict(report.seqeval),
        "false_attributions": {
            "false": judged.false, "rate": judged.rate, "said": judged.said,
            "invented": judged.invented, "mistaken": judged.mistaken, "near": judged.near,
            "loose": judged.loose,
        },
        "ece": dict(report.ece),
        "by_source": {k: {"documents": len(r.ids), **_flat(r)} for k, r in report.by().items()},
    }  # fmt: skip


def _flat(report: Report) -> dict[str, Any]:
    return {metric: _numbers(report.counts(metric)) for metric in METRICS}


def _numbers(counts: Counts) -> dict[str, float]:
    return {
        "precision": counts.precision, "recall": counts.recall, "f1": counts.f1,
        "right": counts.tp, "said": counts.predicted, "gold": counts.gold,
    }  # fmt: skip


def finite(value: Any) -> Any:
    """The same with ``None`` for NaN, which JSON does not know."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
