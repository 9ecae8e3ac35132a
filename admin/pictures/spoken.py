"""Every picture in words: the text alternative for screen readers, SVG and reports."""

from __future__ import annotations

from admin.pictures.model import Bars, Distribution, Dots, Matrix, Picture
from assets.words import Words


def describe(picture: Picture, words: Words) -> str:
    """What a person who cannot see the picture needs: its kind, then every figure in it."""
    match picture:
        case Bars():
            return _bars(picture, words)
        case Matrix():
            return _matrix(picture, words)
        case Distribution():
            return _distribution(picture, words)
        case Dots():
            return _dots(picture, words)


def _bars(picture: Bars, words: Words) -> str:
    head = words("Bars with intervals, {axis}.", axis=picture.axis.name)
    return " ".join([head, *(f"{b.label}: {b.figure}." for b in picture.bars)])


def _matrix(picture: Matrix, words: Words) -> str:
    """Field by field, so that the listener hears which factors lie together."""
    fields = picture.fields
    parts = [words("Matrix of weight and index.")]
    for name in (fields.important_low, fields.important_high, fields.other_high, fields.other_low):
        inside = [p for p in picture.points if picture.field_of(p) == name]
        said = "; ".join(
            f"{p.label}, {p.figure}"
            + ("" if picture.is_certain(p) else f" ({words('uncertain field')})")
            for p in inside
        )
        parts.append(f"{name}: {said or words('none')}.")
    return " ".join(parts)


def _distribution(picture: Distribution, words: Words) -> str:
    parts = [words("How the answers spread over the scale.")]
    for row, percents in zip(picture.rows, picture.percent, strict=True):
        if row.shares is None:
            parts.append(f"{row.label}: {row.figure}.")
            continue
        shares = ", ".join(f"{s}: {p}" for s, p in zip(picture.steps, percents, strict=True))
        parts.append(f"{row.label}: {shares}.")
    return " ".join(parts)


def _dots(picture: Dots, words: Words) -> str:
    parts = [words("Groups with intervals, {axis}.", axis=picture.axis.name)]
    if picture.reference_name:
        parts.append(f"{picture.reference_name}.")
    for row in picture.rows:
        said = ", ".join(
            f"{picture.series[d.series]} {d.figure}" if picture.series else d.figure
            for d in row.dots
        )
        note = f" ({row.note})" if row.note else ""
        parts.append(f"{row.label}{note}: {said}.")
    if picture.footnote:
        parts.append(picture.footnote)
    return " ".join(parts)
