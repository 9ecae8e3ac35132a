"""A new survey of a form that comes with the program: where the work stands, and which form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from admin.campaigns.new_presenter import NewState, Offer
from admin.shell.columns import Columns
from admin.shell.pick_one import PickOne
from admin.shell.pieces import Message, button, card, left, page, text
from assets.words import Words
from survey.form_method import Step


class NewView(QWidget):
    """One setter, and what the person did."""

    step_chosen = Signal(object)
    form_chosen = Signal(object)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        whole_page = QVBoxLayout(self)
        whole_page.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        frame, inner = card()
        self._message = Message()
        self._heading, self._line = text("subheading"), text("soft")
        self.step, self.form = PickOne(), PickOne()
        self.step.box.setObjectName("new-step")
        self.form.box.setObjectName("new-form")
        self._purpose, self._facts, self._then = text(), text("soft"), text("soft")
        self._tips_heading, self._tips = text("small-heading"), text()
        self.make = button("primary", "plus")
        self.make.setObjectName("new-make")
        choice = Columns((self.step, 1), (self.form, 1), needs=560)
        for widget in (self._heading, self._line, choice, self._purpose, self._facts,
                       self._then, self._tips_heading, self._tips):
            inner.addWidget(widget)
        inner.addLayout(left(self.make))
        for widget in (frame, self._message):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addStretch(1)
        whole_page.addWidget(area)
        self.step.chosen.connect(self.step_chosen)
        self.form.chosen.connect(self.form_chosen)
        self.make.clicked.connect(self.wanted)

    def show_state(self, state: NewState) -> None:
        """Show the forms for the step, and what is told of the one that is looked at."""
        words, chosen = state.words, state.chosen
        self.setVisible(state.is_open)
        self._heading.setText(words("A survey of a form that comes with the program"))
        self._line.setText(words(
            "Forms, matrices and checklists for each step of the work. What a group does together "
            "is held as a meeting at the kiosk."
        ))
        self.step.name(words("Where does the work stand?"))
        every: tuple[tuple[object, str], ...] = ((None, words("Anywhere")),)
        self.step.show_choices(
            every + tuple((one, step_name(one, words)) for one in Step), state.step)
        self.form.name(words("Form"))
        self.form.show_choices(
            tuple((one.id, one.name) for one in state.here), chosen.id if chosen else None)
        self._show_offer(chosen, words)
        self.make.setText(words("Make the survey"))
        self.make.setEnabled(chosen is not None and not state.busy)
        self._message.show_words(state.message, state.tone)

    def _show_offer(self, offer: Offer | None, words: Words) -> None:
        for widget in (self._purpose, self._facts, self._tips_heading, self._tips):
            widget.setVisible(offer is not None)
        self._then.setVisible(offer is not None and bool(offer.session))
        if offer is None:
            return
        self._purpose.setText(offer.purpose)
        count = words.many("{n} question.", "{n} questions.", offer.questions)
        self._facts.setText("\n".join((*offer.guide, count)))
        self._then.setText(words(
            "Afterwards the group agrees in the meeting “{method}”.", method=offer.session))
        self._tips_heading.setText(words("Good to know"))
        self._tips.setText("\n".join(f"• {one}" for one in offer.tips))


def step_name(step: Step, words: Words) -> str:
    """What a step of the work is called."""
    return {
        Step.MISSION: words("Describe the mission"),
        Step.GOALS: words("Set goals"),
        Step.RESOURCES: words("Share out resources"),
        Step.ACTION_PLAN: words("Action plan"),
        Step.FOLLOW_UP: words("Follow-up and analysis"),
        Step.COLLECT: words("Collect information"),
        Step.FOCUS: words("Focus"),
        Step.CAUSES: words("Look for causes"),
        Step.CONCLUSIONS: words("Conclusions and proposals"),
        Step.CONSEQUENCES: words("Consequences"),
        Step.PRIORITIES: words("Prioritise"),
        Step.DECISION: words("Decision"),
        Step.COMMUNICATION: words("Communication plan"),
        Step.CULTURE: words("Culture and structure"),
    }[step]
