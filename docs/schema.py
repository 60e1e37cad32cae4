"""Draws docs/img/schema.svg: labels and relationship types of the graph, in the explorer's colours.

python docs/schema.py
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).with_name("img") / "schema.svg"
NODES = {  # label: (x, y, fill, ink, what)
    "Document": (120, 90, "#7A4EA3", "#FFFFFF", "what was read"),
    "Chunk": (360, 90, "#E2DED3", "#20242A", "its passages"),
    "Reference": (120, 270, "#FBF1D6", "#7A5200", "“section 4.1”"),
    "Fact": (360, 270, "#FCE9A8", "#20242A", "a statement"),
    "Entity": (360, 450, "#0F766E", "#FFFFFF", "who or what"),
    "Name": (120, 450, "#E3EFEC", "#0B5F58", "how it is called"),
    "Answer": (620, 180, "#20242A", "#FFFFFF", "what was asked"),
    "Superseded": (620, 360, "#F8E3E0", "#97281C", "former evidence"),
    "Run": (620, 450, "#F2F0EA", "#20242A", "what was done"),
}
EDGES = [
    ("Chunk", "Document", "PART_OF"),
    ("Fact", "Chunk", "SUPPORTED_BY"),
    ("Fact", "Entity", "SUBJECT, OBJECT"),
    ("Name", "Entity", "SAME_AS"),
    ("Reference", "Chunk", "FROM_CHUNK, TO"),
    ("Reference", "Document", "TO"),
    ("Document", "Superseded", "REPLACES"),
    ("Answer", "Chunk", "CITES"),
    ("Answer", "Fact", "USED"),
    ("Answer", "Superseded", "CITES, USED"),
]
WIDE, HIGH = 128, 50


def drawing() -> str:
    """The picture as SVG."""
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 520" font-family="Source Sans 3, '
        'sans-serif" font-size="14" role="img" aria-label="Schema of the graph">',
        '<rect width="740" height="520" fill="#FBFAF7"/>',
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L7 4L0 7Z" fill="#6B6F76"/>'
        "</marker>",
    ]
    for source, target, name in EDGES:
        (x1, y1, *_), (x2, y2, *_) = NODES[source], NODES[target]
        dx, dy = x2 - x1, y2 - y1
        cut = min((WIDE / 2 + 4) / abs(dx) if dx else 9.0, (HIGH / 2 + 4) / abs(dy) if dy else 9.0)
        ax, ay, bx, by = x1 + dx * cut, y1 + dy * cut, x2 - dx * cut, y2 - dy * cut
        out.append(
            f'<line x1="{ax:.0f}" y1="{ay:.0f}" x2="{bx:.0f}" y2="{by:.0f}" stroke="#6B6F76" '
            'marker-end="url(#tip)"/>'
            f'<text x="{(ax + bx) / 2:.0f}" y="{(ay + by) / 2 + 4:.0f}" text-anchor="middle" '
            'font-size="11" fill="#62666D" stroke="#FBFAF7" stroke-width="5" '
            f'paint-order="stroke">{name}</text>'
        )
    for label, (x, y, fill, ink, what) in NODES.items():
        out.append(
            f'<rect x="{x - WIDE / 2:.0f}" y="{y - HIGH / 2:.0f}" width="{WIDE}" height="{HIGH}" '
            f'rx="10" fill="{fill}" stroke="#20242A" stroke-opacity="0.25"/>'
            f'<text x="{x}" y="{y - 2}" text-anchor="middle" fill="{ink}" font-weight="600">{label}'
            f'</text><text x="{x}" y="{y + 15}" text-anchor="middle" font-size="11" fill="{ink}">'
            f"{what}</text>"
        )
    return "\n".join([*out, "</svg>\n"])


if __name__ == "__main__":
    TARGET.write_text(drawing(), "utf-8")
