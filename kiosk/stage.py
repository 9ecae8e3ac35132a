"""Which view shows which screen: a table, and views that are made when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from assets.theme import Theme
from assets.words import Words
from kiosk import screens
from kiosk.forms.screen import FormScreen, Shown
from kiosk.media import no_media
from kiosk.style import Style
from kiosk.views.ground import Ground
from survey.late import dataclass

V = TypeVar("V", bound=QWidget)

FOR_A_WHILE = (screens.StillThereScreen, screens.StopScreen, screens.NotKeptScreen)
"""They stand before a page that is to be as it was when they go."""


_FOR_STAFF = (screens.AttractScreen, screens.AsleepScreen, screens.NotReadyScreen)
_AT_IT = (FormScreen, screens.QuestionScreen, screens.CodeScreen, *FOR_A_WHILE)


def nobody(language: str) -> bool:
    """Where no language can be heard by pressing the space bar."""
    return False


def at_it(screen: Shown) -> bool:
    """Whether somebody is in the middle of answering, and nobody has left."""
    return isinstance(screen, _AT_IT)


def for_staff(screen: Shown) -> bool:
    """Whether staff are told there that they are to see to the kiosk."""
    return isinstance(screen, _FOR_STAFF)


def is_staffs(screen: Shown) -> bool:
    """Whether the page is for nobody else: nobody can be asked."""
    return isinstance(screen, screens.NotReadyScreen)


class View(Protocol):
    """What every view has beside its own ``present``. ``went_on`` (a signal) and ``pause()`` are
    there where a page can come by itself, or is to be as it was after something before it."""

    wished: Any

    def rest(self) -> None:
        """Another view has come: nothing of this person stays, nothing counts any more."""

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a screen is shown: its looks, its words, and the program's words in any language."""

    style: Style
    words: Words
    spoken: Callable[[str], Words]


Show = Callable[["Stage", Any, Dress], None]
"""Brings a view with :meth:`Stage.view` and lets it present the screen."""


class Stage(QObject):
    """Holds the views on one ground; ``wished`` and ``went_on`` are theirs."""

    wished = Signal(object)
    went_on = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ground = Ground(theme)
        self.media: Callable[[str], str] = no_media
        self.heard: Callable[[str], bool] = nobody
        self._made: dict[type[QWidget], QWidget] = {}
        self._cover: QWidget | None = None
        self._table: dict[type, Show] = dict(_TABLE)

    def know(self, screen: type, show: Show) -> None:
        """Show screens of this type by ``show`` from now on."""
        self._table[screen] = show

    def view(self, kind: type[V]) -> V:
        """The view of this kind, made when it is first asked for."""
        if kind not in self._made:
            made: Any = kind()
            made.wished.connect(self.wished)
            if hasattr(made, "went_on"):
                made.went_on.connect(self.went_on)
            self.ground.addWidget(made)
            self._made[kind] = made
        return cast(V, self._made[kind])

    def has(self, kind: type[QWidget]) -> bool:
        """Whether a view of this kind has been needed yet."""
        return kind in self._made

    def bring(self, kind: type[V]) -> V:
        """The view of this kind, in front."""
        view = self.view(kind)
        self.ground.setCurrentWidget(view)
        return view

    @property
    def now(self) -> View:
        """The view on show, or what covers it."""
        return cast(View, self._cover or self.ground.currentWidget())

    def cover(self, view: QWidget | None) -> None:
        """Have ``view``, a child of the ground, over whatever page stands there; None ends it.

        The page below is neither pressed nor read meanwhile, and stays as it is.
        """
        if self._cover is not None:
            self._cover.hide()
        self._cover = view
        self._still()

    def _still(self) -> None:
        for view in self._made.values():
            view.setEnabled(self._cover is None)

    def show(self, screen: Shown, dress: Dress) -> None:
        """Show ``screen`` and let every other view forget. TypeError where nothing shows it."""
        kind = type(screen)
        if kind not in self._table:
            raise TypeError(f"no view for {kind.__name__}")
        self.ground.dress(dress.style)
        self._table[kind](self, screen, dress)
        shown = self.ground.currentWidget()
        self._still()
        for view in self._made.values():
            if view is not shown:
                _put_away(view, for_a_while=isinstance(screen, FOR_A_WHILE))


def _put_away(view: Any, *, for_a_while: bool) -> None:
    """Let what another screen showed, counted or was told be gone."""
    if for_a_while and hasattr(view, "pause"):
        view.pause()
    else:
        view.rest()


def _attract(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.attract import AttractView

    view = stage.bring(AttractView)
    view.heard = stage.heard
    view.present(screen, dress.style, dress.words, dress.spoken)


def _language(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.language import LanguageView

    stage.bring(LanguageView).choose(screen, dress.style, dress.words, dress.spoken)


def _consent(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.consent import ConsentView

    stage.bring(ConsentView).present(screen, dress.style, dress.words)


def _question(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.question import QuestionView

    stage.bring(QuestionView).present(screen, dress.style, dress.words, stage.media)


def _form(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.forms.page import FormPage

    stage.bring(FormPage).present(screen, dress.style, dress.words)


def _code(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.ask import AskView
    from kiosk.views.codes import code_question

    stage.bring(AskView).present(
        code_question(dress.words), screen.frame, dress.style, dress.words
    )


def _voucher(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.ask import AskView
    from kiosk.views.codes import voucher_question

    stage.bring(AskView).present(
        voucher_question(screen, dress.words), screen.frame, dress.style, dress.words
    )


def _thanks(stage: Stage, screen: Any, dress: Dress) -> None:
    if screen.code is None and not screen.voucher:
        _notice(stage, screen, dress)
        return
    from kiosk.views.codes import plate_for
    from kiosk.views.plate import PlateView

    plate = plate_for(screen, dress.words)
    stage.bring(PlateView).present(plate, screen.frame, dress.style, dress.words)


def _withdraw(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.withdraw import WithdrawView

    stage.bring(WithdrawView).present(screen, dress.style, dress.words)


def _notice(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.notice import NoticeView
    from kiosk.views.notices import notice_for

    notice = notice_for(screen, dress.words)
    stage.bring(NoticeView).present(notice, screen.frame, dress.style, dress.words)


def _number(stage: Stage, screen: Any, dress: Dress) -> None:
    from kiosk.views.pairing import number_plate
    from kiosk.views.plate import PlateView

    plate = number_plate(screen, dress.words)
    stage.bring(PlateView).present(plate, screen.frame, dress.style, dress.words)


def _pair(stage: Stage, screen: Any, dress: Dress) -> None:
    style, words = dress.style, dress.words
    match screen.stage:
        case screens.PairStage.CHOOSE:
            from kiosk.views.address import AddressView

            stage.bring(AddressView).present(screen, style, words)
        case screens.PairStage.COMPARE:
            from kiosk.views.ask import AskView
            from kiosk.views.pairing import compare

            stage.bring(AskView).present(compare(screen, words), screen.frame, style, words)
        case _:
            from kiosk.views.notice import NoticeView
            from kiosk.views.pairing import pairing_notice

            notice = pairing_notice(screen, words)
            stage.bring(NoticeView).present(notice, screen.frame, style, words)


_TABLE: dict[type, Show] = {
    screens.AttractScreen: _attract,
    screens.OneTapThanksScreen: _notice,
    screens.AsleepScreen: _notice,
    screens.StaffThereScreen: _notice,
    screens.VoucherScreen: _voucher,
    screens.LanguageScreen: _language,
    screens.ConsentScreen: _consent,
    screens.QuestionScreen: _question,
    FormScreen: _form,
    screens.CodeScreen: _code,
    screens.ThanksScreen: _thanks,
    screens.WithdrawScreen: _withdraw,
    screens.WithdrawnScreen: _notice,
    screens.StillThereScreen: _notice,
    screens.StopScreen: _notice,
    screens.NotKeptScreen: _notice,
    screens.NotReadyScreen: _notice,
    screens.PairScreen: _pair,
    screens.NumberScreen: _number,
}
