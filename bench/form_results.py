"""How long results of a whole form take, beside a bare SELECT of the same answers.

    python -m bench.form_results [--people 1000] [--questions 60] [--rounds 5] [--json]

The form has as many ratings, single choices, several choices and numbers. *results* is what the
window and ``vardera results`` ask for: every question counted, corrections laid over, few people
hidden. *bare* fetches the columns of the same rows from the same tables and looks at none. Rounds
take turns; the median is told, with the ratio of each round.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

from admin.results.form_results import form_results
from bench.intake_bundles import (
    DEVICE,
    NOW,
    PACKAGE_HASH,
    PASSPHRASE,
    a_response,
    clock,
    made_bundles,
    opened,
    uuid,
)
from storage.seal.slots import Cost
from storage.values import DeviceIdentity
from storage.workspace import Workspace, create
from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.forms.definition import FormDefinition
from survey.forms.read.form import read_form
from survey.reading import write_campaign
from survey.records import Further, Kind, Response

SIZE = 250

_BARE = (
    "SELECT t.response, t.question, t.value FROM rating t WHERE t.campaign = 1",
    "SELECT t.response, t.question, t.choice FROM choice t WHERE t.campaign = 1",
    "SELECT t.response, t.question, t.at, t.kind, t.number, t.text, t.choices FROM further t"
    " WHERE t.campaign = 1",
)


def a_form(questions: int) -> FormDefinition:
    """Ratings, single choices, several choices and numbers in turn."""
    kinds = (
        "range | q{n} | Q | x-rating-1-10 | start=1 end=10 step=1", "select_one l | q{n} | Q | |",
        "select_multiple l | q{n} | Q | |", "integer | q{n} | Q | |",
    )
    rows = "".join(
        f"|  | {kinds[n % len(kinds)].format(n=n)} |\n" for n in range(questions)
    )
    choices = "".join(f"|  | l | c{n} | C{n} |\n" for n in range(6))
    text = (
        f"| survey |\n|  | type | name | label | appearance | parameters |\n{rows}"
        f"| choices |\n|  | list_name | name | label |\n{choices}"
    )
    form = read_form(text.encode(), "bench").form
    assert form is not None
    return form


def a_campaign(form: FormDefinition) -> Campaign:
    words = {"sv": "Mätning"}
    return campaign_around(form, Wish(
        id=uuid(3, 1), organisation="Mätkommunen", units=((uuid(4, 1), "Enheten"),),
        first_day=NOW.date(), last_day=NOW.date(), consent=words, about=words,
    ))


def somebody(campaign: Campaign, dice: Random) -> Response:
    """Everything answered."""
    form = campaign.definition
    assert form is not None
    choices = sorted(choice.id for choice in form.lists[0].choices)
    further = []
    answers = {}
    for node in form.nodes:
        if node.type == "rating":
            answers[node.id] = dice.randint(1, 10)
        elif node.type.startswith("select_one"):
            answers[node.id] = dice.choice(choices)
        elif node.type.startswith("select_multiple"):
            some = tuple(sorted(dice.sample(choices, 2)))
            further.append(Further(node=node.id, kind=Kind.CHOICES, value=some))
        elif node.type == "integer":
            further.append(Further(node=node.id, kind=Kind.INTEGER, value=dice.randrange(100)))
    plain = a_response(replace(campaign, form=replace(campaign.form, questions=())), dice)
    return replace(plain, answers=answers, further=tuple(further))


def a_workspace(directory: Path, campaign: Campaign, people: int) -> Workspace:
    """A workspace that has taken in ``people``, whose answers were sealed as by a kiosk."""
    workspace, _ = create(
        directory, name="Mätkommunen", passphrase=PASSPHRASE, clock=clock,
        random=Random(1).randbytes, cost=Cost(memory=64, passes=1, lanes=1),
    )
    workspace.add_campaign(campaign, write_campaign(campaign), actor="bench")
    workspace.record_package(campaign.id, 1, PACKAGE_HASH, b"package", actor="bench")
    workspace.register_device(DeviceIdentity(public=DEVICE.public, name="bench"), actor="bench")
    recipients = workspace.recipients(campaign.id)
    for made in made_bundles(campaign, recipients, people, SIZE, somebody):
        workspace.take_in(opened(made.raw), "bench")
    return workspace


def bare(workspace: Workspace) -> tuple[float, int]:
    """Seconds to fetch the rows, and how many they are."""
    began, rows = time.perf_counter(), 0
    with workspace._database.reading() as connection:
        for query in _BARE:
            rows += len(connection.exec_driver_sql(query).all())
    return time.perf_counter() - began, rows


def results(workspace: Workspace, campaign: Campaign) -> float:
    """Seconds of every question's results."""
    began = time.perf_counter()
    assert form_results(workspace, campaign)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1000)
    options.add_argument("--questions", type=int, default=60)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--json", action="store_true")
    args = options.parse_args()
    campaign = a_campaign(a_form(args.questions))
    with tempfile.TemporaryDirectory() as folder:
        workspace = a_workspace(Path(folder) / "ws", campaign, args.people)
        rounds = [(bare(workspace), results(workspace, campaign)) for _ in range(args.rounds)]
        workspace.close()
    answers = rounds[0][0][1]
    whole = median(took for _, took in rounds)
    told = {
        "people": args.people, "questions": args.questions, "answers": answers,
        "results_s": round(whole, 3), "bare_s": round(median(b for (b, _), _ in rounds), 3),
        "us_an_answer": round(whole / answers * 1e6, 2),
        "ratio": round(median(took / b for (b, _), took in rounds), 2),
        "ratios": [round(took / b, 2) for (b, _), took in rounds],
    }
    if args.json:
        print(json.dumps(told))
        return
    print(f"{answers} answers of {args.people} people to {args.questions} questions")
    print(f"results {told['results_s']} s, {told['us_an_answer']} µs an answer; "
          f"bare {told['bare_s']} s; ratio {told['ratio']} ({told['ratios']})")


if __name__ == "__main__":
    main()
