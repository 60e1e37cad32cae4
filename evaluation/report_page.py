"""The parts of a report as one HTML page: no script, nothing fetched, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #20242a; --quiet: #5f646b;
  --line: #e2ded3; --accent: #0f766e; --soft: #e3efec; --warn: #fbf1d6; --on-warn: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181c; --ink: #e7e5df; --quiet: #9ba1a8;
  --line: #333a41; --accent: #5ec4b6; --soft: #1f3330; --warn: #3a3015; --on-warn: #f0d48a; } }
body { background: var(--paper); color: var(--ink); max-width: 60rem; margin: 2.5rem auto;
  padding: 0 1.5rem; font: 15px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; }
h1, h2 { font-family: "Source Serif 4", "Source Serif Pro", Georgia, serif; font-weight: 600; }
h2 { margin-top: 2.4rem; border-top: 1px solid var(--line); padding-top: 1.2rem; }
h2 .quiet { font: 0.9rem system-ui, sans-serif; } h3 { margin: 1.2rem 0 0.3rem; font-size: 1rem; }
.quiet, small { color: var(--quiet); }
.state { border-radius: 10px; padding: 0.7rem 1rem; background: var(--soft); }
.state.warn { background: var(--warn); color: var(--on-warn); }
.bars { display: grid; grid-template-columns: minmax(9rem, 1fr) minmax(10rem, 2fr) 12rem;
  gap: 0.3rem 1rem; align-items: center; }
.bars span { overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; }
.frame { overflow-x: auto; } table { border-collapse: collapse; font-size: 0.93rem; }
th, td { text-align: left; padding: 0.35rem 1rem 0.35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; } th { color: var(--quiet); font-weight: 600; }
"""


def page(title: str, body: str) -> str:
    """A whole page; `body` is HTML, `title` text."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are text."""
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="frame"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def bar(value: float, low: float, high: float) -> str:
    """A share between 0 and 1 as a bar with its interval."""

    def at(share: float) -> str:
        return f"{200 * min(1.0, max(0.0, share)):.1f}"

    return (
        f'<svg viewBox="0 0 200 12" role="img" aria-label="{value:.2f}">'
        '<rect y="4" width="200" height="4" rx="2" fill="var(--line)"/>'
        f'<rect y="4" width="{at(value)}" height="4" rx="2" fill="var(--accent)"/>'
        f'<path d="M{at(low)} 6H{at(high)}M{at(low)} 2V10M{at(high)} 2V10" '
        'stroke="var(--ink)" fill="none"/></svg>'
    )
