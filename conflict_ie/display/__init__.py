"""Documents, comparisons and charts as HTML that a browser or a notebook shows offline."""

from conflict_ie.display.chart_learning import learning_plot
from conflict_ie.display.chart_map import incident_map
from conflict_ie.display.chart_matrix import actor_matrix
from conflict_ie.display.chart_reliability import reliability_plot
from conflict_ie.display.chart_timeline import timeline
from conflict_ie.display.charts import Dated, Located
from conflict_ie.display.compare import beside_fragment, beside_to_html
from conflict_ie.display.html import fragment, to_html
from conflict_ie.display.page import Chart

__all__ = [
    "Chart",
    "Dated",
    "Located",
    "actor_matrix",
    "beside_fragment",
    "beside_to_html",
    "fragment",
    "incident_map",
    "learning_plot",
    "reliability_plot",
    "timeline",
    "to_html",
]
