"""All that results tell of a world: question by question, and of its value factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from survey.around import Wish, campaign_around, later_version
from survey.campaign import Campaign
from survey.forms.counting import Counted, Limits, counted
from survey.forms.figures import Figures
from survey.forms.numbers import Given
from survey.forms.pooling import Column, columns
from survey.records import Further, Kind
from survey.results import ValueResults
from survey.stats.quantiles import t_quantile
from survey.tally import Person as Rater
from survey.value import Ask, one_way, results
from survey.weighting import weights
from tests.survey.disclosure_worlds import THRESHOLD, Person, World


def questions(world: World) -> list[Counted]:
    """As the window and the report have them."""
    every = columns(world.forms)

    def read(some: Sequence[Column]) -> Mapping[UUID, list[Given]]:
        return {column.id: _answers(world, column) for column in some}

    everybody = {who.to_bytes(16, "big"): p.version for who, p in enumerate(world.people)}
    return list(Figures(every, world.forms, everybody, _limits(world), read).all(together=2))


def each_alone(world: World) -> list[Counted]:
    """As if every question were the only one, asked of everybody."""
    return [
        replace(one, asked=None) for column in columns(world.forms)
        for one in counted(column, world.forms, _answers(world, column), _limits(world))
    ]


def values(world: World, *, whole: bool = True) -> ValueResults:
    """Of everybody and, where people are divided, of each group; focus groups gave like points.

    ``whole`` is False for the figures that a survey of plain questions has.
    """
    campaign = a_campaign(world)
    points = dict.fromkeys((factor.id for factor in campaign.factors), 1)
    given = weights([[points] * THRESHOLD], [factor.id for factor in campaign.factors])
    return results(
        campaign if whole else replace(campaign, definition=None),
        _raters(world, campaign), given, t_quantile,
        Ask(release="r", by=one_way(campaign)),
    )


def ratings(world: World) -> dict[UUID, str]:
    """Which question each factor is rated by."""
    found = a_campaign(world)
    return {question.factor: question.name for question in found.ratings() if question.factor}


def a_campaign(world: World) -> Campaign:
    """The survey that asked the world's forms, one after the other."""
    campaign = campaign_around(world.forms[0], Wish(
        id=UUID(int=1), organisation="K", units=((UUID(int=2), "E"),), about={"sv": "Om"},
        consent={"sv": "Ja"}, first_day=date(2026, 1, 1), last_day=date(2026, 2, 1),
        group_by=("gender",) if world.grouped else (),
    ))
    for form in world.forms[1:]:
        campaign = later_version(campaign, form)
    return campaign


def _raters(world: World, campaign: Campaign) -> list[Rater]:
    asked = campaign.ratings()
    return [
        Rater(
            groups={"gender": person.gender} if person.gender else {},
            items={
                question.id: int(str(said[0])) for question in asked
                if (said := world.said(person, question.name))
            },
        )
        for person in world.people
    ]


def _answers(world: World, column: Column) -> list[Given]:
    return [
        (who.to_bytes(16, "big"), person.version, one)
        for who, person in enumerate(world.people) for one in further(world, column, person)
    ]


def _limits(world: World) -> Limits:
    grouped = next(one for one in columns(world.forms) if one.node.name == "gender")
    return Limits(
        people=len(world.people), threshold=THRESHOLD,
        grouped=frozenset(grouped.ids if world.grouped else ()),
    )


def further(world: World, column: Column, person: Person) -> list[Further]:
    """The answers of a person to a question, as they are kept."""
    node, name = column.nodes[person.version], column.node.name
    said = world.said(person, name)
    if node is None or not said:
        return []
    lists = {made.name: made for made in world.forms[person.version].lists}
    ids = {one.name: one.id for one in lists[node.list].choices} if node.list else {}
    if node.type.startswith("select_multiple"):
        chosen = tuple(sorted(ids[str(one)] for one in said))
        return [Further(node=node.id, kind=Kind.CHOICES, value=chosen)]
    places: list[tuple[int, ...]] = [()]
    if name in ("whom", "why"):
        places = [
            (n,) for n, one in enumerate(person.whom, start=1) if name == "whom" or one == "m"
        ]
    made = []
    for at, one in zip(places, said, strict=True):
        if isinstance(one, int):
            made.append(Further(node=node.id, at=at, kind=Kind.INTEGER, value=one))
        elif ids:
            made.append(Further(node=node.id, at=at, kind=Kind.CHOICE, value=ids[str(one)]))
        else:
            made.append(Further(node=node.id, at=at, kind=Kind.TEXT, value=str(one)))
    return made
