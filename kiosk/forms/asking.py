"""From a place in a running form to what a view shows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from textwrap import shorten

from assets.words import Words
from kiosk.forms.declining import Declined, questions
from kiosk.forms.faults import CHOSEN, Faults, Moment
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.kinds import kind_of, need_of, why_skipped
from kiosk.forms.layout import Spot, may_grow
from kiosk.forms.naming import ref_of, series_ref
from kiosk.forms.plain_words import plain
from kiosk.forms.scales import scale_of, ticks
from kiosk.forms.together import (
    Table,
    first_words,
    fixed_rows,
    growing_rows,
    is_table,
    number_of,
    row_of,
)
from kiosk.forms.wrong import too_much
from kiosk.questions.asked import Asked, Kind, Offer
from survey.collecting import nothing_collected
from survey.forms.blocks import is_shared_out, total_of
from survey.forms.definition import Text
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.choices import Option
from survey.forms.engine.running import RunningForm
from survey.forms.engine.words import said
from survey.forms.ours import DECLINE

_LONGEST = 80
"""Signs of a question that is told beside others."""


def no_media(name: str) -> str:
    """A form without pictures beside it."""
    return ""


class Asking:
    """Asks the engine about everything, and the catalogue for words the form has not."""

    def __init__(
        self, form: RunningForm, media: Callable[[str], str] = no_media,
        handed: HandingIn | None = None, declined: Declined | None = None,
    ) -> None:
        self._form = form
        self._handed = handed or HandingIn()
        self._declined = declined if declined is not None else Declined()
        self.faults = Faults(form, self._handed, self._declined)
        self._media = media
        self._offered: dict[Answer, tuple[tuple[Option, ...], tuple[Offer, ...]]] = {}

    def asked(self, spot: Spot, now: Moment) -> Asked | None:
        """What to show; None for what has no place on a page of its own."""
        if spot.series is not None:
            table = is_table(spot.series.plan)
            return (self._growing if table else self._repeat)(spot.series, now)
        answer = spot.answer
        if answer is None:
            return None
        if is_shared_out(answer.plan):
            return self._points(answer, now)
        if is_table(answer.plan):
            return self._matrix(answer, now)
        looks = answer.plan.node.appearance.split()
        if "label" in looks and answer.plan.type.control == "select":
            return None  # the head of a table: its rows say their choices themselves
        return self.question(answer, now)

    def label(self, answer: Answer) -> str:
        """What a group or a question is called."""
        return self._say(answer, "label")

    def title(self, answer: Answer, words: Words) -> str:
        """What a group is called; an instance of a repeat with its number."""
        name, number = self._say(answer, "label"), number_of(answer)
        if not number:
            return name
        return f"{name} {number}" if name else words("Number {n}", n=number)

    def _named(self, answer: Answer, words: Words) -> str:
        """A question's words; a cell of a matrix that is asked alone has its row's before them."""
        row, said = row_of(answer), self._say(answer, "label")
        if row is None:
            return said
        number = number_of(row)
        above = words("Row {n}", n=number) if number else self._say(row, "label")
        return f"{above}: {said}" if above and said else above or said

    def question(self, answer: Answer, now: Moment) -> Asked:
        """One question."""
        plan, ref, words = answer.plan, ref_of(answer), now.words
        offers = self._offers(answer)
        handed = self._handed
        able = handed.for_one(self._form, answer)
        kind = kind_of(plan, len(offers), able)
        full = need_of(plan) in handed.usable - able
        reason = why_skipped(plan, words, handed.allowed, full) if kind is Kind.SKIPPED else ""
        if kind not in (Kind.NOTE, Kind.SKIPPED) and self.faults.locked(answer):
            kind = Kind.SHOWN
        elif not offers and plan.type.control in CHOSEN:
            kind, reason = Kind.SKIPPED, words("There is nothing to choose from here.")
        node, parameters = plan.node, dict(plan.node.parameters)
        if kind is Kind.RATING or node.type == "rating":
            parameters, offers = scale_of(plan, offers, words, ticks(self._form, plan))
        looks = tuple(word for word in node.appearance.split() if word != DECLINE)
        if node.type == "rating" and kind is Kind.ONE and not looks:
            looks = ("likert",)
        return Asked(
            ref=ref, kind=kind, type=plan.type.value if kind is Kind.MOMENT else node.type,
            label=self._named(answer, words), hint=self._say(answer, "hint"),
            guidance=self._say(answer, "guidance_hint"), choices=offers, looks=looks,
            parameters=parameters, required=self.faults.required(answer), value=answer.value,
            typed=now.typed.get(ref, ""), violation=self.faults.of(answer, now) if (
                ref in now.checked or ref in now.over) else "",
            reason=reason,
            language=words.language, image=self._picture(node.text),
            file=handed.files.get(answer.value),
            declined=answer in self._declined,
            room=handed.room(self._form, answer) if kind in (Kind.PHOTO, Kind.SOUND) else 0,
        )

    def passed_over(self, spots: Iterable[Spot], now: Moment) -> tuple[str, ...]:
        """Questions that cannot be asked here, and why, in words; by the reasons there are."""
        by_reason: dict[str, list[str]] = {}
        for answer in (spot.answer for spot in spots if spot.answer is not None):
            one = self.question(answer, now)
            name = shorten(one.label or answer.name, _LONGEST, placeholder="…")
            by_reason.setdefault(one.reason, []).append(name)
        return tuple(f"{'; '.join(names)}: {why}" for why, names in by_reason.items())

    # --- words and rules

    def _say(self, answer: Answer, property: str) -> str:
        text = answer.plan.node.text
        form = self._form
        return plain(form.speech.say(text, property, answer.plan, lambda: answer.at(form.around)))

    def _offers(self, answer: Answer) -> tuple[Offer, ...]:
        if answer.plan.type.control not in CHOSEN:
            return ()
        options = self._form.options.of(answer)
        known = self._offered.get(answer)
        if known is not None and known[0] is options:
            return known[1]
        with nothing_collected():
            offers = tuple([
                Offer(value=option.name, label=plain(option.label), image=self._picture(
                    option.choice.text if option.choice else {}))
                for option in options
            ])
        self._offered[answer] = options, offers
        return offers

    def _picture(self, text: Text) -> str:
        named = text.get("image")
        if not named:
            return ""
        speech = self._form.speech
        file = said(named, speech.language, self._form.form.default_language)
        return self._media(file) if file else ""

    # --- blocks

    def _block(self, answer: Answer, kind: Kind, parts: tuple[Asked, ...], now: Moment) -> Asked:
        node, ref = answer.plan.node, ref_of(answer)
        total = total_of(node.type, node.parameters)
        told = next((part.violation for part in parts if part.violation), "")
        if not told and ref in now.checked:
            told = self.faults.unequal(answer, now)
        return Asked(
            ref=ref, kind=kind, type=node.type, label=self._say(answer, "label"),
            hint=self._say(answer, "hint"), looks=tuple(node.appearance.split()),
            parameters=node.parameters, violation=told, language=now.words.language,
            parts=parts, total=total,
            declined=bool(parts) and all(one in self._declined for one in questions(answer)),
        )

    def _points(self, answer: Answer, now: Moment) -> Asked:
        parts = tuple(self.question(one, now) for one in self.faults.answers(Spot(answer)))
        return self._block(answer, Kind.POINTS, parts, now)

    def _matrix(self, answer: Answer, now: Moment) -> Asked:
        table = Table(tuple(fixed_rows(answer, self.label)), self.label,
                      lambda cell: self.question(cell, now))
        made = self._block(answer, Kind.MATRIX, table.cells, now)
        return replace(made, rows=table.rows, columns=table.columns)

    def _growing(self, series: Series, now: Moment) -> Asked:
        table = Table(growing_rows(series, now.words), self.label,
                      lambda cell: self.question(cell, now))
        told = next((part.violation for part in table.cells if part.violation), "")
        return Asked(
            ref=series_ref(series), kind=Kind.MATRIX, type="matrix",
            label=self._say(series.range, "label"), hint=self._say(series.range, "hint"),
            language=now.words.language, parts=table.cells, columns=table.columns,
            rows=table.rows, parameters=series.plan.node.parameters,
            row_refs=tuple(ref_of(row) for row in series.instances), violation=told,
            fixed=not may_grow(self._form, series),
        )

    def _repeat(self, series: Series, now: Moment) -> Asked:
        name = self._say(series.range, "label")
        parts = tuple(
            Asked(ref=ref_of(one), kind=Kind.NOTE, label=self._called(one, now))
            for one in series.instances
        )
        words = now.words
        return Asked(
            ref=series_ref(series), kind=Kind.REPEAT, type="repeat",
            label=name or words("Is there anything more to add?"), parts=parts,
            violation=too_much(words) if series_ref(series) in now.over else "",
            hint=words("Add as many as you need, then go on.") if name else "",
            language=words.language, fixed=not may_grow(self._form, series),
        )

    def _called(self, instance: Answer, now: Moment) -> str:
        """An instance by its number and the first words that were given in it."""
        said = first_words(instance)
        called = self.title(instance, now.words)
        return f"{called}: {said}" if said else called
