"""Real forms the whole way: workbook, survey, package, kiosk, bundle, intake, rows."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kiosk import app
from storage.seal.receipt_codes import read_code
from storage.workspace import Cost, open_workspace, opening
from storage.workspace.reviews import Which
from survey.forms.answers import UNSAID
from survey.forms.definition import FormDefinition, NodeKind
from survey.forms.engine.answer import Answer
from survey.forms.engine.loading import beside
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import read_only, truth, violation_of
from survey.forms.engine.submission import given
from survey.forms.read.form import read_form
from survey.forms.tongues import tags
from survey.records import Kind
from sync.enrolment import read_device
from tests.forms import still
from vardera import main

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "xlsform"
FORMS = (
    "odk_web_forms/socio-economic-survey-v20240515.xlsx",
)
PASSPHRASE = "fyra ord som räcker"
TRIES = ("1", "5", "30", "100", "2020-05-17", "08:30:00.000", "2020-05-17T08:30:00.000Z",
         "ord", "0", "2", "12", "1000", "0701234567", "a@example.org", "2025", "1990-01-01")
Step = dict[str, object]


def ref_of(answer: Answer) -> str:
    above = answer.above
    if above is None:
        return f"/{answer.name}"
    step = f"{answer.plan.prefix}:{answer.name}" if answer.plan.prefix else answer.name
    if answer.plan.is_repeat:
        step += f"[{above.series[answer.name].instances.index(answer) + 1}]"
    return f"{ref_of(above)}/{step}"


def fill(form: RunningForm) -> list[Step]:
    """Answer all that can be answered, with one more of each repeat; the steps taken."""
    steps: list[Step] = []
    grown: set[str] = set()
    for _ in range(6):  # answers make others relevant
        for answer in list(form.root.answers()):
            if answer.plan.is_repeat and answer.plan.ref not in grown and answer.relevant:
                grown.add(answer.plan.ref)
                ref = ref_of(answer).rpartition("[")[0]
                try:
                    form.add_repeat(ref)
                except ValueError:
                    continue
                steps.append({"op": "add_repeat", "ref": ref})
        for answer in list(form.root.answers()):
            if answer.plan.node.kind is NodeKind.QUESTION and answer.relevant:
                steps += give(form, answer)
    return steps


def give(form: RunningForm, answer: Answer) -> list[Step]:
    control = answer.plan.type.control
    if answer.value or read_only(form, answer) or control in ("note", "upload", ""):
        return []
    tries: tuple[str, ...] = TRIES
    if control in ("select", "rank"):
        names = form.options.names(answer)
        tries = (*names[:3], " ".join(names)) if control == "select" else (" ".join(names),)
    elif control == "trigger":
        tries = ("OK",)
    elif answer.plan.type.value == "geopoint":
        tries = ("59.3 18.1 0.0 0.0",)
    required = truth(form, form.rules.get(answer.plan, "required"), answer, False)
    for text in tries:
        form.give(answer, text)
        if answer.value and violation_of(form, answer, required) is None:
            return [{"op": "answer", "ref": ref_of(answer), "value": text}]
    form.give(answer, "")
    return []


def told(form: RunningForm) -> Counter[tuple[UUID, tuple[int, ...], str]]:
    """What the engine submits, without what is never collected."""
    said = {
        node.id for top in form.form.nodes if top.name != "meta" for node in top.walk()
        if node.type not in UNSAID and not any("preload" in name for name in node.bind)
    }
    return Counter((one.node, one.at, plain(one.value)) for one in given(form) if one.node in said)


def plain(text: str) -> str:
    """Several choices in no order: that of choosing is not collected."""
    return " ".join(sorted(text.split()))


def collected(
    workspace: Any, campaign: UUID, row: bytes, form: FormDefinition
) -> Counter[tuple[UUID, tuple[int, ...], str]]:
    """The rows of a response in the engine's words."""
    names = {choice.id: choice.name for made in form.lists for choice in made.choices}
    triggers = {node.id for node in form.walk() if node.type in ("acknowledge", "trigger")}
    shown = workspace.inbox.response(campaign, row)
    found: Counter[tuple[UUID, tuple[int, ...], str]] = Counter()
    for node, value in shown.answers.items():
        found[node, (), plain(names.get(value, str(value)))] += 1
    for one in shown.further:
        if isinstance(one.value, tuple):
            text = " ".join(names[id] for id in one.value)
        elif one.kind is Kind.CHOICE:
            text = names[one.value]
        else:
            text = "OK" if one.node in triggers else str(one.value)
        found[one.node, one.at, plain(text)] += 1
    return found


def write_consent(town: Path) -> None:
    """Words for the languages that the program has none in, written by somebody who reads them."""
    file = town.parent / "settings.json"
    assert main(["campaign", "change", str(town), "--to-file", str(file)]) == 0
    said = json.loads(file.read_text("utf-8"))
    missing = set(said["languages"]) - set(said["consent"]["text"])
    if missing:
        said["consent"]["text"] |= dict.fromkeys(missing, "Vos réponses restent sans nom.")
        said["consent"]["reviewed"] = sorted(missing)
        file.write_text(json.dumps({"consent": said["consent"]}), encoding="utf-8")
        assert main(["campaign", "change", str(town), "--from", str(file)]) == 0


@pytest.mark.parametrize("name", FORMS, ids=lambda name: Path(name).stem[:20])
def test_a_real_form_comes_home_whole_and_once(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = DATA / name
    if not file.is_file():
        pytest.skip(f"{file} is not here: the shared data lies beside the project")
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    cheap = Cost(memory=64, passes=1, lanes=1)
    monkeypatch.setitem(opening.create.__kwdefaults__, "cost", cheap)
    town, stick, store = tmp_path / "ws", tmp_path / "stick", tmp_path / "kiosk"
    stick.mkdir()
    assert main(["workspace", "create", str(town), "--name", "Kommunen"]) == 0
    assert main(["campaign", "new", str(town), "--from", str(file), "--withdrawal"]) == 0
    write_consent(town)
    assert main(["campaign", "deploy", str(town), "--to", str(stick)]) == 0
    (packed,) = stick.glob("*.vpackage")
    assert app.main(["--store", str(store), "--install", str(packed), "--json"]) == 0

    form = read_form(file.read_bytes(), file.stem).form
    assert form is not None
    engine = open_form(form, replace(still(), files=beside(file.parent)))
    steps = fill(engine)
    engine.finish()
    language = next(iter(tags(form)))
    at = datetime.now(UTC).isoformat()
    line = {"at": at, "language": language, "fill": steps, "code": True}
    lines = "\n".join(json.dumps(one) for one in (line, line, {**line, "stop": True}))
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    assert app.main(["--store", str(store), "--drive", "-"]) == 0, capsys.readouterr()
    first, _, left = (json.loads(x) for x in capsys.readouterr().out.splitlines())
    assert left == {"left": True}
    for _ in range(2):
        assert app.main(["--store", str(store), "--sync", str(stick), "--resend", "--json"]) == 0
        (card,) = stick.glob("*.vdevice")
        with open_workspace(town, passphrase=PASSPHRASE, clock=lambda: datetime.now(UTC)) as here:
            here.register_device(read_device(card.read_bytes()), "Kim")
        assert main(["intake", str(town), str(stick)]) == 0
    with open_workspace(town, passphrase=PASSPHRASE, clock=lambda: datetime.now(UTC)) as here:
        (campaign,) = here.campaigns()
        counts = here.counts(campaign.id)
        assert (counts.complete, counts.partial) == (2, 1)
        expected = told(engine)
        assert sum(expected.values()) > 10
        assert any(at for _, at, _ in expected)
        for row in here.inbox.listed(campaign.id, Which()):
            assert campaign.definition is not None
            assert collected(here, campaign.id, row.id, campaign.definition) == expected
        assert here.erasing.withdraw(read_code(first["code"]), "Kim").erased == 1
        assert here.verify().faults == ()
