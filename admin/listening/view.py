"""The network page: a switch, how it goes, and a kiosk at the door with its four words."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QVBoxLayout, QWidget

from admin.listening.state import Heard, NetworkState
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.tone import Tone
from admin.start.choosing import Pick
from assets.words import Words


class NetworkView(QWidget):
    """One setter, and what the person did. ``server_changed`` may be emitted from any thread."""

    switched = Signal(bool)
    pair_wanted = Signal()
    more_time_wanted = Signal()
    close_wanted = Signal()
    decided = Signal(bool)
    look_wanted = Signal()
    server_changed = Signal()
    survey_chosen = Signal(object)

    backup_chosen = Signal(str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._unkept, self.back_up = Message(), button(icon="shield-check")
        self.back_up.setObjectName("network-back-up")
        self.back_up.clicked.connect(self._choose)
        self._line, self._message, self.switch = text("soft"), Message(), QCheckBox()
        self.switch.setObjectName("receive")
        self._where, self._counts = text(), text("soft")
        self._several, self._survey_label = Message(), text("quiet", wrap=False)
        self.survey = self._list()
        frame, inner = card()
        frame.setMaximumWidth(1080)
        for widget in (self._line, self.switch, self._where, self._several,
                       self._survey_label):
            inner.addWidget(widget)
        inner.addLayout(left(self.survey))
        for widget in (self._counts, self._message):
            inner.addWidget(widget)
        inner.addWidget(self._unkept)
        inner.addLayout(left(self.back_up))
        area, column = page()
        column.addWidget(frame)
        column.addWidget(self._door())
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.switch.clicked.connect(self.switched)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1_000)
        self._seconds.timeout.connect(self.look_wanted)
        self.server_changed.connect(self.look_wanted)

    def _list(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("network-survey")
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(28)
        self._survey_label.setBuddy(made)
        made.activated.connect(lambda at: self.survey_chosen.emit(made.itemData(at)))
        return made

    def _show_surveys(self, state: NetworkState) -> None:
        """Where there are several, a new kiosk gets none before one is chosen."""
        words, several = state.words, len(state.surveys) > 1
        self._several.show_words(words(
            "Several surveys are given out. Choose the one that newly paired kiosks get; until "
            "then they get none."
        ) if several and state.only is None else "", Tone.CAUTION)
        said = words("Survey for newly paired kiosks")
        self._survey_label.setText(
            f"{said}. {words('A kiosk that has a survey keeps it.')}"
        )
        self.survey.setAccessibleName(said)
        self._survey_label.setVisible(several)
        self.survey.setVisible(several)
        self.survey.setEnabled(not state.busy)
        offered: list[tuple[str, UUID | None]] = [(words("None chosen"), None)]
        offered += [(one.title, one.id) for one in state.surveys]
        with QSignalBlocker(self.survey):
            self.survey.clear()
            for title, id in offered:
                self.survey.addItem(title, id)
            self.survey.setCurrentIndex([id for _, id in offered].index(state.only))

    def _door(self) -> QFrame:
        frame, inner = card()
        frame.setMaximumWidth(1080)
        self._heading, self._step, self.words = text("subheading"), text(), text("pairing")
        self._question, self._left = text("small-heading"), text("quiet")
        self.pair, self.more, self.close_door = button("primary", "plus"), button(), button()
        self.yes, self.no = button("primary", "check"), button(icon="x")
        for made, name in ((self.pair, "pair"), (self.more, "more-time"), (self.yes, "same"),
                           (self.close_door, "close-door"), (self.no, "not-same")):
            made.setObjectName(f"network-{name}")
        for widget in (self._heading, self._step, self.words, self._question,
                       buttons(self.yes, self.no, needs=420), self._left,
                       buttons(self.pair, self.more, self.close_door, needs=520)):
            inner.addWidget(widget)
        self.pair.clicked.connect(self.pair_wanted)
        self.more.clicked.connect(self.more_time_wanted)
        self.close_door.clicked.connect(self.close_wanted)
        self.yes.clicked.connect(lambda: self.decided.emit(True))
        self.no.clicked.connect(lambda: self.decided.emit(False))
        return frame

    def _choose(self) -> None:
        folder = self._pick(self, self.back_up.text(), "folder")
        if folder is not None:
            self.backup_chosen.emit(str(folder))

    def show_state(self, state: NetworkState) -> None:
        """Show the switch, the counts and the door."""
        words, heard = state.words, state.heard
        self._line.setText(words(
            "Paired kiosks on the same network bring their answers here by themselves, and fetch "
            "receipts and new surveys."
        ))
        self.switch.setText(words("Receive over the network"))
        self.switch.setChecked(heard.running)
        self.switch.setEnabled(state.is_open and not state.busy)
        self._where.setText(words(
            "Listens on {address}. This organisation's number is {number}.",
            address=heard.address, number=heard.number,
        ) if heard.running else words("Off. Nothing on the network can reach this program."))
        self._show_surveys(state)
        self._counts.setText(_counted(heard, words))
        self._counts.setVisible(heard.running)
        closed = words("Open a workspace on the start page first.")
        self._message.show_words(
            state.message if state.is_open else closed, state.tone if state.is_open else Tone.INFO
        )
        self._unkept.show_words(words.many(
            "{n} record waits for a backup. Until then the kiosks get no receipts and keep it.",
            "{n} records wait for a backup. Until then the kiosks get no receipts and keep them.",
            heard.unkept,
        ) if heard.unkept else "", Tone.CAUTION)
        self.back_up.setText(words("Back up …"))
        self.back_up.setVisible(heard.unkept > 0)
        self.back_up.setEnabled(not state.busy)
        self._show_door(state)
        opened = heard.left > 0
        if opened != self._seconds.isActive():
            self._seconds.start() if opened else self._seconds.stop()

    def _show_door(self, state: NetworkState) -> None:
        words, heard = state.words, state.heard
        comparing = heard.pairing is not None and heard.pairing.stage == "comparing"
        asks = comparing and not self.words.isVisibleTo(self)
        self._heading.setText(words("Pair a kiosk"))
        self._step.setText(_step(heard, words))
        spoken = "   ".join(heard.pairing.words) if heard.pairing and comparing else ""
        self.words.setText(spoken)
        self.words.setAccessibleName(spoken)
        self._question.setText(words("Does the kiosk show the same words?"))
        self._left.setText(words.many(
            "{n} minute left at most; give more time whenever it is needed.",
            "{n} minutes left at most; give more time whenever it is needed.",
            -(-heard.left // 60),
        ))
        for widget, said, fits in (
            (self.pair, words("Pair a kiosk"), not heard.left),
            (self.more, words("More time"), bool(heard.left)),
            (self.close_door, words("Stop pairing"), bool(heard.left)),
            (self.yes, words("Yes, the same"), comparing), (self.no, words("No"), comparing),
        ):
            widget.setText(said)
            widget.setVisible(fits)
            widget.setEnabled(heard.running and not state.busy)
        for label, fits in ((self.words, comparing), (self._question, comparing),
                            (self._left, bool(heard.left))):
            label.setVisible(fits)
        if asks:
            self.no.setFocus()


def _counted(heard: Heard, words: Words) -> str:
    if not heard.files and not heard.aside:
        return words("Nothing has come since it was switched on.")
    return words(
        "Since it was switched on: {files} files with {new} new records, {known} known, {aside} "
        "files aside. The latest came {when}.",
        files=heard.files, new=heard.new, known=heard.known, aside=heard.aside, when=heard.latest,
    )


def _step(heard: Heard, words: Words) -> str:
    if not heard.running:
        return words("Switch on receiving first.")
    if heard.pairing is not None and heard.pairing.stage == "comparing" and heard.left:
        return words("{kiosk} wants to be paired. Its number is {number}.",
                     kiosk=heard.pairing.kiosk, number=heard.pairing.number)
    if heard.left:
        return words("Waiting for a kiosk. On the kiosk, choose “{button}”.",
                     button=words("Pair with the administrator's computer"))
    return words("Have the kiosk at hand. For five minutes it may ask to be paired; both then show "
                 "four words to compare.")
