"""A meeting in memory behind a room, and a small form to answer on a phone."""

from __future__ import annotations

from collections.abc import Callable, Collection

import assets
from survey.facilitation.asking import Task, task
from survey.facilitation.events import HeadingNamed
from survey.facilitation.replying import Reply
from survey.facilitation.state import SessionState
from survey.problems import Problem
from survey.records import ParticipantJoined, SessionClosed, Way
from sync.mailbox.address import Address
from sync.room.port import AskedAs, FormChoice, FormStep
from sync.room.server import Place, RunningRoom
from tests.survey.asking_builders import Gathering

LANGUAGES = {
    "sv": "Svenska", "en": "English", "fi": "Suomi", "se": "Davvisámegiella", "ar": "العربية",
    "so": "Soomaali", "ti": "ትግርኛ", "fa": "فارسی", "uk": "Українська",
    "sv-simple": "Lättläst svenska",
}
SECRET = bytes(range(32))
FACTORS = ("Bemötande", "Öppettider", "Lokalen", "Väntetid")


def place(host: str = "127.0.0.1", port: int = 0) -> Place:
    return Place(address=Address(host, port), languages=LANGUAGES)


class Meeting:
    """A port over a gathering; ``replies`` counts what reached it."""

    def __init__(self, method: str = "focus-group", people: int = 0) -> None:
        self.gathering = Gathering(assets.text("methods", f"{method}.toml"), people)
        self.joined = people
        self.replies = 0
        self.form = ""
        self.answered: dict[str, str] = {}
        self.told: Callable[[], object] = lambda: None
        self._folded: tuple[int, SessionState] | None = None

    @property
    def state(self) -> SessionState:
        written = len(self.gathering.writer.written)
        if self._folded is None or self._folded[0] != written:
            self._folded = (written, self.gathering.state)
        return self._folded[1]

    def headings(self, *titles: str) -> None:
        """Factors to put points on, as a moderator names them."""
        self.gathering.begin("headings")
        for title in titles or FACTORS:
            self.gathering.say(
                HeadingNamed(heading=self.gathering.id(), phase="headings", title=title)
            )

    def begin(self, phase: str, round: int = 1) -> None:
        self.gathering.begin(phase, round)
        self.told()

    def close(self) -> None:
        self.gathering.say(SessionClosed())
        self.told()

    async def join(self) -> int:
        self.joined += 1
        self.gathering.say(ParticipantJoined(participant=self.joined, way=Way.PHONE))
        return self.joined

    def here(self, participants: Collection[int]) -> int:
        people = self.state.people
        return sum(not (one in people and people[one].left) for one in participants)

    async def task(self, participant: int) -> Task:
        return task(self.state, participant)

    async def reply(self, participant: int, reply: Reply) -> Problem | None:
        self.replies += 1
        problem = self.gathering.reply(participant, reply)
        self.told()
        return problem

    async def form_title(self) -> str:
        return self.form

    async def form_open(self, language: str) -> Sitting | None:
        return Sitting(self.answered) if self.form else None


def served(meeting: Meeting, room: RunningRoom) -> RunningRoom:
    """What happens in the meeting is told in the room."""
    meeting.told = room.changed
    return room


YES_NO = (FormChoice(name="yes", label="Ja"), FormChoice(name="no", label="Nej"))
QUESTIONS = (
    ("visit", AskedAs.ONE, "Har du varit här förut?", YES_NO),
    ("uses", AskedAs.MANY, "Vad gjorde du?", (
        FormChoice(name="borrow", label="Lånade"), FormChoice(name="read", label="Läste"),
        FormChoice(name="ask", label="Frågade"),
    )),
    ("kind", AskedAs.RATING, "Hur var bemötandet?", tuple(
        FormChoice(name=str(n), label=str(n)) for n in range(1, 6)
    )),
    ("times", AskedAs.INTEGER, "Hur många gånger i år?", ()),
    ("hours", AskedAs.DECIMAL, "Hur många timmar?", ()),
    ("when", AskedAs.DATE, "Vilken dag?", ()),
    ("photo", AskedAs.UNSHOWN, "Ta en bild", ()),
    ("more", AskedAs.TEXT, "Något mer?", ()),
)


class Sitting:
    """One person at the small form; the first question needs an answer."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.at = 0
        self.done = False

    async def step(self) -> FormStep:
        return self._step()

    async def answer(self, value: str) -> FormStep:
        if self.at == 0 and not value:
            return self._step("Den här frågan behöver ett svar.")
        if self.at < len(QUESTIONS):
            self.answers[QUESTIONS[self.at][0]] = value
            self.at += 1
        return self._step()

    async def back(self) -> FormStep:
        self.at = max(0, self.at - 1)
        return self._step()

    async def finish(self) -> FormStep:
        self.done = True
        return self._step()

    def _step(self, trouble: str = "") -> FormStep:
        if self.done:
            return FormStep(kind=AskedAs.DONE, label="")
        if self.at == len(QUESTIONS):
            label = "Det var den sista."
            return FormStep(kind=AskedAs.NOTE, label=label, can_go_back=True, last=True)
        name, kind, label, choices = QUESTIONS[self.at]
        return FormStep(
            kind=kind, label=label, choices=choices, value=self.answers.get(name, ""),
            required=self.at == 0, trouble=trouble, number=self.at + 1, of=len(QUESTIONS),
            can_go_back=self.at > 0,
        )
