"""A form as tables of text: the sheets of an XLSForm, before they become a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from survey.forms.definition import Cell, ChoiceList, FormDefinition, Text
from survey.forms.ids import made_id
from survey.forms.read.columns import meaning
from survey.forms.read.vocabulary import (
    CHOICE_ALIASES,
    CHOICE_COLUMNS,
    SURVEY_ALIASES,
    SURVEY_COLUMNS,
)
from survey.forms.write.rows import survey_rows

_HEADERS = {
    "image": "media::image",
    "big-image": "media::big-image",
    "audio": "media::audio",
    "video": "media::video",
}
_SPOKEN = (
    "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "no_app_error_string",
)  # fmt: skip
_FURTHER = (
    "readonly", "calculation", "default", "choice_filter", "appearance", "parameters",
    "repeat_count", "trigger",
)  # fmt: skip
_KNOWN_SHEETS = ("survey", "choices", "external_choices", "osm", "settings", "entities")


@dataclass(slots=True)
class Table:
    """A sheet: columns in order, rows of text by column."""

    name: str
    columns: dict[str, None] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    bare: bool = False

    def add(self, row: dict[str, str]) -> None:
        """Takes a row; empty texts are no cells."""
        self.rows.append({column: text for column, text in row.items() if text})

    def lines(self) -> list[list[str]]:
        """The header, then the rows, all columns in each; columns nobody uses are left out.

        Of a sheet without rows all columns are told: a form may ask nothing yet.
        """
        if not self.rows:
            return [list(self.columns)]
        used = {column for row in self.rows for column in row}
        columns = [c for c in self.columns if c in used]
        columns += [c for row in self.rows for c in row if c not in self.columns]
        columns = list(dict.fromkeys(columns))
        lines = [[row.get(column, "") for column in columns] for row in self.rows]
        return lines if self.bare else [columns, *lines]


def sheets(form: FormDefinition) -> list[Table]:
    """Every sheet that the form fills."""
    languages = list(dict.fromkeys(("", *form.languages)))
    texts = [node.text for node in form.walk()]
    survey = Table("survey", _columns(("type", "name", "x_id"), languages, texts))
    kept = {row: _respelt(cells, survey) for row, cells in _kept(form, "survey").items()}
    for node_row, row in survey_rows(form):
        said = {column: text for column, text in _spoken(row, languages).items() if text}
        survey.add({**kept.pop(node_row, {}), **said})
    for cells in kept.values():
        survey.add(cells)
    made = [survey]
    for name in ("choices", "external_choices", "osm"):
        lists = [choices for choices in form.lists if choices.sheet == name]
        if lists:
            made.append(_choices(form, name, lists, languages))
    made.append(_settings(form))
    if form.entities:
        entities = Table("entities")
        for entity in form.entities:
            rest = {name: text for name, text in entity.items() if name != "dataset"}
            entities.add({"list_name": entity.get("dataset", ""), **rest})
        made.append(entities)
    return made + list(_whole_sheets(form))


def _columns(
    first: tuple[str, ...], languages: list[str], texts: Iterable[Text]
) -> dict[str, None]:
    """The columns people expect first; kinds of media in the order the form has them."""
    orders: dict[str, dict[tuple[str, ...], None]] = {}
    for text in texts:
        for name, words in text.items():
            orders.setdefault(name, {})[tuple(words)] = None
    columns = dict.fromkeys(first)
    for name in (*_SPOKEN, *(name for name in orders if name in _HEADERS)):
        for language in dict.fromkeys((*_joined(orders.get(name, ())), *languages)):
            columns[_header(name, language)] = None
    return columns


def _joined(orders: Iterable[tuple[str, ...]]) -> list[str]:
    """All names, each order kept as far as orders agree: one row may lack what another has."""
    joined: list[str] = []
    for order in orders:
        at = 0
        for name in order:
            if name not in joined:
                joined.insert(at, name)
            at = joined.index(name) + 1
    return joined


def _header(name: str, language: str) -> str:
    header = _HEADERS.get(name, name)
    return f"{header}::{language}" if language else header


def _spoken(row: Mapping[str, object], languages: list[str]) -> dict[str, str]:
    """The row with its words spread over columns of languages."""
    made: dict[str, str] = {}
    for column, value in row.items():
        if isinstance(value, str):
            made[column] = value
        elif isinstance(value, Mapping):
            made.update(_words(value, languages))
    return made


def _words(text: Text, languages: list[str]) -> dict[str, str]:
    return {
        _header(name, language): words[language]
        for name, words in text.items()
        for language in (*languages, *(other for other in words if other not in languages))
        if language in words
    }


def _choices(
    form: FormDefinition, name: str, lists: list[ChoiceList], languages: list[str]
) -> Table:
    texts = [choice.text for choices in lists for choice in choices.choices]
    table = Table(name, _columns(("list_name", "name"), languages, texts))
    table.columns |= dict.fromkeys(_joined(choices.columns for choices in lists))
    kept, beside = _beside(_kept(form, name))
    for choices in lists:
        own = str(choices.id) if choices.id != made_id(form.name, name, choices.name) else ""
        seen: dict[str, int] = {}
        for choice in choices.choices:
            times = seen[choice.name] = seen.get(choice.name, 0) + 1
            path = (choices.name, choice.name, *([str(times)] if times > 1 else []))
            given = choice.columns.get("x_id") == str(choice.id)
            derived = choice.id == made_id(form.name, name, *path)
            columns = sorted(choice.columns.items(), key=_order(choices))
            table.add(
                {
                    **_next(beside, (choices.name, choice.name)),
                    "list_name": choices.name,
                    "name": choice.name,
                    **_words(choice.text, languages),
                    **dict(columns),
                    "x id": "" if given or derived else str(choice.id),
                    "x list id": own,
                }
            )
            own = ""
    for cells in (*kept, *(rest for waiting in beside.values() for rest in waiting)):
        table.add(cells)
    return table


Beside = dict[tuple[str, str], list[dict[str, str]]]


def _beside(kept: dict[int, dict[str, str]]) -> tuple[list[dict[str, str]], Beside]:
    """Kept rows that belong to no choice, and kept cells by the list and name of their choice."""
    alone: list[dict[str, str]] = []
    beside: Beside = {}
    for cells in kept.values():
        meanings = {
            column: meaning(column, "::" in column, CHOICE_ALIASES, CHOICE_COLUMNS)[1]
            for column in cells
        }
        named = {meanings[column]: text for column, text in cells.items()}
        if ("list name",) not in named:
            alone.append(cells)
            continue
        naming = (("list name",), ("name",))
        rest = {column: text for column, text in cells.items() if meanings[column] not in naming}
        key = (named["list name",], named.get(("name",), ""))
        beside.setdefault(key, []).append(rest)
    return alone, beside


def _next(beside: Beside, key: tuple[str, str]) -> dict[str, str]:
    waiting = beside.get(key)
    return waiting.pop(0) if waiting else {}


def _order(choices: ChoiceList) -> Callable[[tuple[str, str]], int]:
    places = {column: at for at, column in enumerate(choices.columns)}
    return lambda item: places.get(item[0], len(places))


def _settings(form: FormDefinition) -> Table:
    table = Table("settings")
    row = {
        "form_title": form.title,
        "form_id": form.name if form.named else "",
        "version": form.version,
        "default_language": form.default_language,
        "name": form.root if form.root != "data" else "",
        "namespaces": " ".join(f'{name}="{to}"' for name, to in form.namespaces.items()),
        **form.settings,
    }
    if form.id != made_id(form.name):
        row["x_id"] = str(form.id)
    kept = _kept(form, "settings")
    table.add({**kept.pop(2, {}), **row})
    for cells in kept.values():
        table.add(cells)
    return table


def _kept(form: FormDefinition, sheet: str) -> dict[int, dict[str, str]]:
    """Kept cells of a sheet we know, by the row they stood in."""
    made: dict[int, dict[str, str]] = {}
    for cell in form.kept:
        if cell.sheet.lower() == sheet:
            made.setdefault(cell.row, {})[cell.column] = cell.value
    return made


def _respelt(cells: dict[str, str], table: Table) -> dict[str, str]:
    """Kept cells of columns that we write too, in our spelling: one meaning has one column."""
    ours = {_meaning(column): column for column in (*table.columns, *_FURTHER)}
    return {ours.get(_meaning(column), column): text for column, text in cells.items()}


def _meaning(column: str) -> tuple[str, ...]:
    return meaning(column, "::" in column, SURVEY_ALIASES, SURVEY_COLUMNS)[1]


def _whole_sheets(form: FormDefinition) -> Iterator[Table]:
    by_name: dict[str, list[Cell]] = {}
    for cell in form.kept:
        if cell.sheet.lower() not in _KNOWN_SHEETS:
            by_name.setdefault(cell.sheet, []).append(cell)
    for name, cells in by_name.items():
        rows: dict[int, dict[str, str]] = {}
        for cell in cells:
            rows.setdefault(cell.row, {})[cell.column] = cell.value
        widest = sorted({cell.column for cell in cells}, key=lambda c: (len(c), c))
        table = Table(name, dict.fromkeys(widest), bare=True)
        for number in range(1, max(rows) + 1):
            table.add(rows.get(number, {}))
        yield table
