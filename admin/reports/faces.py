"""The kiosk's five faces on paper: the mouth and brows carry the meaning, colour only helps."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from assets.theme import Theme


def draw_face(
    canvas: Canvas, at: tuple[float, float], radius: float, step: int, theme: Theme
) -> None:
    """Draw face number ``step`` (0 is worst) of the theme's row, centred ``at`` page points."""
    mood = step / (len(theme.faces) - 1)
    canvas.saveState()
    canvas.translate(*at)
    canvas.scale(radius, radius)
    canvas.setFillColor(HexColor(theme.surface_raised))
    canvas.circle(0, 0, 1.13, stroke=0, fill=1)
    canvas.setFillColor(HexColor(theme.faces[step]))
    canvas.setStrokeColor(HexColor(theme.text))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(0.05)
    canvas.circle(0, 0, 0.965, stroke=1, fill=1)
    canvas.setFillColor(HexColor(theme.text))
    for side in (-1, 1):
        canvas.ellipse(side * 0.33 - 0.1, 0.035, side * 0.33 + 0.1, 0.265, stroke=0, fill=1)
    _brows(canvas, mood)
    _mouth(canvas, mood, theme.surface_raised)
    canvas.restoreState()


def _brows(canvas: Canvas, mood: float) -> None:
    """Worried brows rise towards the middle, happy ones arch; the middle face has none."""
    strength = abs(mood - 0.5) * 2
    if strength < 0.2:
        return
    canvas.setLineWidth(0.075)
    for side in (-1, 1):
        if mood < 0.5:
            inner, outer = 0.42 + 0.13 * strength, 0.36 - 0.05 * strength
            middle = 0.40 + 0.10 * strength
        else:
            inner, outer = 0.42 + 0.03 * strength, 0.41 + 0.02 * strength
            middle = 0.46 + 0.19 * strength
        _curve(canvas, (side * 0.18, inner), (side * 0.35, middle), (side * 0.51, outer))


def _mouth(canvas: Canvas, mood: float, teeth: str) -> None:
    curve = (mood - 0.5) * 2
    half = 0.36 + 0.12 * abs(curve)
    if curve > 0.9:
        path = canvas.beginPath()
        path.moveTo(-half, -0.20)
        path.curveTo(-0.34, -0.86, 0.34, -0.86, half, -0.20)
        path.curveTo(half / 3, -0.29, -half / 3, -0.29, -half, -0.20)
        path.close()
        canvas.setLineWidth(0.07)
        canvas.setFillColor(HexColor(teeth))
        canvas.drawPath(path, stroke=1, fill=1)
        return
    canvas.setLineWidth(0.09)
    ends, middle = -0.36 + 0.19 * curve, -0.36 - 0.36 * curve
    _curve(canvas, (-half, ends), (0, middle), (half, ends))


def _curve(
    canvas: Canvas, start: tuple[float, float], pull: tuple[float, float], end: tuple[float, float]
) -> None:
    """A quadratic curve, written as the cubic one that a page knows."""
    first = [a + (b - a) * 2 / 3 for a, b in zip(start, pull, strict=True)]
    second = [a + (b - a) * 2 / 3 for a, b in zip(end, pull, strict=True)]
    canvas.bezier(*start, *first, *second, *end)
