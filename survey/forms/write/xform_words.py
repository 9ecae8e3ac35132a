"""Words of an XForm: written in place, or in the table of translations when they need one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from survey.forms.definition import ChoiceList, FormDefinition, Node, Text, Words
from survey.forms.markup import Tag
from survey.forms.write.xform_markup import element, media_address
from survey.forms.write.xform_paths import Paths, Place

MEDIA = ("image", "big-image", "audio", "video")
MESSAGES = {
    "constraint_message": "jr:constraintMsg",
    "required_message": "jr:requiredMsg",
    "no_app_error_string": "jr:noAppErrorString",
}
_FORMS = {"guidance_hint": "guidance", "short_label": "short"}
_NAMED = re.compile(r"\$\{=\s*(?P<worked>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|\$\{[^{}]+\}")
_LOOKED_UP = re.compile(r"instance\((?:'[^']*'|\"[^\"]*\")\)(?:/[\w.:-]+|\[[^\[\]]*\])+")
MISSING = "-"
"""What is said in a language that has no words, while another has."""


class Wording:
    """Writes words; :meth:`itext` is what it noted while doing so.

    ``exact`` writes languages as they stand; otherwise missing words are filled with a dash.
    """

    def __init__(self, form: FormDefinition, paths: Paths, *, exact: bool) -> None:
        self._form = form
        self._paths = paths
        self._exact = exact
        self._usual = form.default_language or "default"
        self._texts: dict[str, dict[str, dict[str, list[Tag | str]]]] = {}
        self._languages: dict[str, None] = {}

    def label(self, at: Place, text: Text, *, always: bool = True) -> Tag | None:
        """The ``label`` of a node; nothing when it has none and ``always`` is false."""
        words = text.get("label", {})
        said = {name: text[name] for name in (*MEDIA, "short_label") if name in text}
        others = {k: v for k, v in text.items() if k not in _KNOWN}
        if set(words) - {""} or said or others:
            id = f"{at.path}:label"
            self._note(id, {"label": words, **said, **others} if words else {**said, **others}, at)
            return element("label", ref=f"jr:itext('{id}')")
        if words or always:
            return element("label", *self.parts(words.get("", ""), at))
        return None

    def hint(self, at: Place, text: Text) -> Tag | None:
        """The ``hint`` of a node, when it has one."""
        words = text.get("hint", {})
        guidance = text.get("guidance_hint", {})
        if set(words) - {""} or guidance:
            id = f"{at.path}:hint"
            said = {"label": words} if words else {}
            self._note(id, said | ({"guidance_hint": guidance} if guidance else {}), at)
            return element("hint", ref=f"jr:itext('{id}')")
        return element("hint", *self.parts(words[""], at)) if words else None

    def messages(self, at: Place, text: Text) -> Iterator[tuple[str, str]]:
        """Attributes of a bind that say why an answer is refused."""
        for name, attribute in MESSAGES.items():
            words = text.get(name, {})
            if set(words) - {""} or "${" in words.get("", ""):
                id = f"{at.path}:{attribute}"
                self._note(id, {"label": words}, at)
                yield attribute, f"jr:itext('{id}')"
            elif words:
                yield attribute, words[""]

    def choices(self, choices: ChoiceList) -> None:
        """Notes the words of a list."""
        for number, choice in enumerate(choices.choices):
            if choice.text:
                self._note(f"{choices.name}-{number}", choice.text, self._paths.root)

    def rest(self, texts: Mapping[str, Text]) -> None:
        """Notes words that expressions ask for by their id."""
        for id, text in texts.items():
            self._note(id, text, self._paths.root)

    def _note(self, id: str, text: Text, at: Place) -> None:
        noted = self._texts.setdefault(id, {})
        for name, words in text.items():
            form = _FORMS.get(name, "" if name in ("label", "hint") else name)
            for language, said in words.items():
                language = language or self._usual
                self._languages.setdefault(language)
                value = media_address(name, said) if name in MEDIA else said
                noted.setdefault(form, {})[language] = self.parts(value, at)

    def itext(self) -> Tag | None:
        """The table of translations, when there is one."""
        if not self._texts:
            return None
        known = self._form.languages
        order = known if set(self._languages) <= set(known) else tuple(self._languages)
        made = element("itext")
        for language in order:
            translation = element("translation", lang=language)
            if language == self._usual:
                translation.attributes["default"] = "true()"
            translation.children += self._translation(language)
            made.children.append(translation)
        return made

    def _translation(self, language: str) -> Iterator[Tag]:
        for id, forms in self._texts.items():
            values = []
            for form, words in forms.items():
                said = words.get(language)
                if said is None:
                    if self._exact:
                        continue
                    said = [MISSING]
                attributes = {"form": form} if form else {}
                values.append(element("value", *said, **attributes))
            if values:
                yield element("text", *values, id=id)

    def parts(self, words: str, at: Place) -> list[Tag | str]:
        """Words as text and ``output`` elements."""
        parts: list[Tag | str] = []
        done = 0
        for found in self._outputs(words):
            start, end, value = found
            if start > done:
                parts.append(words[done:start])
            parts.append(element("output", value=value(at)))
            done = end
        if done < len(words):
            parts.append(words[done:])
        return parts

    def _outputs(self, words: str) -> Iterator[tuple[int, int, "_Value"]]:
        if "${" not in words and "instance(" not in words:
            return
        taken = 0
        looked = [] if self._exact else list(_LOOKED_UP.finditer(words))
        found = sorted([*_NAMED.finditer(words), *looked], key=lambda one: one.start())
        for one in found:
            if one.start() < taken:
                continue
            taken = one.end()
            yield one.start(), taken, _Value(self._paths, one)


class _Value:
    """The expression of one ``output``."""

    def __init__(self, paths: Paths, found: re.Match[str]) -> None:
        self._paths = paths
        worked = found.groupdict().get("worked")
        self._source = found[0] if worked is None else worked

    def __call__(self, at: Place) -> str:
        return self._paths.expression(self._source, at)


_KNOWN = ("label", "hint", "guidance_hint", "short_label", *MEDIA, *MESSAGES)


def needs_itext(choices: ChoiceList) -> bool:
    """Do the words of a list need the table of translations?"""
    for choice in choices.choices:
        for name, words in choice.text.items():
            if name != "label" or set(words) - {""} or "${" in words.get("", ""):
                return True
    return False


def words_in(node: Node) -> Words:
    """The label's words of a node."""
    return node.text.get("label", {})
