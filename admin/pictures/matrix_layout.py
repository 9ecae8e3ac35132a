"""Where everything in the importance × performance matrix lies; no painting here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from admin.pictures.model import Matrix, Point
from admin.pictures.placement import Box, Wanted, place
from admin.pictures.style import Style, font, line_height, width_of, wrapped

RADIUS = 6.0
_LABEL_CHARACTERS = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A field's name: its lines and the box they fill; ``mark`` is where a triangle stands."""

    lines: tuple[str, ...]
    box: Box
    mark: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A point's label: its lines and box, or its number in the key when ``box`` is ``None``."""

    lines: tuple[str, ...]
    box: Box | None
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The whole picture in pixels: ``frame`` is tinted, ``plot`` inside it holds the data.

    The strips of the frame above and below the plot hold the field names, so that no point
    can ever lie under one.
    """

    frame: Box
    plot: Box
    captions: tuple[Caption, ...]
    labels: tuple[Placed, ...]
    key: tuple[str, ...]
    legend_top: float
    height: float


@lru_cache(maxsize=64)
def layout(picture: Matrix, width: float, style: Style) -> Layout:
    """Lay the matrix out for a width in pixels; remembered, since repaints ask again."""
    frame = _frame(picture, width, style)
    captions = _captions(picture, frame, style)
    strip = max(c.box.height for c in captions) + 10
    plot = Box(frame.left, frame.top + strip, frame.width, frame.height - 2 * strip)
    labels = _labels(picture, plot, captions, style)
    key = tuple(
        f"{label.number}  {point.label}"
        for label, point in zip(labels, picture.points, strict=True)
        if label.number is not None
    )
    line = style.small * 1.6
    key_top = frame.bottom + style.small * 3.6
    legend_top = key_top + len(key) * line
    return Layout(
        frame=frame,
        plot=plot,
        captions=captions,
        labels=labels,
        key=key,
        legend_top=legend_top,
        height=legend_top + len(legend_lines(picture, width, style)) * line + 4,
    )


def legend_lines(picture: Matrix, width: float, style: Style) -> tuple[tuple[bool, str], ...]:
    """The legend: whether the mark is filled, and words; one line per text line needed."""
    small = font(style, size=style.small)
    lines: list[tuple[bool, str]] = []
    for filled, words in ((True, picture.certain), (False, picture.uncertain)):
        for line in wrapped(words, lambda s: width_of(s, small) <= width - 24):
            lines.append((filled, line))
    return tuple(lines)


def where(picture: Matrix, plot: Box, across: float, up: float) -> tuple[float, float]:
    """The pixel of a value pair; values outside the axes are held at the edge."""
    return (
        plot.left + picture.across.share(across) * plot.width,
        plot.bottom - picture.up.share(up) * plot.height,
    )


def _frame(picture: Matrix, width: float, style: Style) -> Box:
    ticks = max(
        (width_of(t.text, font(style, size=style.small)) for t in picture.up.ticks), default=0
    )
    left = ticks + 10
    top = style.small * 1.9
    wide = max(120.0, width - left - 2)
    return Box(left, top, wide, min(wide * 0.9 + style.text * 3, style.text * 38))


def _captions(picture: Matrix, frame: Box, style: Style) -> tuple[Caption, ...]:
    """The four field names in the frame's corners: important-low first, then clockwise."""
    cut_x, _ = where(picture, frame, picture.cut_across, picture.cut_up)
    names = picture.fields
    right = frame.right - cut_x
    left = cut_x - frame.left
    return (
        _marked(names.important_low, frame, style, wide=left),
        _caption(names.important_high, frame, style, wide=right, at_right=True, at_top=True),
        _caption(names.other_high, frame, style, wide=right, at_right=True, at_top=False),
        _caption(names.other_low, frame, style, wide=left, at_right=False, at_top=False),
    )


def _marked(words: str, frame: Box, style: Style, *, wide: float) -> Caption:
    """The caption in the upper left corner with a triangle before its first line."""
    side = round(style.small * 0.7)
    room = side + 6
    plain = _caption(words, frame, style, wide=wide - room, at_right=False, at_top=True)
    box = replace(plain.box, left=plain.box.left + room)
    line = box.height / len(plain.lines)
    mark = Box(plain.box.left, box.top + (line - side) / 2, side, side)
    return Caption(lines=plain.lines, box=box, mark=mark)


def _caption(
    words: str, frame: Box, style: Style, *, wide: float, at_right: bool, at_top: bool
) -> Caption:
    bold = font(style, size=style.small, bold=True)
    lines = wrapped(words, lambda s: width_of(s, bold) <= wide - 20)
    long = max(width_of(line, bold) for line in lines)
    high = line_height(bold) * len(lines)
    left = frame.right - long - 10 if at_right else frame.left + 10
    top = frame.top + 5 if at_top else frame.bottom - high - 5
    return Caption(lines=lines, box=Box(left, top, long, high))


def _labels(
    picture: Matrix, plot: Box, captions: tuple[Caption, ...], style: Style
) -> tuple[Placed, ...]:
    words = font(style, size=style.small)
    lines = [halved(p.label) for p in picture.points]
    wanted = []
    for point, said in zip(picture.points, lines, strict=True):
        x, y = where(picture, plot, point.across, point.up)
        wide = max((width_of(line, words) for line in said), default=0)
        wanted.append(Wanted(x, y, wide + 2, line_height(words) * len(said)))
    dots = [Box(w.x - RADIUS, w.y - RADIUS, RADIUS * 2, RADIUS * 2) for w in wanted]
    inner = Box(plot.left + 3, plot.top - 2, plot.width - 6, plot.height + 4)
    avoided = [box for p in picture.points for box in _whiskers(picture, plot, p)]
    boxes = place(wanted, inner, [*dots, *_taken(captions)], avoided)
    numbers = iter(range(1, len(boxes) + 1))
    return tuple(
        Placed(lines=said, box=box, number=None if box else next(numbers))
        for said, box in zip(lines, boxes, strict=True)
    )


def _taken(captions: tuple[Caption, ...]) -> list[Box]:
    """Where the field names and their marks stand."""
    return [box for c in captions for box in (c.box, c.mark) if box is not None]


def halved(label: str) -> tuple[str, ...]:
    """A long label on two lines of as equal length as its words allow; never shortened."""
    words = label.split()
    if len(label) <= _LABEL_CHARACTERS or len(words) < 2:
        return (label,)
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return min(splits, key=lambda pair: max(len(pair[0]), len(pair[1])))


def _whiskers(picture: Matrix, plot: Box, point: Point) -> list[Box]:
    """The intervals of a point as thin boxes, which labels try to keep off."""
    x, y = where(picture, plot, point.across, point.up)
    found = []
    if point.across_interval is not None:
        low, high = (where(picture, plot, v, point.up)[0] for v in point.across_interval)
        found.append(Box(low, y - 1, high - low, 2))
    if point.up_interval is not None:
        low, high = (where(picture, plot, point.across, v)[1] for v in point.up_interval)
        found.append(Box(x - 1, high, 2, low - high))
    return found
