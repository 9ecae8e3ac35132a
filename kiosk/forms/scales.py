"""The steps of a rating: those of the form, or the ones its scale is known by."""

from __future__ import annotations

from assets.words import Words
from kiosk.questions.asked import Offer
from survey.forms.engine.plan import Plan

_ENDS = {"1-5": (1, 5), "1-10": (1, 10), "faces": (1, 5), "stars": (1, 5), "agreement": (1, 5)}


def scale_of(
    plan: Plan, offers: tuple[Offer, ...], words: Words
) -> tuple[dict[str, str], tuple[Offer, ...]]:
    """Parameters with their ``scale``, and the steps with words where the scale needs them."""
    parameters = dict(plan.node.parameters)
    scale = parameters.setdefault("scale", "stars" if plan.node.type == "range" else "1-5")
    if not offers:
        low, high = _ENDS.get(scale, (1, 5))
        low, high = _whole(parameters, "start", low), _whole(parameters, "end", high)
        if plan.node.type == "range":
            low = max(1, low)
        offers = tuple(Offer(value=str(n), label="") for n in range(low, max(low, high) + 1))
    known = _labels(scale, words)
    if len(known) == len(offers) and not any(offer.label for offer in offers):
        offers = tuple(
            Offer(value=offer.value, label=label)
            for offer, label in zip(offers, known, strict=True)
        )
    return parameters, offers


def _whole(parameters: dict[str, str], name: str, otherwise: int) -> int:
    text = parameters.get(name, "").partition(".")[0]
    return int(text) if text.lstrip("-").isdigit() else otherwise


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
