"""Small, known things to test with. Shared by every room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Choice, Form, Question, QuestionType, Scale, Texts

FACTORS = (
    UUID("f0000000-0000-4000-8000-000000000001"),
    UUID("f0000000-0000-4000-8000-000000000002"),
)
"""Treatment (*bemötande*) and availability (*tillgänglighet*)."""

RATINGS = tuple(UUID(f"a0000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3, 4))
"""``x1a x1b`` belong to the first factor, ``x2a x2b`` to the second."""

AREA = UUID("b0000000-0000-4000-8000-000000000001")
AREAS = tuple(UUID(f"b1000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))
"""Choices ``north``, ``centre``, ``south`` of the question ``area``."""

GENDER = UUID("c0000000-0000-4000-8000-000000000001")
GENDERS = tuple(UUID(f"c1000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))
"""Choices ``woman``, ``man``, ``other`` of the question ``gender``."""

UNITS = tuple(UUID(f"d0000000-0000-4000-8000-00000000000{n}") for n in (1, 2))
CAMPAIGN = UUID("e0000000-0000-4000-8000-000000000001")
FORM = UUID("e1000000-0000-4000-8000-000000000001")


def texts(sv: str, en: str) -> Texts:
    return {"sv": sv, "en": en}


def five_steps() -> Scale:
    """The scale 1-5 from *mycket dåligt* to *mycket bra*."""
    labels = (
        texts("Mycket dåligt", "Very badly"),
        texts("Dåligt", "Badly"),
        texts("Varken eller", "Neither"),
        texts("Bra", "Well"),
        texts("Mycket bra", "Very well"),
    )
    return Scale(low=1, high=5, labels=labels)


def rating(at: int, sv: str, en: str) -> Question:
    """The rating question number ``at`` (0-3)."""
    return Question(
        id=RATINGS[at],
        name=("x1a", "x1b", "x2a", "x2b")[at],
        type=QuestionType.RATING,
        label=texts(sv, en),
        help=texts("Tryck på ett ansikte.", "Tap a face."),
        factor=FACTORS[at // 2],
        scale=five_steps(),
    )


def select_one(id: UUID, name: str, label: Texts, choices: tuple[Choice, ...]) -> Question:
    return Question(id=id, name=name, type=QuestionType.SELECT_ONE, label=label, choices=choices)


def small_form() -> Form:
    """Four ratings, then area and gender."""
    areas = (
        ("north", "Norra", "North"),
        ("centre", "Centrum", "Centre"),
        ("south", "Södra", "South"),
    )
    genders = (("woman", "Kvinna", "Woman"), ("man", "Man", "Man"), ("other", "Annat", "Other"))
    area_choices = tuple(
        Choice(id=AREAS[at], name=name, label=texts(sv, en))
        for at, (name, sv, en) in enumerate(areas)
    )
    gender_choices = tuple(
        Choice(id=GENDERS[at], name=name, label=texts(sv, en))
        for at, (name, sv, en) in enumerate(genders)
    )
    return Form(
        id=FORM,
        version=1,
        title=texts("Så fungerar biblioteket", "How the library works"),
        questions=(
            rating(0, "Hur blir du bemött i dag?", "How are you treated today?"),
            rating(1, "Hur bra lyssnar vi på dig?", "How well do we listen to you?"),
            rating(2, "Hur passar öppettiderna dig?", "How do the opening hours suit you?"),
            rating(3, "Hur lätt är det att nå oss?", "How easy is it to reach us?"),
            select_one(AREA, "area", texts("Var bor du?", "Where do you live?"), area_choices),
            select_one(
                GENDER,
                "gender",
                texts("Vilket kön har du?", "What is your gender?"),
                gender_choices,
            ),
        ),
    )


def small_campaign(version: int = 1) -> Campaign:
    """Two factors with two ratings each on 1-5, area and gender, two units, Swedish and English."""
    return Campaign(
        id=CAMPAIGN,
        version=version,
        title=texts("Så fungerar biblioteket", "How the library works"),
        about=texts("Så här tycker besökarna i dag.", "This is what visitors think today."),
        organisation="Exempelkommunen",
        languages=("sv", "en"),
        zone="Europe/Stockholm",
        grain_minutes=15,
        first_day=date(2025, 9, 1),
        last_day=date(2025, 9, 30),
        units=(
            Unit(id=UNITS[0], name=texts("Stadsbiblioteket", "City library")),
            Unit(id=UNITS[1], name=texts("Filialen", "Branch library")),
        ),
        factors=(
            Factor(id=FACTORS[0], name=texts("Bemötande", "Treatment")),
            Factor(id=FACTORS[1], name=texts("Tillgänglighet", "Availability")),
        ),
        form=small_form(),
        consent=Consent(
            version="2025-1",
            text=texts("Vi sparar dina svar utan namn.", "We keep your answers without your name."),
        ),
        group_by=(AREA, GENDER),
        contact="bibliotek@example.org",
    )
