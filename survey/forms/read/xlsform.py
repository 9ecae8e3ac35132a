"""A workbook's sheets into a form: what is read in which order, and what becomes of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from survey.forms import limits
from survey.forms.definition import FormDefinition
from survey.forms.ids import given_id, made_id
from survey.forms.problems import Findings, FormProblem
from survey.forms.read import ours
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.entities import Entities
from survey.forms.read.keeping import kept_cells
from survey.forms.read.outside import outside
from survey.forms.read.references import check_sheet
from survey.forms.read.settings import Settings, namespaces
from survey.forms.read.sources import Sources
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import (
    SHEETS,
    SURVEY_ALIASES,
    SURVEY_COLUMNS,
)
from survey.forms.read.workbook import Sheet, Workbook
from survey.forms.read.xlsform_checks import check_columns, check_drafts, languages
from survey.forms.read.xlsform_choices import Lists
from survey.forms.read.xlsform_logic import Logic
from survey.forms.read.xlsform_survey import Survey


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: a form unless a problem is an error, and all problems."""

    form: FormDefinition | None
    problems: tuple[FormProblem, ...]


def read_xlsform(workbook: Workbook, stem: str, findings: Findings) -> FormDefinition | None:
    """The form in a workbook called ``stem``; ``None`` when there are errors in ``findings``."""
    sheets = _sheets(workbook)
    survey = sheets.get("survey")
    if survey is None or not (survey.headers or survey.rows):
        _no_survey(workbook, findings)
        return None
    settings = Settings(sheets.get("settings"), workbook, findings)
    sources = Sources(
        findings=findings,
        default_language=settings.default_language,
        root=settings.root,
        sheet_names=tuple(sheet.name for sheet in workbook.sheets),
    )
    lists = _read_lists(sheets, settings, sources)
    if "entities" in sheets and sheets["entities"].rows:
        sources.entities = Entities(sheets["entities"], findings)
    columns = Columns(survey, SURVEY_ALIASES, SURVEY_COLUMNS, findings)
    if "type" not in columns.names():
        findings.error("missing-column", survey.spot(1), column="type")
        return None
    entries = [columns.entry(row, tidy=settings.tidy) for row in survey.rows]
    made = Survey(sources)
    if _too_many(entries, findings) or not made.read(entries):
        return None
    settings.take(made.settings)
    if sources.entities is not None:
        sources.entities.finish()
    check_columns(columns, sources)
    check_drafts(made, sources)
    ours.check(made.drafts, findings)
    logic = Logic(made.drafts, sources)
    logic.check()
    _check_references(sheets, columns, lists, sources, _names(made, sources, settings))
    if findings.errors:
        return None
    kept = kept_cells(workbook, sheets, columns, lists, logic.left_out, findings)
    return replace(_form(made, sources, settings, stem), kept=kept)


def _too_many(entries: list[Entry], findings: Findings) -> bool:
    """Whether there are more questions than a form may have, before any is looked at."""
    if sum(1 for entry in entries if entry.get("type")) <= limits.MOST_NODES:
        return False
    findings.error("form-too-large", nodes=limits.MOST_NODES, most=limits.MOST_VALUES)
    return True


def _sheets(workbook: Workbook) -> dict[str, Sheet]:
    """The sheets we know, by name; a single sheet of another name is the survey."""
    known = {s.name.lower(): s for s in workbook.sheets if s.name.lower() in SHEETS}
    if not known and len(workbook.sheets) == 1:
        return {"survey": workbook.sheets[0]}
    return known


def _no_survey(workbook: Workbook, findings: Findings) -> None:
    names = [sheet.name for sheet in workbook.sheets]
    meant = nearest("survey", [name for name in names if name.lower() not in SHEETS])
    code = "sheet-misspelt" if meant else "sheet-missing"
    findings.error(code, workbook.sheets[0].spot(), sheet="survey", meant=meant)


def _read_lists(sheets: dict[str, Sheet], settings: Settings, sources: Sources) -> dict[str, Lists]:
    made: dict[str, Lists] = {}
    for name, into in (
        ("choices", sources.lists),
        ("external_choices", sources.external),
        ("osm", sources.tags),
    ):
        if name in sheets:
            made[name] = lists = Lists(sheets[name], sources.default_language, sources.findings)
            strict = name == "choices"
            into.update(lists.read(duplicates=settings.duplicates, strict=strict))
    return made


def _names(made: Survey, sources: Sources, settings: Settings) -> Counter[str]:
    """How often each name that references may use is there; loops say a name many times."""
    every = Counter(draft.name for top in made.drafts for draft in top.walk())
    names = Counter({name: max(count, every[name]) for name, count in sources.names.items()})
    if sources.root in names:
        names[sources.root] += 1  # what is around all is called that too
    if settings.with_instance_id:
        names["instanceID"] = 1
    return names


def _check_references(
    sheets: dict[str, Sheet],
    columns: Columns,
    lists: dict[str, Lists],
    sources: Sources,
    names: Counter[str],
) -> None:
    findings = sources.findings
    if "settings" in sheets:
        check_sheet(sheets["settings"], sheets["settings"].headers, names, findings)
    if "entities" in sheets:
        entities = sheets["entities"]
        plain = {at for at, header in entities.headers.items()
                 if header not in ("list name", "list_name", "repeat")}  # fmt: skip
        check_sheet(entities, plain, names, findings)
    spoken = {
        at for at, tokens in columns.tokens.items() if tokens[0] not in ("type", "name", "trigger")
    }
    check_sheet(columns.sheet, spoken, names, findings)
    if "choices" in lists:
        tokens_of = lists["choices"].columns.tokens
        if any(tokens[0] == "label" for tokens in tokens_of.values()):
            tokens_of = {at: t for at, t in tokens_of.items() if t[0] in ("label", "media")}
        check_sheet(sheets["choices"], tokens_of, names, findings)
    for name, spot in sources.triggers:
        if name not in sources.questions:
            meant = nearest(name, sources.questions)
            code = "reference-misspelt" if meant else "reference-unknown"
            findings.error(code, spot, offset=max(0, spot.text.find(name)), name=name, meant=meant)


def _form(made: Survey, sources: Sources, settings: Settings, stem: str) -> FormDefinition:
    name = settings.name or stem
    top = [*made.drafts, *made.audits]
    lists = [
        draft.finish(name)
        for group in (sources.lists, sources.external, sources.tags)
        for draft in group.values()
    ]
    nodes = tuple(draft.finish(name, ()) for draft in top if not draft.external)
    return FormDefinition(
        id=given_id(settings.own_id) or made_id(name),
        name=name,
        named=bool(settings.name),
        version=settings.version,
        title=settings.title,
        root=sources.root,
        languages=languages(made, sources),
        default_language=settings.given_language,
        nodes=nodes,
        lists=tuple(lists),
        instances=outside(made.drafts),
        settings=settings.others,
        entities=tuple(sources.entities.rows) if sources.entities is not None else (),
        namespaces=namespaces(settings.namespaces),
    )
