"""Sentences that stand inside problems: what is wrong with an expression, a name, a JSON value.

They are made far below in English. Here stands how each is built, so that the places in one can
be told from its words and the words said in another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

FAULTS = (
    "a document may not declare entities or use them",
    "a path is expected here, not a value",
    "digest() can be written as hex or base64",
    "digest() knows {names}",
    "distance() of several takes a point each",
    "indexed-repeat() needs a number for each repeat",
    "nothing here may be random",
    "signatures cannot be checked here",
    "the expression ends too early",
    "the question's path is expected in quotes",
    "this gives a value, not nodes",
    "this pattern ends too early",
    "this pattern has a ) too many",
    "this pattern is too large",
    "this pattern takes too long on this text",
    "the whole takes too long",
    "this takes too long: it looks at too many nodes",
    "too many levels inside each other",
    "uuid() makes at most 1000 characters",
    "'{found}' is not expected here",
    "'{wanted}' is expected, not '{found}'",
    "'{wanted}' is missing at the end",
    "a name is expected, not '{found}'",
    "a name is missing after '{found}'",
    "a text may have at most {most} characters",
    "an expression may have at most {most} characters",
    "nothing is at {place}",
    "the prefix '{found}' stands for nothing",
    "there is no axis '{found}' here",
    "this pattern asks for signs nobody knows: {name}",
    "{name}() takes two more arguments for each answer",
    "{name}() takes at least one argument, not {given}",
    "{name}() takes at least {least} arguments, not {given}",
    "{name}() takes no arguments, not {given}",
    "{name}() takes {least} to {most} arguments, not {given}",
    "{name}() takes {most} argument, not {given}",
    "{name}() takes {most} arguments, not {given}",
    "there is no function {name}(); is {meant}() meant?",
    "there is no function {name}()",
    "this quotation mark is never closed",
    "{sign} is not a quotation mark here; use ' or \"",
    "a reference is written ${{name}}",
    "this is a non-breaking space; use an ordinary one",
    "use and, or, not() and != between conditions",
    "'{sign}' has no meaning here",
    "it has no dot",
    "a part is empty",
    "the part {wrong} has other signs than letters, digits and _",
    "This name is given twice.",
    "This name is not known here.",
    "Check the spelling.",
    "This is missing.",
    "Add it.",
    "This must be text.",
    "Write text.",
    "a document type is not let in",
    "elements stand more than {most} deep",
    "not well-formed XML: {reason}",
    "the text is in an unknown encoding",
    "the document is empty",
    "odk-new-repeat is only known inside the repeat's control",
    "the event '{event}' is not known",
    "This must be an object.",
    "Give an object.",
    "This must be a list.",
    "Give a list.",
    "Give text.",
    "This must be a whole number.",
    "Give a whole number.",
    "This must be true or false.",
    "Give true or false.",
    "There are {given} here; {least} to {most} are allowed.",
    "Add or remove some.",
    "This is {given} characters long; {most} are allowed.",
    "Make it shorter.",
    "The ratings of factors must all have the same lowest and highest step.",
    "Use one scale for all of them.",
    "Only a rating in whole numbers, outside repeats, can belong to a factor.",
    "Name its choices 1, 2, 3 and so on, or remove the factor.",
    "The file is over {most} bytes.",
    "Put fewer or smaller pictures, sounds and lists into the form.",
    "The survey has no factor called {name}.",
    "This number must be from {low} to {high}.",
    "Choose a number from {low} to {high}.",
    "This is longer than {most} signs.",
    "A sign here cannot be written in XML.",
    "Write the text anew.",
    "There are no words called {name}.",
    "This must be an id such as {example}.",
    "Give an id such as {example}.",
    "This must be one of {known}.",
    "Give one of {known}.",
)
_PLACE = re.compile(r"\\\{([a-z]+)\\\}")
_NUMBERS = ("least", "most", "given", "low", "high")


def said_again(fault: str, words: Callable[[str], str]) -> str:
    """The sentence in another language; as it stands when nobody has words for it."""
    for built, pattern in _patterns():
        found = pattern.fullmatch(fault)
        if found:
            return words(built).format(**found.groupdict())
    return fault


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((built, re.compile(_pattern(built), re.DOTALL)) for built in FAULTS)


def _pattern(built: str) -> str:
    held = re.escape(built.replace("{{", "\0").replace("}}", "\1"))
    held = _PLACE.sub(_place, held)
    return held.replace("\0", re.escape("{")).replace("\1", re.escape("}"))


def _place(found: re.Match[str]) -> str:
    name = found[1]
    return rf"(?P<{name}>\d+)" if name in _NUMBERS else f"(?P<{name}>.*?)"
