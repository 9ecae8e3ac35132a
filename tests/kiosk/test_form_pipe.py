"""A whole form from a workbook's rows to a workspace's, through kiosk, bundle and intake."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk.headless import DrivenClock, Driver
from kiosk.opening import Ready, get_ready
from storage.kiosk import KioskStore
from storage.workspace import Workspace, create
from storage.workspace.addresses import Address
from storage.workspace.correction_values import Field, Value
from storage.workspace.corrections import Correcting
from storage.workspace.reviews import Which
from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.forms.answers import Collecting
from survey.forms.engine.running import RunningForm, open_form
from survey.reading import write_campaign
from survey.records import Further, Kind
from sync import courier, intake
from sync.folder import FolderTransport
from sync.package import write_package
from tests.forms import still, table
from tests.storage.workspace_builders import CHEAP, PASSPHRASE, World

VISIT = """
| survey |
|  | type | name | label | appearance | parameters | calculation | relevant | constraint |
|  | start | begun | | | | | | |
|  | deviceid | device | | | | | | |
|  | range | met | How are you treated? | x-rating-faces x-factor-treatment | start=1 end=5 step=1 | | | |
|  | select_one area | area | Where do you live? | | | | | |
|  | text | why | Why? | | | | | |
|  | begin_repeat | person | Person | | | | | |
|  | text | name | Name | | | | | |
|  | integer | age | Age | | | | | . < 120 |
|  | text | school | School | | | | ${age} < 18 | |
|  | select_multiple what | likes | Likes | | | | | |
|  | select_one area | home | Home | | | | | |
|  | begin_repeat | trip | Trip | | | | | |
|  | decimal | km | Kilometres | | | | | |
|  | end_repeat | | | | | | | |
|  | end_repeat | | | | | | | |
|  | date | last | Last visit | | | | | |
|  | time | clock | Time | | | | | |
|  | rank what | best | Best first | | | | | |
|  | acknowledge | read | Read | | | | | |
|  | calculate | ages | | | | sum(${age}) | | |
| choices |
|  | list_name | name | label |
|  | area | north | North |
|  | area | south | South |
|  | what | play | Play |
|  | what | walk | Walk |
|  | what | sit | Sit |
| settings |
|  | form_id | form_title |
|  | visit | Visit |
"""  # noqa: E501 - a table

STEPS: list[dict[str, object]] = [
    {"op": "answer", "ref": "/data/met", "value": 4},
    {"op": "answer", "ref": "/data/area", "value": "south"},
    {"op": "answer", "ref": "/data/why", "value": "Öppna på söndag!"},
    {"op": "answer", "ref": "/data/person[1]/name", "value": "Bo"},
    {"op": "answer", "ref": "/data/person[1]/age", "value": 9},
    {"op": "answer", "ref": "/data/person[1]/school", "value": "Skolan"},
    {"op": "answer", "ref": "/data/person[1]/likes", "value": ["walk", "play"]},
    {"op": "add_repeat", "ref": "/data/person"},
    {"op": "answer", "ref": "/data/person[2]/home", "value": "north"},
    {"op": "add_repeat", "ref": "/data/person[2]/trip"},
    {"op": "add_repeat", "ref": "/data/person[2]/trip"},
    {"op": "answer", "ref": "/data/person[2]/trip[2]/km", "value": "1.50"},
    {"op": "answer", "ref": "/data/person[1]/age", "value": 41},
    {"op": "answer", "ref": "/data/last", "value": "2026-03-01"},
    {"op": "answer", "ref": "/data/clock", "value": "08:30:00.000+01:00"},
    {"op": "answer", "ref": "/data/best", "value": ["sit", "play", "walk"]},
    {"op": "answer", "ref": "/data/read", "value": "OK"},
    {"op": "decline", "ref": "/data/person[2]/name"},
]
AT = "2025-09-03T10:07:00+02:00"


@dataclass
class Town:
    """A workspace with the survey, a kiosk with its package, and the folder between them."""

    path: Path
    server: Address | None = None
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.workspace: Workspace = create(
            self.path / "ws", name="Kommunen", passphrase=PASSPHRASE, clock=self.world.clock,
            random=self.world.random, cost=CHEAP, server=self.server,
        )[0]
        self.campaign = survey()
        self.workspace.add_campaign(self.campaign, write_campaign(self.campaign), "Kim")
        folder = self.path / "stick"
        folder.mkdir()
        self.transport = FolderTransport(folder)
        self.clock = DrivenClock(self.world.clock)
        self.store = KioskStore.create_or_open(
            self.path / "kiosk", name="Disken", clock=self.clock, random=self.world.random,
        )
        self.store.install(write_package(self.workspace, self.campaign, self.world.clock))
        self.workspace.register_device(self.store.identity, "Kim")

    def drive(self, *lines: dict[str, object]) -> tuple[int, list[dict[str, Any]]]:
        ready = get_ready(self.store, self.path / "kiosk", self.world.random)
        assert isinstance(ready, Ready)
        out = io.StringIO()
        text = io.StringIO("\n".join(json.dumps(line) for line in lines))
        code = Driver(ready, self.clock, self.world.random).play(text, out)
        return code, [json.loads(line) for line in out.getvalue().splitlines()]

    def carry(self, *, resend: bool = False) -> intake.IntakeReport:
        courier.exchange(self.store, self.transport, self.clock, resend=resend)
        return intake.take_in(
            self.workspace, self.transport, clock=self.world.clock, actor="Kim"
        )

    def rows(self) -> list[bytes]:
        return [one.id for one in self.workspace.inbox.listed(self.campaign.id, Which())]

    def correct(self, row: bytes, field: Field, value: Value) -> None:
        what = Correcting(response=row, field=field, value=value, reason="misheard")
        self.workspace.inbox.correct(self.campaign.id, what, "Kim")

    def of_met(self, step: int) -> bytes:
        """The row of the person who gave this step first."""
        found = (self.workspace.inbox.response(self.campaign.id, row) for row in self.rows())
        return next(one.where.id for one in found if one and step in one.answers.values())


def survey(**other: object) -> Campaign:
    wish: dict[str, Any] = {
        "id": UUID("52000000-0000-4000-8000-000000000001"), "organisation": "Kommunen",
        "units": ((UUID("52000000-0000-4000-8000-000000000002"), "Biblioteket"),),
        "first_day": date(2025, 9, 1), "last_day": date(2025, 9, 30),
        "consent": {"sv": "Ja"}, "about": {"sv": "Så tycker de."}, "group_by": ("area",),
        "withdrawal": True,
    }
    return campaign_around(table(VISIT), Wish(**(wish | other)))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.store.close()
    made.workspace.close()


def played(steps: list[dict[str, object]]) -> RunningForm:
    """The same steps in the engine alone."""
    form = open_form(table(VISIT), still())
    for step in steps:
        value = step.get("value")
        text = " ".join(value) if isinstance(value, list) else str(value)
        if step["op"] == "answer":
            form.answer(str(step["ref"]), text)
        elif step["op"] == "add_repeat":
            form.add_repeat(str(step["ref"]))
    return form


def person(**other: object) -> dict[str, object]:
    return {"at": AT, "language": "sv", "fill": STEPS, **other}


def test_rows_are_what_the_engine_gives_exactly_once(town: Town) -> None:
    assert town.drive(person()) == (0, [{"done": 1}])
    report = town.carry()
    assert (report.new, report.known, report.quarantined) == (1, 0, ())
    assert town.carry(resend=True).new == 0
    (row,) = town.rows()
    shown = town.workspace.inbox.response(town.campaign.id, row)
    assert shown is not None
    form = played(STEPS)
    name = next(node.id for node in form.form.walk() if node.name == "name")
    expected = Collecting(form.form).of(form, {(name, (2,))})
    assert dict(shown.answers) == dict(expected.answers)
    assert set(shown.further) == set(expected.further)
    assert len(shown.further) == len(expected.further) == 10
    assert town.workspace.verify().faults == ()


def test_each_kind_of_answer_has_its_place(town: Town) -> None:
    town.drive(person())
    town.carry()
    (row,) = town.rows()
    shown = town.workspace.inbox.response(town.campaign.id, row)
    assert shown is not None
    names = {node.id: node.name for node in table(VISIT).walk()}
    simple = {names[id]: value for id, value in shown.answers.items()}
    assert simple.keys() == {"met", "area", "why", "ages"}
    assert (simple["met"], simple["why"], simple["ages"]) == (4, "Öppna på söndag!", "41")
    kinds = {(names[one.node], one.at): (one.kind, one.value) for one in shown.further}
    assert kinds["age", (1,)] == (Kind.INTEGER, 41)
    assert kinds["km", (2, 2)] == (Kind.DECIMAL, "1.5")
    assert kinds["name", (1,)] == (Kind.TEXT, "Bo")
    assert kinds["name", (2,)] == (Kind.NONE, None)
    assert kinds["last", ()] == (Kind.DATE, "2026-03-01")
    assert kinds["clock", ()] == (Kind.TIME, "08:30:00.000+01:00")
    assert kinds["read", ()] == (Kind.INTEGER, 1)
    assert kinds["home", (2,)][0] is Kind.CHOICE
    assert {kinds["likes", (1,)][0], kinds["best", ()][0]} == {Kind.CHOICES, Kind.RANKED}
    # school became irrelevant when Bo was 41, and what a form fills in by itself is not told
    assert not {"school", "begun", "device"} & {name for name, _ in kinds}


def test_ratings_of_a_form_are_value_results(town: Town) -> None:
    town.drive(person(), person(fill=STEPS[:2]))
    town.carry()
    persons = list(town.workspace.persons(town.campaign.id))
    rating = town.campaign.form.questions[0].id
    assert [(p.items, p.groups) for p in persons] == [({rating: 4}, {"area": "south"})] * 2
    assert [f.name["sv"] for f in town.campaign.factors] == ["Treatment"]


def test_answers_are_withdrawn_by_their_code(town: Town) -> None:
    _, (reply, other) = town.drive(person(code=True), person())
    assert other == {"done": 2}
    town.drive({"at": AT, "withdraw": reply["code"]})
    assert town.carry().new == 3
    assert len(town.rows()) == 1
    age = next(node.id for node in table(VISIT).walk() if node.name == "age")
    forms = town.workspace.forms
    (column,) = (one for one in forms.asked(town.campaign.id).columns if age in one.ids)
    assert [one.value for _, _, one in forms.answers(town.campaign.id, column)] == [41]
    assert town.workspace.verify().faults == ()


def test_who_leaves_in_the_middle_leaves_what_was_kept(town: Town) -> None:
    code, replies = town.drive(person(pause_after_answers=5), person(fill=STEPS[:1]))
    assert (code, replies) == (0, [{"waiting": True}, {"left": True}, {"done": 1}])
    town.carry()
    counts = town.workspace.counts(town.campaign.id)
    assert (counts.complete, counts.partial) == (1, 1)


def test_a_draft_of_a_form_outlives_the_program(town: Town) -> None:
    from kiosk.filling import begin

    ready = get_ready(town.store, town.path / "kiosk", town.world.random)
    assert isinstance(ready, Ready)
    filling = begin(ready.station, ready.diary, town.clock, town.world.random, "sv")
    filling.answer("/data/person[1]/age", "9")
    town.store.close()
    town.store = KioskStore.create_or_open(
        town.path / "kiosk", name="Disken", clock=town.clock, random=town.world.random,
    )
    assert town.carry().new == 1
    (row,) = town.rows()
    node = next(node.id for node in table(VISIT).walk() if node.name == "age")
    found = town.workspace.forms.of(town.campaign.id, [row])[row]
    assert Further(node=node, at=(1,), kind=Kind.INTEGER, value=9) in found
    assert town.workspace.counts(town.campaign.id).partial == 1


@pytest.mark.parametrize(
    "step",
    [
        {"op": "answer", "ref": "/data/nobody", "value": "x"},
        {"op": "answer", "ref": "/data/why", "value": "x" * 20_001},
        {"op": "answer", "ref": "/data/why", "value": {"x": 1}},
        {"op": "set_language", "language": "xx"},
        {"op": "jump"},
    ],
    ids=["nowhere", "too-long", "no-text", "language", "unknown"],
)
def test_a_step_that_cannot_be_kept_is_refused_and_the_rest_stays(
    town: Town, step: dict[str, object]
) -> None:
    code, replies = town.drive(person(fill=[STEPS[0], step]), person(fill=STEPS[:1]))
    assert code == 1
    assert "error" in replies[0] and replies[1] == {"done": 1}
    assert "x" * 50 not in json.dumps(replies)
    town.carry()
    counts = town.workspace.counts(town.campaign.id)
    assert (counts.complete, counts.partial) == (1, 1)


def test_what_breaks_a_rule_is_not_finished(town: Town) -> None:
    wrong = {"op": "answer", "ref": "/data/person[1]/age", "value": 200}
    code, (reply,) = town.drive(person(fill=[wrong]))
    assert (code, reply) == (1, {"error": "not right or missing: /data/person/age"})


def test_plain_answers_are_no_line_for_a_whole_form(town: Town) -> None:
    code, (reply,) = town.drive({"at": AT, "language": "sv", "answers": {"met": 4}})
    assert code == 1 and "'fill'" in reply["error"]


@pytest.mark.parametrize("attribute", [
    "jr:preload", "{http://openrosa.org/javarosa}preload", "orx:preload", "preload",
])
def test_what_is_preloaded_is_never_collected_however_it_is_spelt(attribute: str) -> None:
    form = table(VISIT)
    why = next(node for node in form.nodes if node.name == "why")
    mine = replace(why, bind={attribute: "property"})
    form = replace(form, nodes=tuple(mine if node is why else node for node in form.nodes))
    running = open_form(form, still())
    running.answer("/data/why", "Kim's own")
    assert why.id not in Collecting(form).of(running).answers
    assert why.id in Collecting(table(VISIT)).of(played(STEPS)).answers
