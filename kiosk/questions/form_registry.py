"""One kind of question, one view, one line."""

from __future__ import annotations

from kiosk.questions.asked import Kind
from kiosk.questions.entry import NumberView, TextView
from kiosk.questions.matrix import MatrixView
from kiosk.questions.moment import MomentView
from kiosk.questions.photo import PhotoView
from kiosk.questions.plain import AcknowledgeView, NoteView, ShownView
from kiosk.questions.points import PointsView
from kiosk.questions.rank import RankView
from kiosk.questions.repeat import RepeatView
from kiosk.questions.scale import RatingOfForm
from kiosk.questions.search import SearchView
from kiosk.questions.select import SelectManyView, SelectView
from kiosk.questions.slider import RangeView
from kiosk.questions.sound import SoundView
from kiosk.questions.view import View

FORM_VIEWS: dict[Kind, type[View]] = {
    Kind.NOTE: NoteView,
    Kind.SHOWN: ShownView,
    Kind.SKIPPED: ShownView,
    Kind.TEXT: TextView,
    Kind.NUMBER: NumberView,
    Kind.COUNTER: NumberView,
    Kind.MOMENT: MomentView,
    Kind.ONE: SelectView,
    Kind.MANY: SelectManyView,
    Kind.SEARCH: SearchView,
    Kind.RANK: RankView,
    Kind.RANGE: RangeView,
    Kind.RATING: RatingOfForm,
    Kind.ACKNOWLEDGE: AcknowledgeView,
    Kind.POINTS: PointsView,
    Kind.MATRIX: MatrixView,
    Kind.REPEAT: RepeatView,
    Kind.PHOTO: PhotoView,
    Kind.SOUND: SoundView,
}
