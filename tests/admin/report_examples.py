"""The campaign that goes with ``example_results``, for reports, posters and sheets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Choice, Form, Question, QuestionType, Scale
from tests.admin.example_results import CAMPAIGN, FACTORS, NAMES

MADE = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SPACE = UUID("7d3f3bd0-0a3c-4f6e-9d0e-4f5f2f6d1a10")


def an_id(name: str) -> UUID:
    return uuid5(SPACE, name)


def example_campaign(**changes: object) -> Campaign:
    """Fifty proposals in ten factors, home area and gender; ``changes`` replace fields."""
    scale = Scale(low=1, high=5, labels=tuple({"sv": str(s), "en": str(s)} for s in range(1, 6)))
    ratings = [
        Question(
            id=an_id(f"{name}{i}"), name=f"x{f}{i}", type=QuestionType.RATING,
            label={"sv": f"{name}: förslag {i}", "en": f"{name}: proposal {i}"},
            factor=factor, scale=scale,
        )
        for f, (factor, name) in enumerate(zip(FACTORS, NAMES, strict=True), start=1)
        for i in "abcde"
    ]  # fmt: skip
    asked = {
        "area": ({"sv": "Var bor du?", "en": "Where do you live?"}, ["Runby", "Smedby"]),
        "gender": ({"sv": "Vilket kön har du?", "en": "Gender?"}, ["Kvinna", "Man"]),
    }
    background = [
        Question(
            id=an_id(name), name=name, type=QuestionType.SELECT_ONE, label=label,
            choices=tuple(
                Choice(id=an_id(name + c), name=c, label={"sv": c, "en": c}) for c in choices
            ),
        )
        for name, (label, choices) in asked.items()
    ]  # fmt: skip
    fields: dict[str, object] = {
        "id": CAMPAIGN,
        "version": 3,
        "title": {"sv": "Framtidens Upplands Väsby", "en": "The future of Upplands Väsby"},
        "about": {
            "sv": "Siffrorna visar hur mycket de svarande håller med om förslag för kommunens "
            "framtid. De visar inte hur det är i dag. Svaren gavs på ett reglage som vilade i "
            "mitten, så en siffra nära mitten kan också betyda att ingen har rört reglaget.",
            "en": "The figures show agreement with proposals, not how it is today.",
        },
        "organisation": "Upplands Väsby kommun",
        "languages": ("sv", "en"),
        "zone": "Europe/Stockholm",
        "grain_minutes": 60,
        "first_day": date(2015, 1, 12),
        "last_day": date(2015, 4, 4),
        "units": (Unit(id=an_id("unit"), name={"sv": "Hela kommunen"}),),
        "factors": tuple(
            Factor(id=f, name={"sv": n, "en": n}) for f, n in zip(FACTORS, NAMES, strict=True)
        ),
        "form": Form(
            id=an_id("form"), version=1, title={"sv": "Enkät"},
            questions=tuple(ratings + background),
        ),
        "consent": Consent(version="1", text={"sv": "Samtycke"}),
        "group_by": (an_id("area"), an_id("gender")),
        "contact": "Kommunledningskontoret, kommunen@example.se",
    }  # fmt: skip
    return Campaign(**{**fields, **changes})  # type: ignore[arg-type]
