"""One question type, one view, one line."""

from __future__ import annotations

from kiosk.questions.answers import AnswerView
from kiosk.questions.rating import RatingView
from kiosk.questions.select_one import SelectOneView
from survey.forms.model import QuestionType

VIEWS: dict[QuestionType, type[AnswerView]] = {
    QuestionType.RATING: RatingView,
    QuestionType.SELECT_ONE: SelectOneView,
}
