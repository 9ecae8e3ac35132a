"""People who answer a whole form, as lines for the kiosk without a screen.

::

    {"at": …, "language": "sv", "fill": [
        {"op": "answer", "ref": "/data/person[1]/age", "value": "34"},
        {"op": "add_repeat", "ref": "/data/person"},
        {"op": "remove_repeat", "ref": "/data/person[1]"},
        {"op": "set_language", "language": "en"},
        {"op": "decline", "ref": "/data/name"}]}

The steps are those of ``vardera form run``, and each is durable before the next. ``"agree"``,
``"stop"``, ``"code"`` and ``"pause_after_answers"`` are as elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kiosk.diary import Diary
from kiosk.filling import Filling
from kiosk.lines import BadLine
from survey.forms.engine.answer import Answer
from survey.forms.engine.refused import Refused
from survey.forms.engine.scripted import BadStep, take

STEPS_LIMIT = 100_000
Line = Mapping[str, Any]


class Waits(Protocol):
    """Tells that a person waits in the middle, and gives the next line."""

    def __call__(self) -> dict[str, Any] | None: ...


def steps_of(line: Line) -> list[dict[str, Any]]:
    """The steps of a line. BadLine before anything of it is kept."""
    steps = line.get("fill")
    if not isinstance(steps, list) or len(steps) > STEPS_LIMIT:
        raise BadLine(f"'fill' is not a list of at most {STEPS_LIMIT}")
    if any(not isinstance(step, dict) for step in steps):
        raise BadLine("a step is not an object")
    return steps


def play(
    filling: Filling, line: Line, diary: Diary, waits: Waits
) -> tuple[dict[str, object], dict[str, Any] | None]:
    """One person from the first answer to the end; the reply, and a line that came meanwhile."""
    pause = line.get("pause_after_answers")
    for number, step in enumerate(steps_of(line)):
        if number == pause:
            following = waits()
            if not (following or {}).get("resume"):
                filling.leave()
                return {"left": True}, following
        _take(filling, step)
    if line.get("stop"):
        filling.leave()
        return {"left": True}, None
    filling.form.catch_up()
    broken = [_name(answer) for answer in filling.faults()]
    if broken:
        filling.leave()
        raise BadLine(f"not right or missing: {', '.join(broken[:20])}")
    wanted = bool(line.get("code"))
    code = diary.new_code() if wanted and filling.offers_code else None
    try:
        filling.finish(code.hash if code else None)
    except Refused:
        filling.leave()
        raise BadLine("more than can be kept of one person; it is left as it was") from None
    return ({"code": code.groups if code else None} if wanted else {}), None


def _take(filling: Filling, step: Mapping[str, Any]) -> None:
    op, ref = step.get("op"), str(step.get("ref", ""))
    try:
        if op == "decline":
            filling.decline(ref)
        else:
            take(filling, step, filling.speak)
    except BadStep as bad:
        filling.leave()
        raise BadLine(str(bad)) from None
    except (Refused, KeyError):
        filling.leave()
        raise BadLine(f"the form does not take the step {op} at {ref}"[:300]) from None


def _name(answer: Answer) -> str:
    return answer.plan.ref
