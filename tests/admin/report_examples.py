"""A made-up result with the shape of the real one: 10 factors, 43 areas (11 hidden), 4 genders."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Choice, Form, Question, QuestionType, Scale
from survey.results import FactorResult, FactorWeight, ResultRow, ValueResults

SPACE = UUID("7d3f3bd0-0a3c-4f6e-9d0e-4f5f2f6d1a10")

#: name, weight, index
FACTORS = (
    ("Parker och grönområden", 0.083, 71.4),
    ("Mångfald i bostadsutbudet", 0.071, 56.2),
    ("Levandegöra gemensamma platser", 0.062, 49.3),
    ("Kommunikationer", 0.094, 64.8),
    ("Kultur och fritid", 0.078, 61.1),
    ("Utbildning", 0.142, 69.7),
    ("Omsorg", 0.116, 66.9),
    ("Skolan", 0.158, 72.8),
    ("Trygghet", 0.121, 68.5),
    ("Ekologisk hållbarhet", 0.075, 63.0),
)
AREAS = (
    "Antuna", "Apoteksskogen", "Bollstanäs", "Brunnby-Vik", "Carlslund", "Centrum", "Edssjön",
    "Ekeby", "Frestaby", "Fresta-Grimsta", "Grimstaby", "Hasselgatan", "Holmen", "Infra-City",
    "Johannesdal", "Kairobadet", "Korpkulla", "Löwenströmska", "Marabou", "Myrby", "Njursta",
    "Odenslunda", "Optimus", "Prästgårdsmarken", "Rotsunda", "Runby", "Sanda", "Sandaområdet",
    "Sigma", "Sjukyrkoberget", "Skälby", "Smedby", "Stallgatan", "Sköndal", "Söderby",
    "Torparängen", "Törnskogen", "Vatthagen", "Verka", "Vilunda", "Väsbyängar", "Älvsunda",
    "Östra-Runby",
)  # fmt: skip
HIDDEN_AREAS = AREAS[2::4][:11]
GENDERS = (("Kvinna", 501), ("Man", 513), ("Annat/inget kön", None), ("Vill ej uppge", None))


def an_id(name: str) -> UUID:
    return uuid5(SPACE, name)


def _factor(name: str, index: float, n: int) -> FactorResult:
    half = min(30.0, 46.0 / n**0.5)
    low = max(0, round(n * 5 * (0.26 - index / 400)))
    counts = {1: low, 2: low + n // 3, 3: n * 2, 4: n, 5: round(n * index / 50)}
    return FactorResult(
        factor=an_id(name),
        name=name,
        n=n,
        suppressed=False,
        counts=counts,
        mean=1 + index / 25,
        index=index,
        ci=(max(0.0, index - half), min(100.0, index + half)),
    )


def _row(group: Mapping[str, str], label: str, n: int | None, shift: float) -> ResultRow:
    if n is None:
        nothing = tuple(
            FactorResult(
                factor=an_id(name), name=name, n=None, suppressed=True,
                counts=None, mean=None, index=None, ci=None,
            )
            for name, _, _ in FACTORS
        )  # fmt: skip
        return ResultRow(
            group=group, label=label, n=None, suppressed=True, factors=nothing,
            value_index=None, ci=None, weight_present=None,
        )  # fmt: skip
    factors = tuple(_factor(name, index + shift, n) for name, _, index in FACTORS)
    value = sum(w * f.index for (_, w, _), f in zip(FACTORS, factors, strict=True) if f.index)
    half = (1.9**2 + (38.0 / n**0.5) ** 2) ** 0.5
    return ResultRow(
        group=group, label=label, n=n, suppressed=False, factors=factors, value_index=value,
        ci=(max(0.0, value - half), min(100.0, value + half)), weight_present=1.0,
    )  # fmt: skip


def example_results() -> ValueResults:
    """The same figures every time."""
    chance = random.Random(2015)
    rows = [_row({}, "", 1034, 0.0)]
    for area in AREAS:
        n = None if area in HIDDEN_AREAS else chance.choice((6, 8, 11, 14, 19, 27, 33, 48, 67, 108))
        rows.append(_row({"area": area}, area, n, chance.uniform(-9, 9)))
    rows += [_row({"gender": g}, g, n, 1.9 if g == "Kvinna" else -1.8) for g, n in GENDERS]
    weights = tuple(
        FactorWeight(
            factor=an_id(name), name=name, weight=w, ci=(w - 0.011, w + 0.011),
            rule="mean-of-shares", n_participants=938, n_groups=10, excluded=96,
        )
        for name, w, _ in FACTORS
    )  # fmt: skip
    return ValueResults(
        campaign=an_id("campaign"),
        method_version="1",
        release="2026-11-20 nr 1",
        scale=(1, 5),
        level=0.95,
        interval_method="linearised-t",
        weights=weights,
        rows=tuple(rows),
        taken_in=1034,
        refused={"too-few-columns": 3, "shifted-columns": 1},
    )


def example_campaign(**changes: object) -> Campaign:
    """The campaign that goes with :func:`example_results`."""
    scale = Scale(low=1, high=5, labels=tuple({"sv": str(s), "en": str(s)} for s in range(1, 6)))
    ratings = [
        Question(
            id=an_id(f"{name}{i}"), name=f"x{f}{i}", type=QuestionType.RATING,
            label={"sv": f"{name}: förslag {i}", "en": f"{name}: proposal {i}"},
            factor=an_id(name), scale=scale,
        )
        for f, (name, _, _) in enumerate(FACTORS, start=1)
        for i in "abcde"
    ]  # fmt: skip
    asked = {
        "area": ({"sv": "Var bor du?", "en": "Where do you live?"}, AREAS),
        "gender": ({"sv": "Vilket kön har du?", "en": "Gender?"}, [g for g, _ in GENDERS]),
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
        "id": an_id("campaign"),
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
        "factors": tuple(Factor(id=an_id(n), name={"sv": n, "en": n}) for n, _, _ in FACTORS),
        "form": Form(
            id=an_id("form"), version=1, title={"sv": "Enkät"},
            questions=tuple(ratings + background),
        ),
        "consent": Consent(version="1", text={"sv": "Samtycke"}),
        "group_by": (an_id("area"), an_id("gender")),
        "contact": "Kommunledningskontoret, kommunen@example.se",
    }  # fmt: skip
    return Campaign(**{**fields, **changes})  # type: ignore[arg-type]
