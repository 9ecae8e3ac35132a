"""The steps of a rating: those of the form, or the ones its scale is known by."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from assets.words import Words
from kiosk.forms.plain_words import plain
from kiosk.questions.asked import Offer
from survey.forms.engine.plan import Plan
from survey.forms.engine.running import RunningForm
from survey.forms.engine.words import said
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
    plan: Plan, offers: tuple[Offer, ...], words: Words, of_steps: Mapping[str, str] | None = None
) -> tuple[dict[str, str], tuple[Offer, ...]]:
    """Parameters with their ``scale``, and the steps with words where the scale needs them.

    The form's own words go first: of its choices, and ``of_steps`` (step → words).
    """
    scale = known_scale(plan)
    parameters = {**plan.node.parameters, "scale": scale}
    if not offers:
        values = steps(plan.node.parameters, scale)
        if plan.node.type == "range":  # no star stands for nothing
            values = tuple(value for value in values if float(value) > 0)
        own = {_number(step): label for step, label in (of_steps or {}).items()}
        offers = tuple(
            Offer(value=value, label=own.get(_number(value), "")) for value in values
        )
    known = _labels(scale, words)
    if any(offer.label for offer in offers):
        return parameters, offers
    if len(known) != len(offers):
        ends = _ends(plan, words) if len(offers) > 1 else ()
        known = (ends[0], *[""] * (len(offers) - 2), ends[1]) if ends else ()
    return parameters, tuple(
        Offer(value=offer.value, label=label)
        for offer, label in zip(offers, known, strict=True)
    ) if known else offers


def ticks(form: RunningForm, plan: Plan) -> dict[str, str]:
    """Step → the words that a form has for it, in the list that ``tick_labelset`` names."""
    name, speech = plan.node.parameters.get("tick_labelset", ""), form.speech
    return {
        choice.name: plain(said(
            choice.text.get("label", {}), speech.language, form.form.default_language
        ))
        for made in form.form.lists if name and made.name == name for choice in made.choices
    }


def _number(text: str) -> Decimal | None:
    """A step however it is written; ``None`` for what is no number."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


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


def _ends(plan: Plan, words: Words) -> tuple[()] | tuple[str, str]:
    """Words of the lowest and the highest step, where what is asked says what they mean.

    A rating of a value factor is how well it works today; the three questions of an NKI block are
    satisfaction, expectation and ideal. What other scales go from and to only their form knows.
    """
    if plan.node.parameters.get("factor"):
        return words("Does not work at all"), words("Works very well")
    block = plan.parent
    if block is None or block.node.type != "nki":
        return ()
    rated = [child for child in block.children.values() if child.node.type == "rating"]
    return {
        0: (words("Not at all satisfied"), words("Entirely satisfied")),
        1: (words("Not at all"), words("Entirely")),
        2: (words("Very far from it"), words("Very close to it")),
    }.get(rated.index(plan), ()) if len(rated) == 3 and plan in rated else ()
