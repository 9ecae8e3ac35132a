"""``vardera responses show|correct``: one response, as it came and as it is to read."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from admin.commands import against_form, terminal, which
from admin.commands.against_form import Told
from admin.commands.form_fields import FormFields

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.correction_values import Field, Value
    from storage.workspace.corrections import Correcting
    from survey.campaign import Campaign
    from survey.records import Answer, Further

ACTOR = "vardera responses"
VALUE_LIMIT = 100_000
NONE = "-"
"""Written for *rather not say*, or for no place."""


def show(args: argparse.Namespace) -> int:
    """Print one response with its answers and its whole history."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        id = which.one_id(workspace, campaign, args.id)
        shown = workspace.inbox.response(campaign.id, id)
        names = _Names(campaign, _fields(workspace, campaign))
    if shown is None:
        raise terminal.WrongUsage("this answer is not here (it may have been withdrawn)")
    told: dict[str, Any] = {
        "id": shown.where.id.hex(), "day": shown.where.day.isoformat(),
        "mode": shown.where.mode, "state": shown.where.state.name.lower(),
        "form_version": shown.where.form_version,
        **_answers(names, shown.answers, shown.further),
        "corrected": {names.field(f): names.value(f, v) for f, v in shown.corrected.items()},
        "reviews": [
            {"state": r.state.name.lower(), "reason": r.reason, "actor": r.actor,
             "at": r.at.isoformat()} for r in shown.reviews
        ],
        "corrections": [
            {"field": names.field(c.field), "to": names.value(c.field, c.value), "reason": c.reason,
             "actor": c.actor, "at": c.at.isoformat()} for c in shown.corrections
        ],
    }
    if args.json:
        terminal.say_json(told)
        return 0
    state = which.standing(shown.where, campaign)
    terminal.say(f"{told['id']}  {told['day']}  {told['mode']}  {state}")
    if "order" in told:
        terminal.say(f"choices stood as in: vardera form run FORM --order {told['order']}")
    for title in ("answers", "corrected"):
        terminal.say(*(f"{title}: {_line(*pair)}" for pair in told[title].items()))
    for line in (*told["reviews"], *told["corrections"]):
        what = line.get("state") or f"{line['field']} corrected"
        terminal.say(f"{line['at']}  {line['actor']}  {what}: {line['reason']}")
    return 0


def _line(name: str, value: object) -> str:
    """A field as people read it: what is nothing has a name."""
    from storage.workspace.correction_values import CIRCUMSTANCES

    nothing = "none" if name in CIRCUMSTANCES else "rather not say"
    return f"{name} = {nothing if value is None else value}"


def correct(args: argparse.Namespace) -> int:
    """Lay a correction over one field; the value comes from a file, never as an argument."""
    from storage.workspace.correction_values import AS_IT_CAME
    from storage.workspace.corrections import Correcting

    if args.undo == (args.value_file is not None):
        raise terminal.WrongUsage("give --value-file FILE, or --undo to read it as it came")
    following: tuple[Correcting, ...] = ()
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        fields = _fields(workspace, campaign)
        field = _field(campaign, fields, args.field)
        value = AS_IT_CAME if args.undo else _read(campaign, fields, field, args.value_file)
        what = Correcting(
            response=which.one_id(workspace, campaign, args.id), field=field, value=value,
            reason=args.reason,
        )
        if _reads_so(workspace, campaign, what):
            return _already(args)
        told = against_form.told(workspace, campaign, what) if fields is not None else None
        if told is not None:
            if told.broken and not args.against_form:
                return _refused(args, told)
            what, following = told.noted(what), told.following(what)
        try:
            with workspace.together():  # what follows, or nothing of it
                for one in (what, *(following if args.follow else ())):
                    workspace.inbox.correct(campaign.id, one, ACTOR)
        except ValueError as fault:
            raise terminal.WrongUsage(str(fault)) from None
    _say_noted(args, told, len(following) if args.follow else 0)
    return 0


def _reads_so(workspace: Workspace, campaign: Campaign, what: Correcting) -> bool:
    """Whether the field reads what it shall read without any correction more."""
    from storage.workspace.correction_values import AsItCame
    from survey.forms.restoring import by_spot

    shown = workspace.inbox.response(campaign.id, what.response)
    if shown is None or not what.reason.strip():
        return False  # refused where it is noted
    field, value = what.field, what.value
    if isinstance(value, AsItCame):
        return field not in shown.corrected
    if isinstance(field, str):
        came: Value = getattr(shown.where, field)
        return bool(shown.corrected.get(field, came) == value)
    reads = by_spot(shown.reads, shown.further_reads)
    spot = field if isinstance(field, tuple) else (field, ())
    return spot in reads and reads[spot] == value


def _already(args: argparse.Namespace) -> int:
    if args.json:
        terminal.say_json({"id": args.id, "field": args.field, "already": True, "followed": 0})
    else:
        terminal.say("It reads so already; nothing was noted.")
    return 0


def _refused(args: argparse.Namespace, told: Told) -> int:
    if args.json:
        terminal.say_json({"id": args.id, "field": args.field, **told.plain()})
    else:
        terminal.say(
            "The form would not take this answer, so nothing was noted:", *told.sentences(),
            "Say --against-form to note it all the same; that is kept with the reason.",
        )
    return 1


def _say_noted(args: argparse.Namespace, told: Told | None, following: int) -> None:
    if args.json:
        terminal.say_json({
            "id": args.id, "field": args.field, "undone": bool(args.undo),
            **(told.plain() if told is not None else {}), "followed": following,
        })
        return
    terminal.say("Noted; the original stays as it came.")
    if told is not None:
        terminal.say(*told.sentences(), *told.afterwards(followed=args.follow))


def _answers(
    names: _Names, plain: Mapping[UUID, Answer], further: tuple[Further, ...]
) -> dict[str, Any]:
    from survey.forms.answers import order_of
    from survey.records import Kind

    given: dict[Field, Any] = dict(plain)
    given |= {(one.node, one.at): one for one in further if one.kind is not Kind.ORDER}
    answers = {
        names.field(field): names.value(field[0] if isinstance(field, tuple) else field, value)
        for field, value in sorted(given.items(), key=lambda pair: names.place(pair[0]))
    }
    seed = order_of(further)
    return {"answers": answers} if seed is None else {"answers": answers, "order": seed}


def _fields(workspace: Workspace, campaign: Campaign) -> FormFields | None:
    """The questions of the survey's whole forms, the newest version's first."""
    if campaign.definition is None:
        return None
    asked = workspace.forms.asked(campaign.id)
    return FormFields(tuple(reversed(asked.definitions)))


def _field(campaign: Campaign, fields: FormFields | None, name: str) -> Field:
    from storage.workspace.correction_values import CIRCUMSTANCES

    if name in CIRCUMSTANCES:
        return name
    found = [q.id for q in campaign.form.questions if name in (q.name, str(q.id))]
    if len(found) == 1:
        return found[0]
    if fields is None:
        raise terminal.WrongUsage(f"the survey has no question {name}")
    id, at = fields.find(name)
    return (id, at) if at else id


def _read(campaign: Campaign, fields: FormFields | None, field: Field, file: Path) -> Value:
    """The value in a file, as its field wants it. WrongUsage without repeating what it says."""
    try:
        text = terminal.file_bytes(file, VALUE_LIMIT).decode("utf-8-sig").rstrip("\r\n")
        if text == NONE:
            return None
        if field == "day":
            return date.fromisoformat(text)
        if field in ("unit", "place"):
            return UUID(str(text))
        if isinstance(field, str):
            return text
        question = campaign.form.question(field) if isinstance(field, UUID) else None
        if question is not None and question.scale is not None:
            return int(text)
        if question is not None and question.choices:
            return next(c.id for c in question.choices if text in (c.name, str(c.id)))
    except (ValueError, StopIteration):
        raise terminal.WrongUsage(
            f"{file} does not say a value that fits the field{_taken(campaign, field)}"
        ) from None
    if fields is None or question is not None:
        return text
    return fields.read((field, ()) if isinstance(field, UUID) else field, text)


def _taken(campaign: Campaign, field: Field) -> str:
    """What a plain question takes, to be said when something else was given."""
    question = campaign.form.question(field) if isinstance(field, UUID) else None
    if question is not None and question.scale is not None:
        return f": write a whole number from {question.scale.low} to {question.scale.high}"
    if question is not None and question.choices:
        return f": write one of {' '.join(choice.name for choice in question.choices[:20])}"
    return ""


class _Names:
    """Questions and choices by the names that the survey gives them."""

    def __init__(self, campaign: Campaign, fields: FormFields | None) -> None:
        self._form = fields
        self._questions = {q.id: q.name for q in campaign.form.questions}
        self._choices = {c.id: c.name for q in campaign.form.questions for c in q.choices}

    def field(self, field: Field) -> str:
        if isinstance(field, str):
            return field
        id, at = field if isinstance(field, tuple) else (field, ())
        if id in self._questions and not (self._form and self._form.has(id)):
            return self._questions[id]
        return self._form.name((id, at)) if self._form else str(id)

    def place(self, field: Field) -> tuple[int, tuple[tuple[int, int], ...]]:
        """What fields are put in order by: as they are asked."""
        id, at = field if isinstance(field, tuple) else (field, ())
        if self._form is not None and isinstance(id, UUID) and self._form.has(id):
            return 0, self._form.place((id, at))
        known = list(self._questions)
        return 1, ((known.index(id) if id in self._questions else len(known), 0),)

    def value(self, field: Field, value: Value) -> Any:
        from storage.workspace.correction_values import AsItCame

        if isinstance(value, AsItCame):
            return "as it came"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(field, str) or self._form is None or isinstance(value, int):
            return self._choices.get(value, str(value)) if isinstance(value, UUID) else value
        id, at = field if isinstance(field, tuple) else (field, ())
        return self._form.value((id, getattr(value, "at", at)), value)
