"""Names of languages as forms write them, and the tags that campaigns go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from survey.forms.definition import FormDefinition, Words

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KNOWN = {
    "swedish": "sv", "svenska": "sv", "english": "en", "engelska": "en", "finnish": "fi",
    "suomi": "fi", "finska": "fi", "norwegian": "no", "norsk": "no", "danish": "da",
    "dansk": "da", "sami": "se", "arabic": "ar", "arabiska": "ar", "persian": "fa",
    "farsi": "fa", "somali": "so", "tigrinya": "ti", "ukrainian": "uk", "french": "fr",
    "français": "fr", "francais": "fr", "spanish": "es", "español": "es", "espanol": "es",
    "portuguese": "pt", "português": "pt", "german": "de", "deutsch": "de", "italian": "it",
    "polish": "pl", "russian": "ru", "turkish": "tr", "kurdish": "ku", "swahili": "sw",
    "kiswahili": "sw", "amharic": "am", "hindi": "hi", "nepali": "ne", "burmese": "my",
    "ukrainska": "uk", "somaliska": "so", "tigrinska": "ti", "tigrinja": "ti", "persiska": "fa",
    "nordsamiska": "se", "northern sami": "se", "davvisámegiella": "se", "lättläst": "sv-simple",
    "lättläst svenska": "sv-simple", "easy swedish": "sv-simple",
    "chinese": "zh", "indonesian": "id", "vietnamese": "vi", "hausa": "ha", "dari": "prs",
    "pashto": "ps", "urdu": "ur", "bengali": "bn", "tagalog": "tl", "lingala": "ln",
}  # fmt: skip


def tags(form: FormDefinition, unnamed: str = "sv") -> dict[str, str]:
    """Tag → the form's name of the language, the form's own language first.

    ``Swedish (sv)`` is ``sv``; names of well-known languages have theirs; others get the tags
    that are left for private use, ``qaa`` on. A form that names no language has ``unnamed``.
    """
    names = [name for name in form.languages if name]
    if form.default_language in names:
        names.remove(form.default_language)
        names.insert(0, form.default_language)
    found: dict[str, str] = {}
    spare = _private()
    for name in names or [""]:
        tag = _tag(name) if name else unnamed
        if not tag or tag in found:
            tag = next(free for free in spare if free not in found)
        found[tag] = name
    return found


def by_tag(form: FormDefinition, languages: Sequence[str]) -> dict[str, str]:
    """A campaign's tag → what the running form calls that language; empty: the form's own."""
    named = tags(form, languages[0])
    return {tag: named.get(tag, "") for tag in languages}


def in_tags(words: Words, named: dict[str, str]) -> dict[str, str]:
    """Words by tag; those of no language stand in for the first."""
    said = {tag: words[name].strip() for tag, name in named.items() if words.get(name, "").strip()}
    plain = words.get("", "").strip() or words.get("default", "").strip()
    first = next(iter(named))
    if plain and first not in said:
        said[first] = plain
    return said


def _tag(name: str) -> str:
    start, mark, rest = name.rpartition("(")
    if mark and rest.endswith(")") and _TAG.fullmatch(rest[:-1].strip()):
        return rest[:-1].strip()
    plain = (start if mark else name).strip()
    known = _KNOWN.get(plain.casefold(), "")
    return known or (plain if _TAG.fullmatch(plain) and len(plain) == 2 else "")


def _private() -> Iterator[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    yield from (f"q{second}{third}" for second in letters[:20] for third in letters)
    yield from (f"qaa-{number:03}" for number in count(1))
