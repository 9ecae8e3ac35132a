"""What changed between two versions of a form, in words with places for values."""

from __future__ import annotations

PLAIN: dict[str, tuple[str, ...]] = {
    "added": ("{name} is new.",),
    "removed": ("{name} is gone; the answers that have come stay.",),
    "renamed": ("{before} is now called {name}; its answers stay in one column.",),
    "relabelled": ("{name} says “{after}” instead of “{before}”.",),
    "moved": ("{name} stands elsewhere.",),
    "meaning": ("{name} has changed ({aspect}): {before} → {after}.",),
    "aside": ("{name} is asked otherwise ({aspect}): {before} → {after}.",),
}
MEANING: dict[str, tuple[str, ...]] = {
    "type": ("{name} asks for another kind of answer: {before} → {after}.",),
    "scale": ("The scale of {name} is another: {before} → {after}.",),
    "unit": ("The unit of {name} is another: {before} → {after}.",),
    "relevant": ("{name} is asked of others than before: {before} → {after}.",),
    "calculation": ("{name} is worked out otherwise: {before} → {after}.",),
    "constraint": ("{name} refuses answers that were let through: {before} → {after}.",),
    "choice_filter": ("{name} offers its choices by another rule: {before} → {after}.",),
    "choices": ("{name} takes its choices from elsewhere: {before} → {after}.",),
    "count": ("{name} is repeated by another rule: {before} → {after}.",),
    "repeat": ("{name} is asked another number of times: {before} → {after}.",),
}
FACTOR = ("The rating {name} counts for another factor: {before} → {after}.",)
CHOICE: dict[str, tuple[str, ...]] = {
    "added": ("{name} has the new choice {choice}.",),
    "relabelled": ("The choice {choice} of {name} says “{after}” instead of “{before}”.",),
}
CHOICE_RENAMED = ("The choice {before} of {name} is stored as {after}.",)
CHOICE_GONE = ("{name} has lost the choice {choice}.",)
NOTHING = ("an empty cell",)
TYPES: dict[str, tuple[str, ...]] = {
    "string": ("a text",),
    "int": ("a whole number",),
    "decimal": ("a number with decimals",),
    "date": ("a day",),
    "time": ("a time of day",),
    "dateTime": ("a day and a time",),
    "select_one": ("one of several choices",),
    "select_multiple": ("any number of choices",),
    "rank": ("choices in an order",),
    "rating": ("a step on a scale",),
    "geopoint": ("a place on the map",),
    "geotrace": ("a line on the map",),
    "geoshape": ("an area on the map",),
    "barcode": ("a bar code",),
    "binary": ("a file made on the spot",),
    "note": ("only words to read",),
    "acknowledge": ("a tick that it was read",),
    "group": ("a group of questions",),
    "repeat": ("a repeated group",),
}
APART = ("{name}: answers of both versions stand side by side.",)
EQUAL = ("The two versions mean and say the same.",)
