"""Surveys that ask a whole form, and somebody who answers one at a kiosk without a window."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kiosk.citizen import Pace
from kiosk.form_citizen import FormCitizen, Means
from kiosk.forms.screen import AnyWish, FormScreen, Shown
from survey import flow
from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.records import Response
from tests.kiosk.form_builders import form_of
from tests.kiosk.screen_builders import NOW, FakeKeeper, RecordingView, station

PARK = """
| survey |
| | type | name | label::Svenska (sv) | label::English (en) | appearance | parameters | relevant | required | constraint |
| | select_one yn | dog | Har du hund? | Do you have a dog? | | | | | |
| | text | dogname | Vad heter hunden? | What is the dog called? | | | ${dog} = 'yes' | | |
| | select_one yn | quick | Kommer du ofta? | Do you come often? | quick | | | | |
| | range | met | Hur är parken? | How is the park? | x-rating-faces | start=1 end=5 step=1 | | | |
| | begin_group | you | Om dig | About you | field-list | | | | |
| | integer | age | Hur gammal är du? | How old are you? | | | | yes | . < 120 |
| | select_multiple what | likes | Vad gillar du? | What do you like? | | | | | |
| | end_group | | | | | | | | |
| | begin_repeat | visit | Besök | Visit | | | | | |
| | text | who | Med vem kom du? | Who came with you? | | | | | |
| | end_repeat | | | | | | | | |
| choices |
| | list_name | name | label::Svenska (sv) | label::English (en) |
| | yn | yes | Ja | Yes |
| | yn | no | Nej | No |
| | what | sun | Solen | The sun |
| | what | rain | Regnet | The rain |
| settings |
| | form_title | form_id | default_language |
| | Parken | park | Svenska (sv) |
"""  # noqa: E501 - a table


def asks(text: str = PARK, **other: object) -> Campaign:
    """A survey around a form, with one unit, without codes unless ``withdrawal``."""
    wish: dict[str, Any] = {
        "id": UUID("61000000-0000-4000-8000-000000000001"), "organisation": "Kommunen",
        "units": ((UUID("61000000-0000-4000-8000-000000000002"), "Parken"),),
        "first_day": date(2025, 9, 1), "last_day": date(2099, 12, 31),
        "consent": {"sv": "Dina svar sparas utan namn.", "en": "Kept without your name."},
        "about": {"sv": "Så tycker de."},
    }
    return campaign_around(form_of(text), Wish(**(wish | other)))


def said(campaign: Campaign, response: Any) -> dict[str, object]:
    """All that is in a response, or in what a workspace shows of one, by names of questions.

    In a repeat the numbers of the instances follow the name: ``who/2``.
    """
    assert campaign.definition is not None
    names = {node.id: node.name for node in campaign.definition.walk()}
    choices = {
        choice.id: choice.name for made in campaign.definition.lists for choice in made.choices
    }

    def plain(value: Any) -> object:
        if isinstance(value, tuple):
            return {choices[one] for one in value}
        return choices.get(value, value) if isinstance(value, UUID) else value

    found = {names[id]: plain(value) for id, value in response.answers.items()}
    for one in response.further:
        found["/".join([names[one.node], *map(str, one.at)])] = plain(one.value)
    return found


class Sitting:
    """Somebody at the kiosk, in the words of a test."""

    def __init__(self, campaign: Campaign | None = None, **pace: Any) -> None:
        self.campaign = campaign or asks()
        self.view, self.keeper = RecordingView(), FakeKeeper()
        self.now_is: datetime = NOW
        means = Means(clock=lambda: self.now_is, random=lambda count: bytes(count))
        self.who = FormCitizen(
            self.view, station(self.campaign), self.keeper, means, Pace(**pace)
        )
        self.who.begin()

    @property
    def now(self) -> Shown:
        return self.view.now

    @property
    def page(self) -> FormScreen:
        assert isinstance(self.now, FormScreen), type(self.now).__name__
        return self.now

    @property
    def labels(self) -> list[str]:
        return [item.label for item in self.page.items]

    def value(self, name: str) -> str:
        return next(one.value for one in self.page.items if one.ref.endswith(name))

    def wish(self, *wishes: AnyWish) -> None:
        for wish in wishes:
            self.who.receive(wish)

    def sit_down(self, language: str = "sv") -> Sitting:
        self.wish(flow.ChooseLanguage(language), flow.Agree())
        return self

    def said(self, response: Response | None) -> Mapping[str, object]:
        assert response is not None
        return said(self.campaign, response)
