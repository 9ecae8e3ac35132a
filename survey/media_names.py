"""What the media beside plain questions belong to, which their names say; see
``docs/formats/campaign.md``.

A whole form names its media itself. Plain questions do not, so a name is made of what it is for:
``aloud-sv-met-4.ogg`` is step 4 of the question ``met`` read in Swedish.
"""

from __future__ import annotations

from survey.campaign import Campaign
from survey.forms.media import FILMS, PICTURES, SOUNDS, ending
from survey.forms.model import Question, QuestionType
from survey.strict import Notes

_KINDS = {"aloud": SOUNDS, "picture": PICTURES, "sign": FILMS}


def check_media(campaign: Campaign, notes: Notes) -> None:
    """A warning for each medium beside plain questions that belongs to nothing."""
    if campaign.definition is not None:
        return
    questions = {question.name: question for question in campaign.form.questions}
    for at, medium in enumerate(campaign.media):
        if not _belongs(medium.name, campaign.languages, questions):
            hint = "Call it for example aloud-sv-NAME.ogg or picture-NAME-CHOICE.png."
            message = "The name fits no question, choice or language of the campaign."
            notes.warning(f"media[{at}].name", "names-nothing", message, hint)


def _belongs(name: str, languages: tuple[str, ...], questions: dict[str, Question]) -> bool:
    stem, _, _ = name.rpartition(".")
    what, _, rest = stem.partition("-")
    if ending(name) not in _KINDS.get(what, ()):
        return False
    if what == "picture":
        question, _, choice = rest.partition("-")
        return question in questions and choice in _answers(questions[question])
    spoken = (rest.removeprefix(f"{tag}-") for tag in languages if rest.startswith(f"{tag}-"))
    return any(_is_read(one, what, questions) for one in spoken)


def _is_read(said: str, what: str, questions: dict[str, Question]) -> bool:
    name, more, answer = said.partition("-")
    if said == "consent" or (name in questions and not more):
        return True
    return what == "aloud" and name in questions and answer in _answers(questions[name])


def _answers(question: Question) -> frozenset[str]:
    if question.type is QuestionType.RATING:
        return frozenset(map(str, question.scale.steps)) if question.scale else frozenset()
    return frozenset(choice.name for choice in question.choices)
