"""Forms for the kiosk, written as their makers would: one question of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from assets.words import Words
from kiosk.forms.filler import Filler, Surroundings
from kiosk.forms.screen import FormEnd, FormScreen
from kiosk.questions.asked import Asked
from survey.forms.definition import FormDefinition
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.read.form import read_form

NOW = datetime(2025, 9, 3, 22, 47, 31, tzinfo=UTC)

EVERY_KIND = """
| survey |
| | type | name | label::Svenska (sv) | label::English (en) | hint::Svenska (sv) | hint::English (en) | appearance | parameters | required | relevant | constraint | constraint_message::Svenska (sv) |
| | note | intro | Det här är en enkät om parkerna i kommunen. Den tar ungefär fem minuter. | This is a survey about the parks. | Du kan sluta när du vill. | You may stop at any time. | | | | | | |
| | text | name | Vad ska vi kalla dig? | What shall we call you? | Bara förnamnet | First name only | | | | | | |
| | text | why | Vad skulle göra parken bättre? | What would make the park better? | | | multiline | | | | | |
| | integer | age | Hur gammal är du? | How old are you? | I hela år | In whole years | | | yes | | . >= 15 and . < 120 | Enkäten är för dig som är mellan 15 och 120 år. |
| | decimal | distance | Hur långt har du till parken? | How far is it to the park? | I kilometer, till exempel 1,5 | In kilometres | | | | | | |
| | integer | visits | Hur många besök gjorde du förra veckan? | How many visits last week? | | | counter | | | | | |
| | date | last | När var du där senast? | When were you there last? | | | | | | | | |
| | date | month | Vilken månad flyttade du hit? | Which month did you move here? | | | month-year | | | | | |
| | date | born | Vilket år är du född? | Which year were you born? | | | year | | | | | |
| | time | clock | Vilken tid på dagen kommer du oftast? | At what time do you mostly come? | | | | | | | | |
| | dateTime | moment | När hände det? | When did it happen? | | | | | | | | |
| | select_one how | how | Hur tog du dig hit i dag? | How did you get here today? | | | | | | | | |
| | select_one agree | safe | Jag känner mig trygg i parken efter mörkrets inbrott | I feel safe in the park after dark | | | likert | | | | | |
| | select_one how | how2 | Hur tar du dig helst hit? | How would you rather get here? | | | columns-2 quick | | | | | |
| | select_one area | area | I vilket område bor du? | In which area do you live? | | | minimal search | | | | | |
| | select_multiple what | what | Vad gör du i parken? | What do you do in the park? | Välj så många du vill | Choose as many as you like | | | | | | |
| | rank what | rank | Vad är viktigast för dig? Ställ det viktigaste överst. | What matters most? Put it first. | | | | | | | | |
| | range | clean | Hur rent är det i parken? | How clean is the park? | 0 är mycket smutsigt och 10 är mycket rent | 0 is very dirty, 10 very clean | | start=0 end=10 step=1 | | | | |
| | range | faces | Hur nöjd är du med parken som helhet? | How satisfied are you with the park? | | | x-rating-faces | start=1 end=5 step=1 | | | | |
| | range | ten | Hur troligt är det att du skulle rekommendera parken till en vän? | How likely are you to recommend the park? | | | x-rating-1-10 | start=1 end=10 step=1 | | | | |
| | range | stars | Hur många stjärnor får lekplatsen? | How many stars does the playground get? | | | x-rating-stars | start=1 end=5 step=1 | | | | |
| | integer | agreement | Parken sköts bra | The park is well kept | | | x-rating-agreement | | | | | |
| | acknowledge | read | Jag har förstått att mina svar är anonyma | I have understood that my answers are anonymous | | | | | | | | |
| | begin_group | points | Fördela 100 poäng efter vad kommunen borde satsa på | Share out 100 points | Ge mest till det viktigaste | Give most to what matters most | x-points | | | | | |
| | integer | p1 | Belysning | Lighting | | | | | | | | |
| | integer | p2 | Skötsel och renhållning | Care and cleaning | | | | | | | | |
| | integer | p3 | Lekplatser och utegym för alla åldrar | Playgrounds and outdoor gyms for all ages | | | | | | | | |
| | integer | p4 | Caféer | Cafés | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | shares | Hur tog du dig hit den senaste månaden? I procent. | How did you travel last month? In per cent. | | | x-percentages | | | | | |
| | integer | s1 | Till fots | On foot | | | | | | | | |
| | integer | s2 | Med cykel | By bicycle | | | | | | | | |
| | integer | s3 | Med bil | By car | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | table | Hur många timmar i veckan är ni i parken? | How many hours a week are you in the park? | | | x-matrix | | | | | |
| | begin_group | adults | Vuxna | Adults | | | | | | | | |
| | integer | a1 | Sommar | Summer | | | | | | | | |
| | integer | a2 | Vinter | Winter | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | children | Barn och ungdomar | Children and youths | | | | | | | | |
| | integer | a1 | Sommar | Summer | | | | | | | | |
| | integer | a2 | Vinter | Winter | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_repeat | costs | Vad kostar ett besök? | What does a visit cost? | | | x-matrix | | | | | |
| | text | what_for | Vad | What | | | | | | | | |
| | decimal | kronor | Kronor | Kronor | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | begin_group | nki | Nöjdhet | Satisfaction | | | x-nki | | | | | |
| | range | n1 | Hur nöjd är du med parken i sin helhet? | How satisfied are you overall? | | | x-rating-1-10 | start=1 end=10 step=1 | | | | |
| | range | n2 | Hur väl uppfyller parken dina förväntningar? | How well does it meet your expectations? | | | x-rating-1-10 | start=1 end=10 step=1 | | | | |
| | range | n3 | Tänk dig en perfekt park. Hur nära är den här? | Imagine a perfect park. How close is this one? | | | x-rating-1-10 | start=1 end=10 step=1 | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | together | Ditt hushåll | Your household | | | field-list | | | | | |
| | integer | people | Hur många är ni? | How many are you? | | | counter | | | | | |
| | select_one yesno | dog | Har ni hund? | Do you have a dog? | | | | | | | | |
| | text | dogname | Vad heter hunden? | What is the dog called? | | | | | | ${dog} = 'yes' | | |
| | end_group | | | | | | | | | | | |
| | begin_repeat | visit | Besök | Visit | | | | | | | | |
| | text | who | Vem var du där med? | Who were you there with? | | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| | image | photo | Ta en bild av platsen | Take a picture of the place | | | | | yes | | | |
| choices |
| | list_name | name | label::Svenska (sv) | label::English (en) |
| | how | walk | Till fots | On foot |
| | how | bike | Med cykel | By bicycle |
| | how | bus | Med buss eller tåg | By bus or train |
| | how | car | Med bil | By car |
| | agree | a1 | Instämmer inte alls | Do not agree at all |
| | agree | a2 | Instämmer knappt | Hardly agree |
| | agree | a3 | Varken eller | Neither nor |
| | agree | a4 | Instämmer delvis | Agree in part |
| | agree | a5 | Instämmer helt | Agree entirely |
| | what | walks | Promenerar | Walk |
| | what | plays | Leker med barn | Play with children |
| | what | trains | Tränar | Exercise |
| | what | rests | Vilar och njuter av naturen | Rest and enjoy nature |
| | what | meets | Träffar andra | Meet others |
| | yesno | yes | Ja | Yes |
| | yesno | no | Nej | No |
| | area | north | Norra Kärrgården | Norra Kärrgården |
| | area | south | Södra Kärrgården | Södra Kärrgården |
| | area | east | Östra Bollstanäs | Östra Bollstanäs |
| | area | west | Västra Bollstanäs | Västra Bollstanäs |
| | area | inner | Inre Ekebo | Inre Ekebo |
| | area | outer | Yttre Ekebo | Yttre Ekebo |
| | area | upper | Övre Sandhagsvägen | Övre Sandhagsvägen |
| | area | lower | Nedre Sandhagsvägen | Nedre Sandhagsvägen |
| | area | old | Gamla Vilunda | Gamla Vilunda |
| | area | new | Nya Vilunda | Nya Vilunda |
| | area | more | Åre | Åre |
| | area | last | Ärla | Ärla |
| | area | end | Ön | Ön |
| settings |
| | form_title | form_id | default_language |
| | Parkerna | parks | Svenska (sv) |
"""  # noqa: E501


def form_of(text: str) -> FormDefinition:
    """A form written as Markdown tables."""
    reading = read_form(text.encode(), "form")
    assert reading.form is not None, [problem.message for problem in reading.problems]
    return reading.form


def survey(*rows: str, columns: str = "type | name | label", choices: Sequence[str] = ()) -> str:
    """A small form: rows of the sheets ``survey`` and ``choices`` as ``a | b | c``."""
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines += ["| choices |", "| | list_name | name | label |"]
        lines += [f"| | {row} |" for row in choices]
    return "\n".join(lines) + "\n"


def opened(form: FormDefinition, language: str = "") -> RunningForm:
    """The form running, with a stopped clock and known randomness."""
    return open_form(form, Circumstances(
        clock=lambda: NOW, zone=UTC, random=Random(1), language=language,
    ))


@dataclass
class RecordingPage:
    """Remembers what it was told to show."""

    screens: list[FormScreen | FormEnd] = field(default_factory=list)

    def present(self, screen: FormScreen | FormEnd) -> None:
        self.screens.append(screen)

    @property
    def now(self) -> FormScreen:
        screen = self.screens[-1]
        assert isinstance(screen, FormScreen), "the form has come to its end"
        return screen

    @property
    def ended(self) -> bool:
        return isinstance(self.screens[-1], FormEnd)

    @property
    def labels(self) -> list[str]:
        return [item.label for item in self.now.items]

    def item(self, name: str) -> Asked:
        """The question with this name on the page."""
        return next(item for item in self.now.items if item.ref.endswith(f"/{name}"))


def filler(text: str, view: RecordingPage | None = None) -> tuple[Filler, RecordingPage]:
    """Somebody at the beginning of a form."""
    form = form_of(text)
    page = view or RecordingPage()
    english = Surroundings(open=lambda: opened(form), words=lambda _: Words("en"))
    presenter = Filler(page, english)
    presenter.begin()
    return presenter, page
