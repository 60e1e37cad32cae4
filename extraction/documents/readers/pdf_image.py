"""Pictures of PDF pages, for showing rectangles on the page that the words stand on."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

from extraction.documents.readers.pdf import _opened
from extraction.documents.readers.pdf_forms import Sheets
from graph.errors import ReadError

MOST_PIXELS = 8_000_000
"""Of one picture: four sheets A4 at two pixels for each point."""

LONGEST_SIDE = 16_000
"""In pixels; WebP has room for 16,383."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a WebP picture; `width` and `height` are those of the page, in points."""

    page: int
    width: float
    height: float
    webp: bytes


def page_image(data: bytes, page: int, *, scale: float = 2.0) -> PageImage:
    """Page `page` (from 1) at `scale` pixels for each point, or at fewer where the page is so large
    that the picture would have more than `MOST_PIXELS`. Raises `ReadError`."""
    with _opened(data, "the document") as document:
        Sheets(document)  # so that the fields of a form are drawn
        try:
            return _drawn(document[page - 1], page, scale)
        except (ArithmeticError, LookupError, MemoryError, OSError, RuntimeError, ValueError):
            # PdfiumError is a RuntimeError; the rest is what Pillow and ctypes raise
            raise ReadError(
                f"no picture can be made of page {page}: its words are shown as text; open the "
                "file itself to see the page."
            ) from None


def _drawn(sheet: Any, page: int, scale: float) -> PageImage:
    width, height = sheet.get_size()
    pixels = bounded_scale(width, height, scale)
    picture = sheet.render(scale=pixels).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=82, method=3)
    return PageImage(page, width, height, written.getvalue())


def bounded_scale(width: float, height: float, scale: float) -> float:
    """`scale`, or less where a page of these measures, in points, would pass a bound."""
    return min(scale, LONGEST_SIDE / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
