"""The chart: deliveries a second of everybody, in four workloads, as an SVG that is read on light and dark ground."""

import math
from html import escape

from bench.results import Results
from bench.targets.everybody import TITLES
from bench.workloads.everything import FAN_OUT

PANELS = ("room_1000", "room_1000_alone", "rooms_50", "rooms_500")

_WIDTH, _LABELS, _BAR, _STEP, _HEAD, _GAP = 860, 330, 16, 24, 34, 22
_LONGEST = _WIDTH - _LABELS - 110

_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .head { font-weight: 600; font-size: 14px }
  .label { text-anchor: end }
  .figure { font-variant-numeric: tabular-nums; fill: #57606a }
  .ours { fill: #0f766e } .peer { fill: #94a3b8 } .limit { fill: #d6b370 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .figure { fill: #9da7b3 }
    .ours { fill: #2dd4bf } .peer { fill: #64748b } .limit { fill: #a98742 }
  }
"""


def chart(results: Results) -> str:
    """Return the SVG; what was not measured has no bar."""
    titles = {workload.name: workload.title for workload in FAN_OUT}
    parts: list[str] = []
    top = 0
    for name in PANELS:
        bars = [(target, results.figure(name, target, "deliveries_per_second")) for target in TITLES]
        bars = [(target, figure) for target, figure in bars if not math.isnan(figure)]
        if bars:
            parts += _panel(top, f"Deliveries a second: {titles[name]}", bars)
            top += _HEAD + _STEP * len(bars) + _GAP
    label = "Deliveries a second of Parley and its peers; the tables below it have the figures."
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" width="{_WIDTH}" height="{top}" '
        f'role="img" aria-label="{label}">'
    )
    return "\n".join([opening, f"<style>{_STYLE}</style>", *parts, "</svg>"]) + "\n"


def _panel(top: int, title: str, bars: list[tuple[str, float]]) -> list[str]:
    most = max(figure for _, figure in bars)
    parts = [f'<text class="head" x="{_LABELS}" y="{top + 18}">{escape(title)}</text>']
    for index, (target, figure) in enumerate(bars):
        y = top + _HEAD + index * _STEP
        length = max(1, round(figure / most * _LONGEST))
        parts += [
            f'<text class="label" x="{_LABELS - 8}" y="{y + 13}">{escape(TITLES[target].replace("`", ""))}</text>',
            f'<rect class="{_kind(target)}" x="{_LABELS}" y="{y}" width="{length}" height="{_BAR}" rx="2"/>',
            f'<text class="figure" x="{_LABELS + length + 8}" y="{y + 13}">{figure:,.0f}</text>',
        ]
    return parts


def _kind(target: str) -> str:
    if target.startswith("limit_"):
        return "limit"
    return "ours" if target in ("memory", "sqlite", "redis", "postgres") else "peer"
