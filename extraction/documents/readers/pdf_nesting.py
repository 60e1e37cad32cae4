"""How often the form objects of a PDF draw each other.

A file of some kilobytes can draw a form that draws another one twice, and so on, until reading one
page takes hours. The drawings are counted here, before pdfium reads a page; what is counted decides
and no clock, so that a file is read or refused alike everywhere.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

DRAWINGS = 200_000  # of form objects on one page
_STREAM = 8_000_000  # bytes of one stream that are looked at
_ALL_STREAMS = 200_000_000
_OBJECT = re.compile(rb"(?<![\d.])(\d{1,9})\s+\d{1,5}\s+obj\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_FILTER = re.compile(rb"/Filter\s*+\[?\s*+/(\w+)")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%]{1,127})\s*(\d{1,9})\s+\d{1,5}\s+R\b")
_DO = re.compile(rb"/([^\s/<>\[\]()%]{1,127})\s+Do\b")
_HEAD = 20_000  # bytes of the dictionary of an object


def most_drawings(data: bytes) -> int:
    """The most form objects that one page draws, one for each time; 0 where no form object draws
    another one."""
    if len(_FORM.findall(data)) < 2:
        return 0
    return _Forms(data).most()


@dataclass(slots=True)
class _Object:
    head: bytes
    body: bytes = b""  # as it is stored


@dataclass(slots=True)
class _Forms:
    data: bytes
    left: int = _ALL_STREAMS
    objects: dict[int, _Object] = field(default_factory=dict)
    costs: dict[int, int] = field(default_factory=dict)

    def most(self) -> int:
        self._take_objects()
        forms = {n for n, o in self.objects.items() if _FORM.search(o.head)}
        drawn: dict[int, Counter[int]] = {}
        for number in forms:
            names = {m: c for m, c in self._names(self.objects[number]).items() if c in forms}
            if names:
                drawn[number] = self._drawn(self._content(self.objects[number]), names)
        if not drawn:
            return 0
        for number in sorted(forms):
            self._cost(number, drawn)
        most = max(self.costs.values())
        if most > DRAWINGS or len(forms) * most < DRAWINGS:
            return most
        return max([most, *self._pages(forms)])

    def _pages(self, forms: set[int]) -> Iterator[int]:
        for page in self.objects.values():
            if not _PAGE.search(page.head):
                continue
            names = {m: c for m, c in self._names(page).items() if c in forms}
            at = page.head.find(b"/Contents")
            streams = page.head[at : at + 2000].split(b"/", 2)[1] if at >= 0 and names else b""
            total = 0
            for reference in _REFERENCE.findall(streams):
                content = self.objects.get(int(reference))
                if content is not None:
                    counted = self._drawn(self._content(content), names)
                    total += sum(times * self.costs[form] for form, times in counted.items())
            yield total

    def _take_objects(self) -> None:
        places = [(int(m.group(1)), m.end()) for m in _OBJECT.finditer(self.data)]
        for (number, start), (_, end) in zip(
            places, [*places[1:], (0, len(self.data))], strict=True
        ):
            head = self.data[start : min(end, start + _HEAD)]
            at = head.find(b"stream")
            body = self.data[start + at + 6 : end] if at >= 0 else b""
            self.objects[number] = _Object(head[:at] if at >= 0 else head, body.lstrip(b"\r\n"))
        for packed in [o for o in self.objects.values() if _OBJECTS.search(o.head)]:
            self._unpack(self._content(packed), packed.head)

    def _unpack(self, content: bytes, head: bytes) -> None:
        first = re.search(rb"/First\s+(\d{1,9})", head)
        if first is None:
            return
        start = int(first.group(1))
        pairs = [int(digits[:9]) for digits in re.findall(rb"\d+", content[:start])]
        for number, at, end in zip(
            pairs[::2], pairs[1::2], [*pairs[3::2], len(content)], strict=False
        ):
            self.objects.setdefault(number, _Object(content[start + at : start + end]))

    def _content(self, of: _Object) -> bytes:
        kind = _FILTER.search(of.head)
        if kind is None:
            return of.body[:_STREAM]
        if kind.group(1) not in (b"FlateDecode", b"Fl") or self.left <= 0:
            return b""
        try:
            made = zlib.decompressobj().decompress(of.body, min(_STREAM, self.left))
        except zlib.error:
            return b""
        self.left -= len(made)
        return made

    def _names(self, of: _Object) -> dict[bytes, int]:
        """The objects that stand in the resources of an object, by their names there."""
        resources = self._inside(of.head, b"/Resources")
        return {name: int(n) for name, n in _NAMED.findall(self._inside(resources, b"/XObject"))}

    def _inside(self, head: bytes, key: bytes) -> bytes:
        """What stands behind a key of a dictionary, or in the object that it points to."""
        at = head.find(key)
        if at < 0:
            return b""
        rest = head[at + len(key) :]
        pointed = re.match(rb"\s*(\d{1,9})\s+\d{1,5}\s+R\b", rest)
        if pointed:
            other = self.objects.get(int(pointed.group(1)))
            return other.head if other is not None else b""
        depth = 0
        for bracket in re.finditer(rb"<<|>>", rest):
            depth += 1 if bracket.group() == b"<<" else -1
            if depth <= 0:
                return rest[: bracket.end()]
        return rest

    @staticmethod
    def _drawn(content: bytes, names: dict[bytes, int]) -> Counter[int]:
        return Counter(names[name] for name in _DO.findall(content) if name in names)

    def _cost(self, number: int, drawn: dict[int, Counter[int]]) -> None:
        """How many forms are drawn with one, itself among them; a circle is drawn once."""
        stack = [(number, False)]
        open_: set[int] = set()
        while stack:
            form, done = stack.pop()
            inner = drawn.get(form, Counter())
            if done:
                cost = 1 + sum(times * self.costs.get(f, 0) for f, times in inner.items())
                self.costs[form] = min(cost, 1 << 60)
                open_.discard(form)
            elif form not in self.costs and form not in open_:
                open_.add(form)
                stack.append((form, True))
                stack.extend((f, False) for f in inner)
