"""Tables are honest models: Qt's own tester, named columns, raw sort values, the row itself."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from admin.devices import wording
from admin.devices.model import DeviceModel
from admin.responses.model import RefusedModel
from admin.results.model import Column, FactorModel
from admin.results.questions import QuestionModel
from admin.results.sheet import factor_rows
from admin.results.state import QuestionRow
from admin.shell.rows import ROW_ROLE, SORT_ROLE
from assets.words import Words
from tests.admin.example_results import example
from tests.admin.window_builders import FakeIntake
from tests.admin.window_devices import devices

SV, EN = Words("sv"), Words("en")


def watched(model: QAbstractTableModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def heads(model: QAbstractTableModel) -> list[str]:
    return [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]


def test_the_device_table(qapp: Any) -> None:
    model = DeviceModel()
    tester = watched(model)
    rows = wording.rows(devices(), EN)
    model.replace(rows, EN)
    assert heads(model)[:3] == ["Kiosk", "Survey", "How it stands"]
    assert model.index(1, 0).data() == "Kommunhuset"
    assert model.index(1, 4).data() == "38 of 41"
    assert model.index(1, 2).data(ROW_ROLE) == rows[1]
    assert model.index(2, 2).data(SORT_ROLE) == 2, "what awaits a decision sorts last"
    model.replace((), EN)
    assert model.rowCount() == 0
    del tester


def test_the_table_of_files_set_aside(qapp: Any) -> None:
    model = RefusedModel()
    tester = watched(model)
    model.replace(FakeIntake().refused, SV)
    assert heads(model) == ["Fil", "Varför den lades åt sidan"]
    assert model.index(0, 1).data() == "Skadad eller ofullständig; den skickas igen."
    assert model.index(0, 1).data(SORT_ROLE) == "damaged"
    del tester


def test_the_factor_table(qapp: Any) -> None:
    model = FactorModel()
    tester = watched(model)
    results = example()
    model.replace(factor_rows(results, results.rows[0], SV), SV)
    assert heads(model) == ["Faktor", "Vikt", "Index 0–100", "Index", "Intervall"]
    first = [model.index(0, column).data() for column in Column]
    assert first == ["Skolan", "13,5\u00a0%", "", "71", "70–72"]
    assert model.index(0, Column.INDEX).data(SORT_ROLE) == 71.0
    spoken = model.index(0, Column.BAR).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Skolan: 71 70–72"
    del tester


def test_hidden_factors_sort_below_all_others(qapp: Any) -> None:
    model = FactorModel()
    results = example()
    hidden = next(row for row in results.rows if row.suppressed)
    model.replace(factor_rows(results, hidden, SV), SV)
    assert model.index(0, Column.INDEX).data() == "visas inte"
    assert model.index(0, Column.INDEX).data(SORT_ROLE) < 0


def test_the_table_of_a_forms_questions(qapp: Any) -> None:
    model = QuestionModel()
    tester = watched(model)
    rows = (
        QuestionRow(question="Var bor du?", answer="12 personer har svarat.", people=""),
        QuestionRow(question="", answer="Norr", people="7"),
    )
    model.replace(rows, SV)
    assert heads(model) == ["Fråga", "Svar", "Personer"]
    assert [model.index(1, n).data() for n in range(3)] == ["", "Norr", "7"]
    assert model.index(0, 0).data(ROW_ROLE) == rows[0]
    model.replace((), EN)
    assert model.rowCount() == 0
    del tester
