"""The cards of how kiosks behave: first screen, leaving, opening hours, afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from admin.campaigns.conduct_presenter import Offers, Said
from admin.campaigns.section import Faulty, Section, put_text
from admin.shell.entry import Entry, Tick
from admin.shell.pick_one import PickOne
from assets.words import Words
from survey.settings import WEEKDAYS

_RANGE = re.compile(r"\s*([^\s–-]+)\s*[–-]\s*([^\s–-]+)\s*")


class FirstScreen(Section):
    """What stands first: the whole way, or the faces of one question."""

    def __init__(self) -> None:
        super().__init__()
        self.way, self.question = PickOne(), PickOne()
        self.least, self.follow_up = Entry(4), Tick()
        self.put(self.way, self.question, self.least, self.follow_up)

    def speak(self, offers: Offers, words: Words) -> None:
        self.name(words("The first screen"))
        self.way.name(words("What leads into the survey"))
        self.way.show_choices(
            (("questionnaire", words("A start button: all questions")),
             ("one-tap", words("The faces of one question: a tap is an answer"))), self.way.value,
        )
        self.question.name(words("The question whose faces stand first"))
        none = ((None, words("None")),)
        self.question.show_choices(none + offers.ratings, self.question.value)
        self.least.name(
            words("Seconds between two people's taps"),
            words("0 to 60. A tap sooner than that is told as odd, and counts."),
        )
        self.follow_up.name(words("Offer the other questions after a tap"))

    def fill(self, said: Mapping[str, Any]) -> None:
        conduct, tap = said["conduct"], said["conduct"]["one_tap"] or {}
        self.way.choose(conduct["way"])
        self.question.choose(tap.get("question"))
        put_text(self.least, tap.get("least_seconds", 3))
        self.follow_up.box.setChecked(bool(tap.get("follow_up")))

    def collect(self) -> Said:
        asked = self.question.value
        return {"conduct": {
            "way": self.way.value,
            "one_tap": None if asked is None else {
                "question": asked, "least_seconds": self.least.number,
                "follow_up": self.follow_up.box.isChecked(),
            },
        }}

    def fields(self) -> dict[str, Faulty]:
        return {
            "conduct.way": self.way, "conduct.one_tap": self.question,
            "conduct.one_tap.least_seconds": self.least,
            "conduct.one_tap.follow_up": self.follow_up,
        }


class Leaving(Section):
    """When somebody goes away in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds, self.countdown = Entry(4), Entry(4)
        self.left_behind, self.used = PickOne(), Tick()
        self.pair(self.seconds, self.countdown)
        self.put(self.left_behind, self.used)

    def speak(self, offers: Offers, words: Words) -> None:
        self.name(words("When somebody goes away"), words(
            "After a while without a touch the kiosk asks whether somebody is there, counts down "
            "and begins anew. Any touch or key stops it."
        ))
        self.seconds.name(words("Seconds without a touch"), words("20 to 600."))
        self.countdown.name(words("Seconds that it counts down"), words("20 to 300."))
        self.left_behind.name(words("What was answered until then"))
        self.left_behind.show_choices(
            (("send", words("Is sent, as unfinished")), ("discard", words("Is thrown away"))),
            self.left_behind.value,
        )
        self.used.name(words("Unfinished answers count in results"))

    def fill(self, said: Mapping[str, Any]) -> None:
        idle = said["conduct"]["idle"]
        put_text(self.seconds, idle["seconds"])
        put_text(self.countdown, idle["countdown"])
        self.left_behind.choose(idle["left_behind"])
        self.used.box.setChecked(said["use_partials"])

    def collect(self) -> Said:
        return {
            "use_partials": self.used.box.isChecked(),
            "conduct": {"idle": {
                "seconds": self.seconds.number, "countdown": self.countdown.number,
                "left_behind": self.left_behind.value,
            }},
        }

    def fields(self) -> dict[str, Faulty]:
        return {
            "conduct.idle": self.seconds, "conduct.idle.countdown": self.countdown,
            "conduct.idle.left_behind": self.left_behind, "use_partials": self.used,
        }


class Opening(Section):
    """The survey's days, and each weekday's hours on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = Entry(10), Entry(10)
        self.days = {day: Entry(60) for day in WEEKDAYS}
        self._places: list[Entry] = []
        self.pair(self.first, self.last)
        days = list(self.days.values())
        for one, other in zip(days[:6:2], days[1:6:2], strict=True):
            self.pair(one, other)
        self.put(days[6])

    def speak(self, offers: Offers, words: Words) -> None:
        self.name(words("When it is open"), words(
            "Hours are written 08:30–17:00, several with a comma between them. A day without "
            "hours is closed; without any hours at all it is always open. Kiosks sleep when it is "
            "closed."
        ))
        self.first.name(words("First day"), words("As 2026-11-22."))
        self.last.name(words("Last day"), words("As 2026-11-22."))
        names = (words("Monday"), words("Tuesday"), words("Wednesday"), words("Thursday"),
                 words("Friday"), words("Saturday"), words("Sunday"))
        for entry, name in zip(self.days.values(), names, strict=True):
            entry.name(name)

    def fill(self, said: Mapping[str, Any]) -> None:
        put_text(self.first, said["first_day"])
        put_text(self.last, said["last_day"])
        for day, entry in self.days.items():
            put_text(entry, ", ".join(
                f"{one['opens']}–{one['closes']}" for one in said["conduct"]["hours"]
                if one["weekday"] == day
            ))

    def collect(self) -> Said:
        hours: list[dict[str, object]] = []
        self._places = []
        for day, entry in self.days.items():
            for part in (part for part in entry.words.split(",") if part.strip()):
                found = _RANGE.fullmatch(part)
                ends = found.groups() if found else (part.strip(), "")
                hours.append({"weekday": day, "opens": ends[0], "closes": ends[1]})
                self._places.append(entry)
        return {
            "first_day": self.first.words, "last_day": self.last.words,
            "conduct": {"hours": hours},
        }

    def fields(self) -> dict[str, Faulty]:
        days = {f"conduct.hours[{at}]": entry for at, entry in enumerate(self._places)}
        return {"first_day": self.first, "last_day": self.last,
                "conduct.hours": self.days[WEEKDAYS[0]], **days}


class Afterwards(Section):
    """What people may take with them, and what is noted of how they answered."""

    def __init__(self) -> None:
        super().__init__()
        self.receipt, self.voucher = Tick(), Tick()
        self.seconds, self.keep = Entry(4), Entry(4)
        self.put(self.receipt, self.voucher)
        self.pair(self.seconds, self.keep)

    def speak(self, offers: Offers, words: Words) -> None:
        self.name(words("Afterwards"))
        self.receipt.name(words("Offer a receipt"), words(
            "A code with which somebody can take their answers back."
        ))
        self.voucher.name(words("Offer a voucher to whoever finishes"), words(
            "Once each. Nothing leads from it to the answers. Its words are written below."
        ))
        self.seconds.name(words("Note times on screens, in steps of (seconds)"),
                          words("0 to 600; 0 notes nothing."))
        self.keep.name(words("Days that kiosks keep what has come"), words("0 to 365."))

    def fill(self, said: Mapping[str, Any]) -> None:
        self.receipt.box.setChecked(said["withdrawal"])
        self.voucher.box.setChecked(said["conduct"]["voucher"] is not None)
        put_text(self.seconds, said["conduct"]["paradata_seconds"])
        put_text(self.keep, said["keep_days"])

    def collect(self) -> Said:
        return {
            "withdrawal": self.receipt.box.isChecked(), "keep_days": self.keep.number,
            "conduct": {"paradata_seconds": self.seconds.number},
        }

    def fields(self) -> dict[str, Faulty]:
        return {
            "withdrawal": self.receipt, "keep_days": self.keep,
            "conduct.paradata_seconds": self.seconds,
        }
