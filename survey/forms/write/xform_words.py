"""Words of an XForm: written in place, or in the table of translations when they need one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.forms.definition import ChoiceList, FormDefinition, Text, Words
from survey.forms.markup import Tag, Written, escaped, quoted
from survey.forms.spoken import parts_of
from survey.forms.write.xform_markup import element, media_address
from survey.forms.write.xform_paths import Paths, Place

MEDIA = ("image", "big-image", "audio", "video")
MESSAGES = {
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
    "no_app_error_string": "jr:noAppErrorString",
}
_FORMS = {"guidance_hint": "guidance", "short_label": "short"}
MISSING = "-"
"""What is said in a language that has no words, while another has."""


class Wording:
    """Writes words, and gathers those that need the table of translations.

    ``exact`` writes words as they stand; otherwise missing ones are filled with a dash.
    """

    def __init__(self, form: FormDefinition, paths: Paths, *, exact: bool) -> None:
        self._form = form
        self._paths = paths
        self.exact = exact
        self._usual = form.default_language or "default"
        self._texts: dict[str, dict[str, dict[str, list[Tag | str]]]] = {}
        for choices in form.lists:
            if choices.sheet == "choices" and needs_itext(choices):
                for number, choice in enumerate(choices.choices):
                    said = dict(sorted(choice.text.items(), key=lambda item: item[0] in MEDIA))
                    self._note(f"{choices.name}-{number}", said, paths.root)
        for place in paths.all:
            self._gather(place)
        for place in paths.all:
            assert place.node is not None
            media = {n: w for n, w in place.node.text.items() if n in MEDIA}
            self._note(f"{place.path}:label", media, place)
        for id, text in form.texts.items():
            self._note(id, text, paths.root)

    def _gather(self, at: Place) -> None:
        assert at.node is not None
        text = at.node.text
        for name, attribute in MESSAGES.items():
            if name in text and _message_in_table(text[name]):
                self._note(f"{at.path}:{attribute}", {"label": text[name]}, at)
        if label_in_table(text):
            known = {n: w for n, w in text.items() if n not in _ELSEWHERE}
            self._note(f"{at.path}:label", known, at)
        if hint_in_table(text):
            said = {n: text[n] for n in ("hint", "guidance_hint") if n in text}
            self._note(f"{at.path}:hint", said, at)

    def _note(self, id: str, text: Text, at: Place) -> None:
        for name, words in text.items():
            form = _FORMS.get(name, "" if name in ("label", "hint") else name)
            for language, said in words.items():
                noted = self._texts.setdefault(language or self._usual, {}).setdefault(id, {})
                value = media_address(name, said) if name in MEDIA else said
                noted[form] = self.parts(value, at)

    def label(self, at: Place, text: Text, *, always: bool = True) -> Tag | None:
        """The ``label`` of a node; nothing when it has none and ``always`` is false."""
        if label_in_table(text):
            return element("label", ref=f"jr:itext('{at.path}:label')")
        if "label" in text or (always and not self.exact):
            return element("label", *self.parts(text.get("label", {}).get("", ""), at))
        return None

    def elsewhere(self, id: str, text: Text) -> list[Tag]:
        """The label of what is only shown; nothing when it says nothing."""
        if not text:
            return []
        if label_in_table(text):
            self._note(f"{id}:label", text, self._paths.root)
            return [element("label", ref=f"jr:itext('{id}:label')")]
        return [element("label", *self.parts(text.get("label", {}).get("", ""), self._paths.root))]

    def hint(self, at: Place, text: Text) -> Tag | None:
        """The ``hint`` of a node, when it has one."""
        if hint_in_table(text):
            return element("hint", ref=f"jr:itext('{at.path}:hint')")
        said = text.get("hint")
        return element("hint", *self.parts(said.get("", ""), at)) if said else None

    def messages(self, at: Place, text: Text) -> Iterator[tuple[str, str]]:
        """Attributes of a bind that say why an answer is refused."""
        for name, attribute in MESSAGES.items():
            if text.get(name):
                in_table = _message_in_table(text[name])
                id = f"jr:itext('{at.path}:{attribute}')"
                yield attribute, id if in_table else text[name].get("", "")

    def itext(self) -> Tag | None:
        """The table of translations, when there is one."""
        if not self._texts:
            return None
        known = self._form.languages
        order = known if set(self._texts) <= set(known) else tuple(self._texts)
        every: dict[str, dict[str, None]] = {}
        for texts in self._texts.values():
            for id, forms in texts.items():
                every.setdefault(id, {}).update(dict.fromkeys(forms))
        made = element("itext")
        for language in order:
            translation = element("translation", lang=language)
            if language == (self._form.default_language if self.exact else self._usual):
                translation.attributes["default"] = "true()"
            translation.children += self._translation(self._texts.get(language, {}), every)
            made.children.append(translation)
        return made

    def _translation(
        self, texts: Mapping[str, dict[str, list[Tag | str]]], every: dict[str, dict[str, None]]
    ) -> Iterator[Tag | Written]:
        for id in [*texts, *(id for id in every if id not in texts and not self.exact)]:
            forms = dict(texts.get(id, {}))
            if not self.exact:
                forms |= {f: [MISSING] for f in every[id] if f not in forms and f not in MEDIA}
            yield _text(id, forms)

    def parts(self, words: str, at: Place) -> list[Tag | str]:
        """Words as text and ``output`` elements."""
        pieces = parts_of(words, looked_up=not self.exact)
        if not any(is_formula for is_formula, _ in pieces):
            return [words] if words else []
        if not self.exact and not all(is_formula for is_formula, _ in pieces):
            # blanks that other tools leave around words that hold answers
            first = [] if pieces[0][0] else [(False, " ")]
            pieces = [*first, *pieces, (False, " ")]
        made: list[Tag | str] = []
        for is_formula, piece in pieces:
            if is_formula:
                made.append(element("output", value=self._paths.expression(piece, at)))
            else:
                made.append(piece)
        return made


def _text(id: str, forms: Mapping[str, list[Tag | str]]) -> Tag | Written:
    """All that is said under an id; without answers inside, as choices are, in one piece."""
    said = {form: "".join(part for part in parts if isinstance(part, str))
            for form, parts in forms.items()}  # fmt: skip
    bare = all(isinstance(part, str) for parts in forms.values() for part in parts)
    if bare and id.isprintable() and "".join(forms).isprintable():
        values = [
            f"<value{f' form={quoted(form)}' if form else ''}"
            f"{f'>{escaped(said[form])}</value>' if parts else '/>'}"
            for form, parts in forms.items()
        ]
        inside = f">{''.join(values)}</text>" if values else "/>"
        return Written(f"<text id={quoted(id)}{inside}")
    tags = [
        element("value", *parts, **({"form": form} if form else {}))
        for form, parts in forms.items()
    ]
    return element("text", *tags, id=id)


_ELSEWHERE = ("hint", "guidance_hint", *MEDIA, *MESSAGES)


def label_in_table(text: Text) -> bool:
    """Does the label need the table: a language, a medium, a second form?"""
    others = any(n != "label" and n not in ("hint", "guidance_hint", *MESSAGES) for n in text)
    return others or bool(set(text.get("label", {})) - {""})


def hint_in_table(text: Text) -> bool:
    """Does the hint need the table of translations?"""
    return "guidance_hint" in text or bool(set(text.get("hint", {})) - {""})


def _message_in_table(words: Words) -> bool:
    return bool(set(words) - {""}) or "${" in words.get("", "")


def needs_itext(choices: ChoiceList) -> bool:
    """Do the words of a list need the table of translations?"""
    for choice in choices.choices:
        for name, words in choice.text.items():
            if name != "label" or set(words) - {""} or "${" in words.get("", ""):
                return True
    return False
