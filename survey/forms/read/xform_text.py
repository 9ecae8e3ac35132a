"""Words of an XForm: labels with outputs, and the table of translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.forms.definition import PROPERTIES, Text
from survey.forms.markup import Tag
from survey.forms.problems import Findings, Spot

_ITEXT = "jr:itext("
_LABEL_FORMS = {"": "label", "short": "short_label", "guidance": "guidance_hint"}
_FILES = ("image", "big-image", "audio", "video")
_FORMS = {"long", *_LABEL_FORMS, *PROPERTIES}
_SCHEMES = ("jr://images/", "jr://audio/", "jr://video/", "jr://file/")


@dataclass(slots=True)
class Translations:
    """``texts``: id → form (empty, ``image``, …) → language → words. ``asked`` ids were used."""

    languages: tuple[str, ...] = ()
    default: str = ""
    texts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def text(self, id: str, plain: str = "label") -> Text:
        """The words of an id as properties; ``plain`` names the words without a form."""
        self.asked.add(id)
        return _text(self.texts.get(id, {}), plain)

    def rest(self) -> Mapping[str, Text]:
        """All words that no label asked for."""
        return {
            id: _text(forms, "label") for id, forms in self.texts.items() if id not in self.asked
        }


def _text(forms: Mapping[str, Mapping[str, str]], plain: str) -> Text:
    found: dict[str, dict[str, str]] = {}
    for form, words in forms.items():
        name = plain if form in ("", "long") else _LABEL_FORMS.get(form, form)
        found.setdefault(name, {}).update({key: _media(form, word) for key, word in words.items()})
    return found


def _media(form: str, words: str) -> str:
    if form in _FILES:
        for scheme in _SCHEMES:
            words = words.strip().removeprefix(scheme)
    return words


def translations_of(model: Tag, findings: Findings) -> Translations:
    """The ``itext`` of a model; empty when it has none. Kinds nobody shows are told, once each."""
    itext = model.first("itext")
    if itext is None:
        return Translations()
    found = Translations()
    languages: list[str] = []
    left_out: set[str] = set()
    for translation in itext.named("translation"):
        language = translation.get("lang")
        languages.append(language)
        if translation.any("default") is not None and not found.default:
            found.default = language
        for text in translation.named("text"):
            forms = found.texts.setdefault(text.get("id"), {})
            for value in text.named("value"):
                form = value.get("form")
                if form in _FORMS:
                    forms.setdefault(form, {})[language] = words_of(value)
                elif form not in left_out:
                    left_out.add(form)
                    findings.warning("xform-words-form", Spot(row=value.line, text=form), form=form)
    found.languages = tuple(dict.fromkeys(languages))
    return found


def words_of(tag: Tag) -> str:
    """The words inside a tag; an ``output`` becomes ``${= expression}``."""
    parts = []
    for child in tag.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.name == "output":
            parts.append(f"${{= {(child.get('value') or child.get('ref')).strip()}}}")
        else:
            parts.append(words_of(child))
    return "".join(parts)


def itext_id(source: str) -> str | None:
    """The id in ``jr:itext('id')``; None when it is anything else."""
    source = source.strip()
    if not source.startswith(_ITEXT) or not source.endswith(")"):
        return None
    inside = source[len(_ITEXT) : -1].strip()
    if len(inside) > 1 and inside[0] == inside[-1] and inside[0] in "'\"":
        return inside[1:-1]
    return None


def label_text(tag: Tag | None, plain: str, translations: Translations) -> Text:
    """The words of a ``label`` or ``hint`` element, by property."""
    if tag is None:
        return {}
    source = tag.get("ref")
    if source:
        id = itext_id(source)
        if id is not None:
            inside = words_of(tag)
            return translations.text(id, plain) or ({plain: {"": inside}} if inside else {})
        return {plain: {"": f"${{= {source.strip()}}}"}}
    return {plain: {"": words_of(tag)}}


def says(text: Text) -> bool:
    """Is there any label or hint that is more than blanks?"""
    return any(said.strip() for name in ("label", "hint") for said in text.get(name, {}).values())


def shows(text: Text) -> bool:
    """Is there anything to read, see or hear?"""
    return says(text) or any(name in text for name in _FILES)


def message_text(source: str, property: str, translations: Translations) -> Text:
    """The words of ``jr:constraintMsg`` or ``jr:requiredMsg``."""
    if not source:
        return {}
    id = itext_id(source)
    if id is not None:
        found = translations.text(id, property)
        return {property: found[property]} if property in found else {}
    return {property: {"": source}}
