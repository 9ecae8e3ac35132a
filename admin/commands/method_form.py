"""What ``vardera method`` tells of a form that comes as a method: its guide and its questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin import methods
from admin.commands import form_check
from survey.problems import Problem, Severity

if TYPE_CHECKING:
    from survey.form_method import FormMethod
    from survey.forms.definition import FormDefinition
    from survey.forms.model import Texts
    from survey.forms.problems import FormProblem


def read(guide: Path, source: str) -> tuple[FormMethod | None, tuple[Problem, ...]]:
    """The method, None when it or its form cannot be used, and all that is wrong with both."""
    from survey.form_method import read_form_method

    reading = read_form_method(source)
    file = methods.form_beside(guide)
    if file is None:
        lacking = Problem(
            where="(file)", code="no-form", message="No form lies beside this guide.",
            hint=f"Put one there that is called {guide.stem}.md (or .xlsx, .xml, .json).",
        )
        return None, (*reading.problems, lacking)
    form, found = form_check.checked(file)
    problems = (*reading.problems, *(_located(one, file) for one in found))
    if reading.method is None or form is None:
        return None, problems
    if reading.method.id != guide.stem:
        other = Problem(
            where="id", code="other-name", message=f"The files are called {guide.stem}.",
            hint="Give both files and the id one name.",
        )
        return None, (*problems, other)
    return reading.method, (*problems, *_unknown(reading.method, guide, form))


def _located(problem: FormProblem, file: Path) -> Problem:
    return Problem(
        where=f"{file.name} {form_check.cell(problem)}".strip(), code=problem.code,
        message=problem.message, hint=problem.hint, severity=problem.severity,
    )


def _unknown(method: FormMethod, guide: Path, form: FormDefinition) -> Iterator[Problem]:
    """Names in the guide that lead nowhere: a survey is made without them."""
    choices = {node.name for node in form.walk() if node.type == "select_one"}
    known = {path.stem for path in (*methods.files(), *guide.parent.glob("*.toml"))}
    session = (method.session,) if method.session else ()
    for field, names, there, what in (
        ("group_by", method.group_by, choices, "question with choices"),
        ("session", session, known, "method"), ("beside", method.beside, known, "method"),
    ):
        for name in names:
            if name not in there:
                yield Problem(
                    where=field, code="unknown-name", severity=Severity.WARNING,
                    message=f"There is no {what} {name}.", hint="Check the spelling.",
                )


def brief(method: FormMethod, file: Path | None) -> dict[str, Any]:
    """As the list tells it. ``file`` is the form, ``people`` None: each one answers alone."""
    return {
        "id": method.id, "kind": "form", "version": method.version, "name": dict(method.name),
        "purpose": dict(method.purpose), "people": None, "minutes": list(method.minutes),
        "source": method.source, "steps": [step.value for step in method.steps],
        "session": method.session or None, "beside": list(method.beside),
        "group_by": list(method.group_by), "form": None if file is None else str(file),
    }


def whole(method: FormMethod, file: Path | None) -> dict[str, Any]:
    """All of it: guide and questions too."""
    from dataclasses import asdict

    both = {
        language: [
            {"title": part.title, "questions": list(part.questions)}
            for part in _parts(file, language)
        ]
        for language in ("sv", "en")
    }
    return {**brief(method, file), "guide": asdict(method.guide), "parts": both}


def card(method: FormMethod, file: Path | None, language: str) -> Iterator[str]:
    """The guide and the questions, in lines."""
    guide = method.guide
    yield f"{_in(method.name, language)}  ({method.id} {method.version})"
    yield from ("", _in(method.purpose, language), "")
    for texts in (guide.group, guide.time, guide.material):
        yield _in(texts, language)
    for part in _parts(file, language):
        yield from ("", *([part.title] if part.title else []))
        yield from (f"  · {question}" for question in part.questions)
    yield ""
    for sign, some in (("+", guide.tips), ("!", guide.pitfalls)):
        yield from (f"{sign} {_in(texts, language)}" for texts in some)
    yield ""
    if method.session:
        yield f"then the group agrees: vardera method show {method.session}"
    if method.beside:
        yield f"beside it: {', '.join(method.beside)}"
    yield f"a survey of it: vardera campaign new WORKSPACE --from {method.id}"


def _parts(file: Path | None, language: str) -> tuple[methods.Part, ...]:
    from survey.forms.read.form import read_form

    form = read_form(file.read_bytes(), file.stem).form if file is not None else None
    return () if form is None else methods.parts(form, language)


def _in(texts: Texts, language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
