"""The card of languages, and of the words that a kiosk says for the survey in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from admin.campaigns.conduct_presenter import Offers, Said
from admin.campaigns.section import Faulty, Section, put_text
from admin.campaigns.tongues import language_name
from admin.shell.entry import Entry
from admin.shell.pick_one import PickOne
from assets.words import Words

_TEXTS = {"attract": 120, "not_for": 500, "voucher": 300}
"""Those of ``conduct`` that a person writes here, with the most signs of each."""


class Wordings(Section):
    """One language's words at a time; those of the others are kept until all are."""

    def __init__(self) -> None:
        super().__init__()
        self.languages, self.which = Entry(300), PickOne()
        self.texts = {name: Entry(most) for name, most in _TEXTS.items()}
        self._said: dict[str, dict[str, str]] = {name: {} for name in _TEXTS}
        self._voucher = False
        self.put(self.languages)
        self.column.addWidget(self.which)
        self.put(*self.texts.values())
        self._shown = ""
        self.which.chosen.connect(lambda tag: self._turn(str(tag)))

    def speak(self, offers: Offers, words: Words) -> None:
        self.name(words("Languages and the kiosk's words"), words(
            "The first language is the one that kiosks begin with. A language can be given to "
            "kiosks when its consent has been read."
        ))
        self.languages.name(words("Languages, in their order"), words("Tags, as: sv, en, ar"))
        self.which.name(words("Write the words below in"))
        self.texts["attract"].name(
            words("The sentence of the first screen"),
            words("Empty: the survey's title. At most 120 signs."),
        )
        self.texts["not_for"].name(
            words("What the kiosk is not for, and where that goes"),
            words("Complaints, errands, emergencies. Empty: the program's own words."),
        )
        self.texts["voucher"].name(
            words("What the voucher is worth, and where"),
            words("Where a voucher is offered it takes words in every language."),
        )

    def fill(self, said: Mapping[str, Any]) -> None:
        conduct = said["conduct"]
        put_text(self.languages, ", ".join(said["languages"]))
        voucher = conduct["voucher"] or {"text": {}}
        self._said = {
            "attract": dict(conduct["attract"]), "not_for": dict(conduct["not_for"]),
            "voucher": dict(voucher["text"]),
        }
        tags = tuple(said["languages"])
        shown = self._shown if self._shown in tags else tags[0]
        self.which.show_choices(tuple((tag, language_name(tag)) for tag in tags), shown)
        self._show(shown)

    def give_voucher(self, given: bool) -> None:
        """Whether a voucher is offered: said on another card, worded here."""
        self._voucher = given

    def collect(self) -> Said:
        self._take()
        said = {
            name: {tag: words for tag, words in texts.items() if words}
            for name, texts in self._said.items()
        }
        voucher = {"text": said.pop("voucher")} if self._voucher else None
        tags = [tag.strip() for tag in self.languages.words.replace(",", " ").split()]
        return {"languages": tags, "conduct": {**said, "voucher": voucher}}

    def fields(self) -> dict[str, Faulty]:
        return {
            "languages": self.languages, "conduct.attract": self.texts["attract"],
            "conduct.not_for": self.texts["not_for"], "conduct.voucher": self.texts["voucher"],
        }

    def _turn(self, tag: str) -> None:
        self._take()
        self._show(tag)

    def _take(self) -> None:
        if self._shown:
            for name, entry in self.texts.items():
                self._said[name][self._shown] = entry.words

    def _show(self, tag: str) -> None:
        self._shown = tag
        for name, entry in self.texts.items():
            put_text(entry, self._said[name].get(tag, ""))
