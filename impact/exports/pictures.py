"""A chart as a file of its own: its words are drawn too, broken into lines. Pure."""

import textwrap
from dataclasses import dataclass

from impact.charts import Chart

# Pixels, and how many letters of 16 pixels fit into a line.
WIDTH, LINE, LETTERS = 640, 24, 74
# White around all of it, on each side.
MARGIN = 16
Lines = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Sheet:
    """Lines of text with the height each stands at; the bars begin at `plot`."""

    chart: Chart
    width: int
    inner: int
    height: int
    plot: int
    title: Lines
    subtitle: Lines
    source: Lines


def sheet(chart: Chart) -> Sheet:
    title = _lines(chart.title, LINE)
    subtitle = _lines(chart.subtitle, LINE * (len(title) + 1))
    plot = LINE * (len(title) + len(subtitle)) + LINE // 2
    source = _lines(chart.source, plot + chart.height + LINE)
    height = plot + chart.height + LINE * (len(source) + 1) + MARGIN
    width = WIDTH + 2 * MARGIN
    return Sheet(chart, width, WIDTH, height, plot, title, subtitle, source)


def _lines(text: str, top: int) -> Lines:
    broken = textwrap.wrap(text, LETTERS)
    return tuple((top + index * LINE, line) for index, line in enumerate(broken))
