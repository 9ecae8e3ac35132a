"""Short names of months and weekdays, for dates that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "sv": ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "nb": ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"),
    "da": ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "fi": ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka",
           "marras", "joulu"),
    "de": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    "fr": ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov",
           "déc"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
}
DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "nb": ("man", "tir", "ons", "tor", "fre", "lør", "søn"),
    "da": ("man", "tir", "ons", "tor", "fre", "lør", "søn"),
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "fr": ("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_SPOKEN = {
    "swedish": "sv", "svenska": "sv", "norwegian": "nb", "norsk": "nb", "no": "nb",
    "danish": "da", "dansk": "da", "finnish": "fi", "suomi": "fi", "german": "de",
    "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es",
}


def in_language(
    names: Mapping[str, Sequence[str]], language: str
) -> Sequence[str]:
    """The names in a form's language: a tag (``sv-SE``), or ``Svenska (sv)``; else English."""
    spoken = language.strip().casefold()
    if spoken.endswith(")"):
        spoken = spoken[:-1].rpartition("(")[2]
    tag = spoken.replace("_", "-").partition("-")[0].strip()
    return names.get(_SPOKEN.get(tag, tag), names["en"])
