"""The page of group sessions: the weights, the sessions that have come, and one of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.sessions import wording
from admin.sessions.fit_table import FitTable
from admin.sessions.session_card import SessionCard
from admin.sessions.state import SessionsState
from admin.sessions.weights_card import WeightsCard
from admin.shell.pieces import Message, page, text
from admin.shell.rows import ROW_ROLE
from admin.start.choosing import Pick

WIDEST = 1080
_MARGIN, _NARROW = 40, 12


class SessionsView(QWidget):
    """One setter; what a person does comes out of its cards and of ``chosen``."""

    chosen = Signal(object)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self.weights, self.session = WeightsCard(), SessionCard(pick)
        self._table = FitTable()
        self._heading, self._line, self._message = text("subheading"), text("soft"), Message()
        self._table.selectionModel().currentRowChanged.connect(self._row)
        self._list = QFrame()
        self._list.setProperty("part", "card")
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(24, 20, 24, 24)
        inner.setSpacing(12)
        for widget in (self._heading, self._line, self._table):
            inner.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        for card in (self._message, self.weights, self._list, self.session):
            column.addWidget(card)
        column.addStretch(1)
        whole.addWidget(area)
        self._column, self._bar = column, area.verticalScrollBar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines no longer than can be read. By the margin: a widget that is kept narrow by its
        widest width is laid out as high as a wider one's words need."""
        width = event.size().width() - self._bar.sizeHint().width()
        narrow = width < 30 * self.fontMetrics().horizontalAdvance("m")
        side = _NARROW if narrow else _MARGIN
        margins = self._column.contentsMargins()
        margins.setLeft(side)
        margins.setRight(max(side, width - side - WIDEST))
        self._column.setContentsMargins(margins)
        super().resizeEvent(event)

    def show_state(self, state: SessionsState) -> None:
        """Show what one look gave."""
        words, come = state.words, state.come
        self.setVisible(state.survey is not None)
        self._message.show_words(state.message, state.tone)
        some = come is not None and bool(come.gathered.came)
        self.weights.setVisible(some)
        self.weights.show_state(state)
        self._list.setVisible(come is not None)
        self._heading.setText(words("Group meetings that have come in"))
        self._line.setText(words("Choose one to see what it gave.") if some else words(
            "None has come in yet. Meetings are held on a kiosk, and come with its bundles."
        ))
        lines = wording.session_lines(come, words) if come is not None else ()
        head = (words("Meeting"), words("Day"), words("Stands"), words("In the weights"),
                words("People"))
        self._table.show_lines(head, lines, words, frozenset((4,)))
        self._table.choose(state.session)
        self._table.setAccessibleName(self._heading.text())
        self._table.setVisible(some)
        self.session.show_state(state)

    def _row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.chosen.emit(row.key)
