"""Pictures of PDF pages, for showing rectangles on the page that the words stand on."""

from __future__ import annotations

import io
from dataclasses import dataclass

from extraction.documents.readers.pdf import _opened
from extraction.documents.readers.pdf_forms import Sheets


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a WebP picture; `width` and `height` are those of the page, in points."""

    page: int
    width: float
    height: float
    webp: bytes


def page_image(data: bytes, page: int, *, scale: float = 2.0) -> PageImage:
    """Page `page` (from 1) at `scale` pixels for each point. Raises `ReadError`."""
    with _opened(data, "the document") as document:
        Sheets(document)  # so that the fields of a form are drawn
        sheet = document[page - 1]
        width, height = sheet.get_size()
        picture = sheet.render(scale=scale).to_pil().convert("RGB")
    written = io.BytesIO()
    picture.save(written, "WEBP", quality=82, method=3)
    return PageImage(page, width, height, written.getvalue())
