"""``vardera method``: the ways to work in a group, and forms, that come as data."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin import methods
from admin.commands import method_card, method_form, terminal
from assets.words import LANGUAGES
from survey.form_method import Step

if TYPE_CHECKING:
    from survey.campaign import Campaign
    from survey.facilitation.method import Method, Phase
    from survey.form_method import FormMethod
    from survey.forms.model import Texts
    from survey.problems import Problem

LARGEST = 16 * 1024 * 1024


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``method`` and its parts to the command line."""
    parser = commands.add_parser(
        "method",
        help="list, show and check methods: ways to work in a group, as data",
        epilog="example: vardera method show focus-group --language sv",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    listing = ways.add_parser(
        "list", help="the methods that come with the program",
        epilog="example: vardera method list --step goals",
    )
    listing.add_argument(
        "--step", choices=[step.value for step in Step], metavar="STEP",
        help=f"only what helps at this step of the work: {', '.join(step.value for step in Step)}",
    )
    listing.set_defaults(run=lambda args: terminal.guarded(lambda: _list(args)))
    showing = ways.add_parser(
        "show", help="a method's guide and phases",
        epilog="example: vardera method show swot --language sv",
    )
    checking = ways.add_parser(
        "check", help="all problems of a method, each with its place",
        description="Exit code 1 when the method cannot be used.",
        epilog="example: vardera method check my-method.toml --json",
    )
    for part, work in ((showing, _show), (checking, _check)):
        part.add_argument("method", metavar="NAME|FILE", help="as in the list, or a .toml file")
        part.set_defaults(run=lambda args, work=work: terminal.guarded(lambda: work(args)))
    method_card.add(ways)
    for part in (listing, showing):
        part.add_argument("--language", choices=LANGUAGES, default="en", help="en unless said")
    for part in (listing, showing, checking):
        terminal.add_json(part)


def _list(args: argparse.Namespace) -> int:
    told, wanted = [], _at_step(args.step)
    forms = {one.method.id: one.method for one in methods.forms_on_offer()}
    for path in methods.files():
        if wanted is not None and path.stem not in wanted:
            continue
        found = forms.get(path.stem) or _read(path)[0]  # a form on offer is not opened here
        if found is not None:
            told.append(_brief(path, found))
    if args.json:
        terminal.say_json({"methods": told})
    else:
        terminal.say(*terminal.table(
            (one["id"], one["kind"], _people(one), _in(one["name"], args.language)) for one in told
        ))
    return 0


def _at_step(step: str | None) -> set[str] | None:
    """Names of what helps at a step: forms, and the methods that they name. None: everything."""
    if step is None:
        return None
    found = [one.method for one in methods.forms_on_offer(Step(step))]
    return {name for one in found for name in (one.id, one.session, *one.beside)}


def _show(args: argparse.Namespace) -> int:
    from survey.facilitation.method import Method
    from survey.form_method import FormMethod

    path = _found(args.method)
    found, problems = _read(path)
    if found is None:
        if args.json:
            terminal.say_json({"problems": [terminal.problem_json(one) for one in problems]})
        else:
            terminal.say(*map(terminal.problem_line, problems))
        return 1
    form = methods.form_beside(path)
    if isinstance(found, FormMethod):
        if args.json:
            terminal.say_json(method_form.whole(found, form))
        else:
            terminal.say(*method_form.card(found, form, args.language))
    elif args.json:
        whole = _whole(found) if isinstance(found, Method) else _brief(path, found)
        terminal.say_json(whole)
    elif isinstance(found, Method):
        terminal.say(*_card(found, args.language))
    else:
        terminal.say(_in(found.title, args.language), _in(found.about, args.language))
    return 0


def _check(args: argparse.Namespace) -> int:
    from survey.problems import has_errors

    path = _found(args.method)
    _, problems = _read(path)
    usable = not has_errors(problems)
    if args.json:
        terminal.say_json({
            "file": path.name, "usable": usable,
            "problems": [terminal.problem_json(one) for one in problems],
        })
    else:
        end = f"{path.name} can be used." if usable else f"{path.name} cannot be used as it is."
        terminal.say(*map(terminal.problem_line, problems), end)
    return 0 if usable else 1


def _found(name: str) -> Path:
    """The file that a name of the list, or a path, leads to. WrongUsage when there is none."""
    here = [path for path in methods.files() if path.stem == name]
    path = here[0] if here else Path(name)
    if not here and path.suffix not in (".toml", ".json"):
        raise terminal.WrongUsage(f"there is no method {name}; see vardera method list")
    return path


def _read(path: Path) -> tuple[Method | Campaign | FormMethod | None, tuple[Problem, ...]]:
    """A session's method, a form or a survey to begin from; None when faulty. All problems."""
    from survey.facilitation.reading import read_method
    from survey.form_method import is_form_method
    from survey.problems import Problem
    from survey.reading import read_campaign

    raw = terminal.file_bytes(path, LARGEST, may_be_empty=True)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "Save the file as UTF-8."
        return None, (
            Problem(where="(file)", code="not-utf-8", message="This is not UTF-8.", hint=hint),
        )
    if path.suffix == ".json":
        return read_campaign(text)
    if is_form_method(text):
        return method_form.read(path, text)
    found = read_method(text)
    return found.method, found.problems


def _brief(path: Path, method: Method | Campaign | FormMethod) -> dict[str, Any]:
    """As the list tells it; a survey to begin from is known by the name of its file."""
    from survey.facilitation.method import Method
    from survey.form_method import FormMethod

    if isinstance(method, FormMethod):
        return method_form.brief(method, methods.form_beside(path))
    if not isinstance(method, Method):
        return {
            "id": path.stem, "kind": "form", "version": method.version, "name": dict(method.title),
            "purpose": dict(method.about), "people": None, "minutes": None,
            "questions": len(method.form.questions),
        }
    return {
        "id": method.id, "kind": "session", "version": method.version, "name": dict(method.name),
        "purpose": dict(method.purpose), "people": list(method.people),
        "minutes": list(method.minutes), "ladder": method.ladder.value, "source": method.source,
        "weights": method.weights or None, "phases": [phase.id for phase in method.phases],
    }


def _whole(method: Method) -> dict[str, Any]:
    from dataclasses import asdict

    told = asdict(method)
    for phase in told["phases"]:
        budget = phase["budget"]
        phase["budget"] = budget if budget is None or isinstance(budget, int) else str(budget)
    return {**told, "kind": "session", "weights": method.weights or None,
            "grades": method.grades or None}


def _card(method: Method, language: str) -> Iterator[str]:
    guide = method.guide
    yield f"{_in(method.name, language)}  ({method.id} {method.version})"
    yield from ("", _in(method.purpose, language), "")
    for texts in (guide.group, guide.time, guide.material):
        yield _in(texts, language)
    for at, phase in enumerate(method.phases, start=1):
        yield ""
        yield f"{at}. {_in(phase.name, language)}{_clock(phase)}"
        words = phase.words
        for who, texts in (("", words.all), ("moderator: ", words.moderator),
                           ("assistant: ", words.assistant)):
            if texts:
                yield f"   {who}{_in(texts, language)}"
    yield ""
    for sign, some in (("+", guide.tips), ("!", guide.pitfalls)):
        yield from (f"{sign} {_in(texts, language)}" for texts in some)


def _clock(phase: Phase) -> str:
    if not phase.minutes:
        return ""
    rounds = f"{phase.last_round} × " if phase.last_round > 1 else ""
    return f"  [{rounds}{phase.minutes} min{', strict' if phase.timing.value == 'strict' else ''}]"


def _people(one: dict[str, Any]) -> str:
    least, most = one["people"] or (None, None)
    return "" if least is None else f"{least}-{most}" if most else f"{least}+"


def _in(texts: Texts, language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
