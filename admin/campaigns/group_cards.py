"""The cards of how many are wanted, and of candidates that are tried against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from admin.campaigns.conduct_presenter import Offers, Said
from admin.campaigns.many_rows import ManyRows, OneRow
from admin.campaigns.section import Faulty, Section, put_text
from admin.shell.columns import Columns
from admin.shell.entry import Entry, Tick
from admin.shell.pick_one import PickOne
from assets.words import Words
from survey.conduct_reading import MOST_ARMS, MOST_QUOTAS


class QuotaRow(OneRow):
    """How many are wanted of whom; ``who`` is (question, choice), or None for everybody."""

    def __init__(self) -> None:
        super().__init__()
        self.who, self.wanted = PickOne(), Entry(7)
        self.put(Columns((self.who, 2), (self.wanted, 1), needs=560))


class Wanted(Section):
    """How many answers are wanted; it tells staff, and turns nobody away."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = ManyRows(self._row, MOST_QUOTAS)
        self.rows.add.setObjectName("add-quota")
        self.column.addWidget(self.rows)
        self.rows.changed.connect(self._changed)
        self._offers, self._words = Offers(), Words("sv")

    def speak(self, offers: Offers, words: Words) -> None:
        self._offers, self._words = offers, words
        self.name(words("How many are wanted"), words(
            "Staff see how far it has come. Nobody is turned away. Empty: as many as come."
        ))
        self.rows.add.setText(words("Add a number"))
        for at, row in enumerate(self.rows.rows, 1):
            self._speak_row(row, at)

    def fill(self, said: Mapping[str, Any]) -> None:
        quotas = said["conduct"]["quotas"]
        self.rows.set_count(len(quotas))
        self.speak(self._offers, self._words)
        for row, quota in zip(self.rows.rows, quotas, strict=True):
            asked = quota["question"]
            row.who.choose(None if asked is None else (asked, quota["choice"]))
            put_text(row.wanted, quota["wanted"])

    def collect(self) -> Said:
        quotas: list[dict[str, object]] = []
        for row in self.rows.rows:
            who = row.who.value if isinstance(row.who.value, tuple) else (None, None)
            part = {} if who[0] is None else {"question": who[0], "choice": who[1]}
            quotas.append({"wanted": row.wanted.number, **part})
        return {"conduct": {"quotas": quotas}}

    def fields(self) -> dict[str, Faulty]:
        found: dict[str, Faulty] = {"conduct.quotas": self.rows}
        for at, row in enumerate(self.rows.rows):
            found |= {f"conduct.quotas[{at}]": row.who,
                      f"conduct.quotas[{at}].wanted": row.wanted}
        return found

    def _row(self) -> QuotaRow:
        row = QuotaRow()
        self.listen(row.who)
        self.listen(row.wanted)
        return row

    def _speak_row(self, row: QuotaRow, at: int) -> None:
        words = self._words
        row.name(words("Number {n}", n=at), words("Take away"))
        row.who.name(words("Of whom"))
        everybody: tuple[tuple[object, str], ...] = ((None, words("Everybody")),)
        row.who.show_choices(everybody + tuple(
            ((asked, choice), said) for asked, choice, said in self._offers.choices
        ), row.who.value)
        row.wanted.name(words("Finished answers wanted"))

    def _changed(self) -> None:
        self.speak(self._offers, self._words)
        self.edited.emit()


class ArmRow(OneRow):
    """One candidate. ``id`` is None for one that is new."""

    def __init__(self) -> None:
        super().__init__()
        self.id: str | None = None
        self.called, self.way = Entry(60), PickOne()
        self.share, self.questions = Entry(3), Entry(4000)
        self.put(
            Columns((self.called, 2), (self.way, 2), (self.share, 1), needs=720), self.questions
        )


class Candidates(Section):
    """Two to four candidate models, and who meets which."""

    def __init__(self) -> None:
        super().__init__()
        self.tried, self.by = Tick(), PickOne()
        self.rows = ManyRows(self._row, MOST_ARMS)
        self.rows.add.setObjectName("add-arm")
        self.put(self.tried, self.by)
        self.column.addWidget(self.rows)
        self.tried.box.setObjectName("try-arms")
        self.tried.box.clicked.connect(self._begin)
        self.rows.changed.connect(self._changed)
        self._offers, self._words = Offers(), Words("sv")

    def speak(self, offers: Offers, words: Words) -> None:
        self._offers, self._words = offers, words
        self.name(words("Candidates against each other"), words(
            "Different people meet different forms of the survey, and results set them side by "
            "side."
        ))
        self.tried.name(words("Try candidates against each other"))
        self.by.name(words("Who meets which"))
        self.by.show_choices((
            ("person", words("Drawn for each person")),
            ("half-day", words("By half-day: needed where the first screens differ")),
        ), self.by.value)
        self.rows.add.setText(words("Add a candidate"))
        for at, row in enumerate(self.rows.rows, 1):
            self._speak_row(row, at)
        self._follow()

    def fill(self, said: Mapping[str, Any]) -> None:
        trial = said["conduct"]["trial"]
        arms = trial["arms"] if trial else []
        self.tried.box.setChecked(trial is not None)
        self.rows.set_count(len(arms))
        self.speak(self._offers, self._words)
        self.by.choose(trial["by"] if trial else "person")
        for row, arm in zip(self.rows.rows, arms, strict=True):
            row.id = arm["id"]
            put_text(row.called, arm["name"])
            row.way.choose(arm["way"])
            put_text(row.share, arm["share"])
            put_text(row.questions, ", ".join(arm["questions"]))

    def collect(self) -> Said:
        if not self.tried.box.isChecked():
            return {"conduct": {"trial": None}}
        arms = []
        for row in self.rows.rows:
            asked = row.questions.words.replace(",", " ").split()
            known = {} if row.id is None else {"id": row.id}
            arms.append({**known, "name": row.called.words, "way": row.way.value,
                         "share": row.share.number, "questions": asked})
        return {"conduct": {"trial": {"by": self.by.value, "arms": arms}}}

    def fields(self) -> dict[str, Faulty]:
        found: dict[str, Faulty] = {
            "conduct.trial": self.tried, "conduct.trial.by": self.by,
            "conduct.trial.arms": self.rows,
        }
        for at, row in enumerate(self.rows.rows):
            where = f"conduct.trial.arms[{at}]"
            found |= {where: row.called, f"{where}.way": row.way, f"{where}.share": row.share,
                      f"{where}.questions": row.questions}
        return found

    def _row(self) -> ArmRow:
        row = ArmRow()
        for control in (row.called, row.way, row.share, row.questions):
            self.listen(control)
        put_text(row.share, 1)
        return row

    def _speak_row(self, row: ArmRow, at: int) -> None:
        words = self._words
        row.name(words("Candidate {n}", n=at), words("Take away"))
        row.called.name(words("Name"))
        row.way.name(words("What stands first"))
        chosen = row.way.value or "questionnaire"
        row.way.show_choices((("questionnaire", words("A start button")),
                              ("one-tap", words("The faces of one question"))), chosen)
        row.share.name(words("Share"), words("1 to 100."))
        row.questions.name(
            words("The questions it asks, by their names"),
            words("Empty: all. In the order they are asked, with commas between."),
        )
        row.questions.setVisible(not self._offers.whole_form)

    def _begin(self) -> None:
        if self.tried.box.isChecked():
            self.rows.set_count(max(2, len(self.rows.rows)))
        self.speak(self._offers, self._words)

    def _follow(self) -> None:
        for widget in (self.by, self.rows):
            widget.setVisible(self.tried.box.isChecked())

    def _changed(self) -> None:
        self.speak(self._offers, self._words)
        self.edited.emit()
