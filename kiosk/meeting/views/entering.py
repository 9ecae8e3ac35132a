"""Pages of buttons and fields in a meeting: who it is, for whom answers are entered."""

from __future__ import annotations

from PySide6.QtCore import Qt

from assets.words import Words
from kiosk.meeting.task_screens import At, NotNow, OneMore, Who
from kiosk.meeting.views.privacy import seats_in, who_page
from kiosk.meeting.views.slips import slip_page
from kiosk.staff.page import Button, Buttons, Item, Page, Said, Sign
from kiosk.staff.view import StaffView


def page_of(at: At, words: Words) -> Page:
    """What stands there in words."""
    if not isinstance(at, Who):
        return slip_page(at, words)
    return _entering(at, words) if at.entering else who_page(at, words)


def _entering(at: Who, words: Words) -> Page:
    back = Button(text=words("Back"), wish=NotNow(), icon="arrow-left")
    more = Button(text=words("Count one more in"), wish=OneMore())
    items: list[Item] = [Said(text=words(
        "Those who take part by the tablet or a phone answer there themselves."
    ))]
    if at.not_kept:
        items = [Said(sign=Sign.CAUTION, text=words(
            "Nobody could be counted in. The disk may be full; try again."
        ))]
    if at.seats:
        items.append(seats_in(at.seats, words))
    return Page(
        title=words("For whom do you enter answers?"), items=(*items, Buttons((more,))),
        foot=(back,),
    )


class DeskView(StaffView):
    """The view of the staff's corner, with a meeting's pages."""

    pages = staticmethod(page_of)

    def __init__(self) -> None:
        super().__init__()
        # a tap on a key of the keypad leaves the focus in the field that is being written in
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
