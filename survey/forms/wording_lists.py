"""Problems of lists, parameters and entities in words; see :mod:`survey.forms.wording`."""

from __future__ import annotations

LIST_WORDING: dict[str, tuple[str, str]] = {
    "unknown-list": (
        "There is no list called {list}.",
        "Add the list to the sheet of choices, or check the name.",
    ),
    "list-misspelt": (
        "There is no list called {list}.",
        "Did you mean {meant}?",
    ),
    "choice-without-name": (
        "A choice of the list {list} has no name.",
        "Write the name that is stored when it is chosen.",
    ),
    "choice-without-label": (
        "The choice {name} has no label.",
        "Write a label.",
    ),
    "doubled-choice": (
        "The list {list} has the choice {name} twice.",
        "Rename one, or set allow_choice_duplicates to yes.",
    ),
    "choice-with-blank": (
        "The choice {name} has a blank in its name; several choices are stored with "
        "blanks between.",
        "Write _ in place of the blank.",
    ),
    "other-with-filter": (
        "or_other cannot be combined with a choice filter.",
        "Add the choice other to the list and a text question below.",
    ),
    "other-without-list": (
        "or_other needs a list on the sheet choices.",
        "Use a list of choices.",
    ),
    "external-without-filter": (
        "select_one_external is meant for filtered choices.",
        "Write a choice filter.",
    ),
    "file-ending": (
        "{file} must end with .csv, .xml or .geojson.",
        "Write the file's whole name.",
    ),
    "search-in-file": (
        "{name} chooses from a file; search() cannot be used with that.",
        "Remove search().",
    ),
    "search-and-list": (
        "The list {list} is used both with search() and without, by {other}.",
        "Use different lists.",
    ),
    "same-table": (
        "Two different tables would be called {name}: {one} and {other}.",
        "Rename the list, the file or the row.",
    ),
    "table-with-filter": (
        "A table-list cannot have choice filters.",
        "Remove the filter or the appearance table-list.",
    ),
    "table-lists-differ": (
        "All questions of a table-list must use one list; here {list} and {other}.",
        "Use the same list.",
    ),
    "loop-without-list": (
        "The loop names no list.",
        "Write begin_loop over LIST.",
    ),
    "loop-too-long": (
        "The loop makes more than {most} questions, all choices together.",
        "Use a shorter list, or fewer questions in the loop.",
    ),
    "loop-place": (
        "The texts of the loop cannot be filled for the choice {choice}.",
        "Write %(name)s and %(label)s, and %% for a percent sign.",
    ),
    "parameters-syntax": (
        "The parameters cannot be read.",
        "Write name=value pairs with blanks between.",
    ),
    "parameter-unknown": (
        "The parameter {name} is not known for this type.",
        "Known are {known}.",
    ),
    "parameter-value": (
        "The parameter {name} has a value that it cannot have.",
        "Write one of {known}.",
    ),
    "parameter-whole": (
        "The parameter {name} must be a whole number.",
        "Write digits only.",
    ),
    "parameter-number": (
        "The parameter {name} must be a number.",
        "Write a number such as 5 or 0.5.",
    ),
    "parameter-name": (
        "The parameter {name} must be the name of a column or element.",
        "Use letters, digits, _, - and dots.",
    ),
    "seed-alone": (
        "A seed needs randomize=true.",
        "Add randomize=true or remove the seed.",
    ),
    "audit-location": (
        "Location in an audit needs location-priority, location-min-interval and location-max-age.",
        "Give all three or none.",
    ),
    "audit-interval": (
        "location-max-age must be at least location-min-interval, and neither below 0.",
        "Change the numbers.",
    ),
    "app-name": (
        "The parameter app is no name of an Android program: {fault}.",
        "Write it like com.example.camera.",
    ),
    "range-appearance": (
        "tick_interval, placeholder and tick_labelset work only with the appearances "
        "vertical and no-ticks, or none.",
        "Change the appearance or remove the parameters.",
    ),
    "range-zero": (
        "The parameter {name} must not be 0.",
        "Write a number above 0.",
    ),
    "range-too-wide": (
        "The parameter {name} is larger than the whole range.",
        "Write a smaller number.",
    ),
    "range-not-on-step": (
        "The parameter {name} does not fall on a step.",
        "Make it a multiple of step.",
    ),
    "range-outside": (
        "The parameter {name} lies outside the range.",
        "Choose a number from start to end.",
    ),
    "range-labels": (
        "tick_labelset names the list {list}, which is not on the sheet choices.",
        "Add the list or check the name.",
    ),
    "range-label-number": (
        "The choice {name} of the range's labels {list} is not a number.",
        "Name choices by the numbers they label.",
    ),
    "range-label-outside": (
        "The choice {name} of the range's labels {list} lies outside the range.",
        "Choose a number from start to end.",
    ),
    "range-label-step": (
        "The choice {name} of the range's labels {list} falls on no step.",
        "Choose numbers that can be reached.",
    ),
    "range-label-ends": (
        "With no-ticks the labels {list} may stand at start and end only.",
        "Keep two labels, for start and for end.",
    ),
    "geometry-unknown": (
        "reference-geometry names {name}, which is no list, table or repeat.",
        "Name a list, a file without its ending, or ${{repeat}}.",
    ),
    "entity-without-name": (
        "The entity has no list_name.",
        "Write the name of its list.",
    ),
    "entity-name": (
        "{name} cannot be the name of a list of entities.",
        "Letters, digits, _ and -, no dot, not beginning with __.",
    ),
    "doubled-entity": (
        "The list {name} is declared twice.",
        "Keep one row.",
    ),
    "entity-without-id": (
        "Updating entities of {name} needs entity_id.",
        "Write entity_id, or use create_if.",
    ),
    "entity-without-update": (
        "{name} has entity_id and create_if, and so needs update_if.",
        "Write update_if or remove entity_id.",
    ),
    "entity-without-label": (
        "Making entities of {name} needs a label.",
        "Write a label, or entity_id to update.",
    ),
    "entity-without-place": (
        "There is no group left for the entity {name}: each takes one.",
        "Put its questions into a group of their own.",
    ),
    "entity-scopes": (
        "The entity {name} has parts in repeats that do not lie within one another.",
        "Copy the answer with a calculation where it is needed.",
    ),
    "save-to-without-entities": (
        "save_to needs a sheet entities.",
        "Add the sheet, or empty save_to.",
    ),
    "save-to-hashes": (
        "save_to has more than one #.",
        "Write list#property.",
    ),
    "save-to-which": (
        "There are several lists of entities; save_to must name one.",
        "Write list#property.",
    ),
    "save-to-unknown": (
        "There is no list of entities called {list}.",
        "Check the name.",
    ),
    "save-to-group": (
        "A group or repeat cannot be saved to an entity.",
        "Put save_to on a question.",
    ),
    "save-to-name": (
        "{name} cannot be the name of a property.",
        "Not name or label, not beginning with __; letters, digits, _, - and dots.",
    ),
    "doubled-save-to": (
        "The property {name} is saved twice.",
        "Remove one of them.",
    ),
    "name-in-loop": (
        "The choice {name} cannot be the name of a group in a loop.",
        "Begin with a letter or _, then letters, digits, _, - and dots.",
    ),
}
