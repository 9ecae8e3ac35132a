"""What is wrong with a form, and where in its file.

All problems of a file are collected and shown together. The words of each code stand in
:mod:`survey.forms.wording`, English with places for values, so that they can be said in any
language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace

from survey.forms.wording import WORDING
from survey.forms.wording_faults import said_again
from survey.late import dataclass
from survey.problems import Severity

_SHEETS = ("", "survey", "choices", "settings")

_SENTENCES = ("fault", "why", "message", "hint")
"""Values that are sentences themselves."""

MOST = 1000
"""Problems that are kept; a hostile file with more is only counted on."""

LONGEST_TEXT = 300
"""Characters of a cell that a problem repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a file: sheet, row from 1 (0: the whole sheet), the column's header, ``D7``."""

    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    text: str = ""


NOWHERE = Spot()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormProblem:
    """One fault. ``offset`` counts characters into ``text``; ``None`` when it means all of it."""

    severity: Severity
    code: str
    spot: Spot = NOWHERE
    offset: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return _filled(WORDING[self.code][0], self.values)

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return _filled(WORDING[self.code][1], self.values)

    def told(self, words: Callable[[str], str]) -> tuple[str, str]:
        """Message and hint in another language; ``words`` is :class:`assets.words.Words`."""
        message, hint = WORDING[self.code]
        values = {
            name: said_again(value, words) if name in _SENTENCES else value
            for name, value in self.values.items()
        }
        return _filled(words(message), values), _filled(words(hint), values)

    def plain(self) -> dict[str, object]:
        """The contract's object: ``severity code sheet row column cell text offset …``."""
        spot = self.spot
        return {
            "severity": self.severity.value,
            "code": self.code,
            "sheet": spot.sheet,
            "row": spot.row,
            "column": spot.column,
            "cell": spot.cell,
            "text": spot.text,
            "offset": self.offset,
            "message": self.message,
            "hint": self.hint,
        }


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its values; one that asks something itself ends it."""
    for name in _SENTENCES:
        if values.get(name, "").endswith("?"):
            sentence = sentence.replace(f"{{{name}}}.", f"{{{name}}}")
    return sentence.format(**values)


def _shown(spot: Spot, offset: int | None) -> tuple[Spot, int | None]:
    """A long text cut to what stands around the offset, and the offset into that."""
    if len(spot.text) <= LONGEST_TEXT:
        return spot, offset
    start = max(0, (offset or 0) - LONGEST_TEXT // 2)
    short = replace(spot, text=spot.text[start : start + LONGEST_TEXT])
    return short, None if offset is None else offset - start


class Findings:
    """Collects problems; :attr:`errors` says whether the form can be used."""

    def __init__(self) -> None:
        self.errors = 0
        self._problems: list[FormProblem] = []

    @property
    def full(self) -> bool:
        """Whether as many are noted as are told; whoever looks for warnings may then stop."""
        return len(self._problems) >= MOST

    def error(
        self, code: str, spot: Spot = NOWHERE, /, *, offset: int | None = None, **values: object
    ) -> None:
        """Notes a fault that stops the form from being used."""
        self.errors += 1
        self._note(Severity.ERROR, code, spot, offset, values)

    def warning(
        self, code: str, spot: Spot = NOWHERE, /, *, offset: int | None = None, **values: object
    ) -> None:
        """Notes something that may be meant otherwise; the form can be used."""
        self._note(Severity.WARNING, code, spot, offset, values)

    def _note(
        self, grave: Severity, code: str, spot: Spot, offset: int | None, values: dict[str, object]
    ) -> None:
        if len(self._problems) < MOST or (grave is Severity.ERROR and self.errors == 1):
            said = {name: str(value)[:LONGEST_TEXT] for name, value in values.items()}
            spot, offset = _shown(spot, offset)
            self._problems.append(
                FormProblem(severity=grave, code=code, spot=spot, offset=offset, values=said)
            )

    def problems(self) -> tuple[FormProblem, ...]:
        """All of them, errors first, each group in the file's order of sheets and rows."""
        return in_order(self._problems)


def in_order(problems: Iterable[FormProblem]) -> tuple[FormProblem, ...]:
    """Errors first, each group by sheets, as they are read, and rows; the rest stays as it is."""
    def place(problem: FormProblem) -> tuple[bool, int, str, int]:
        spot = problem.spot
        sheet = _SHEETS.index(spot.sheet) if spot.sheet in _SHEETS else len(_SHEETS)
        return problem.severity is Severity.WARNING, sheet, spot.sheet, spot.row

    return tuple(sorted(problems, key=place))
