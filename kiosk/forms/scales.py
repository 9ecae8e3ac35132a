"""The steps of a rating: those of the form, or the ones its scale is known by."""

from __future__ import annotations

from assets.words import Words
from kiosk.questions.asked import Offer
from survey.forms.engine.plan import Plan
from survey.forms.scale import steps

FEW = 21
"""A scale with more steps than these is a line, where a step is found more quickly."""


def known_scale(plan: Plan) -> str:
    """The scale a rating has, or would have if it had said so."""
    return plan.node.parameters.get("scale", "stars" if plan.node.type == "range" else "1-5")


def is_short(plan: Plan) -> bool:
    """Whether the steps that a rating has by its numbers can stand beside each other."""
    return 0 < len(steps(plan.node.parameters, known_scale(plan))) <= FEW


def scale_of(
    plan: Plan, offers: tuple[Offer, ...], words: Words
) -> tuple[dict[str, str], tuple[Offer, ...]]:
    """Parameters with their ``scale``, and the steps with words where the scale needs them."""
    scale = known_scale(plan)
    parameters = {**plan.node.parameters, "scale": scale}
    if not offers:
        values = steps(plan.node.parameters, scale)
        if plan.node.type == "range":  # no star stands for nothing
            values = tuple(value for value in values if float(value) > 0)
        offers = tuple(Offer(value=value, label="") for value in values)
    known = _labels(scale, words)
    if len(known) == len(offers) and not any(offer.label for offer in offers):
        offers = tuple(
            Offer(value=offer.value, label=label)
            for offer, label in zip(offers, known, strict=True)
        )
    return parameters, offers


def _labels(scale: str, words: Words) -> tuple[str, ...]:
    if scale == "faces":
        return (
            words("Very bad"), words("Bad"), words("Neither good nor bad"), words("Good"),
            words("Very good"),
        )
    if scale == "agreement":
        return (
            words("Do not agree at all"), words("Disagree a little"), words("Neither nor"),
            words("Agree a little"), words("Agree entirely"),
        )
    return ()
