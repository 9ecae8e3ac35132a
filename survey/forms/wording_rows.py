"""Problems of questions and expressions in words; see :mod:`survey.forms.wording`."""

from __future__ import annotations

ROW_WORDING: dict[str, tuple[str, str]] = {
    "missing-type": (
        "The row has a name or a label but no type.",
        "Write the type of the question.",
    ),
    "row-skipped": (
        "The row has no type, name or label and is skipped.",
        "Remove it, or write the type.",
    ),
    "missing-name": (
        "The row has no name.",
        "Write a name: letters, digits and _, beginning with a letter.",
    ),
    "bad-name": (
        "{name} cannot be a name.",
        "Begin with a letter or _, then letters, digits, _, - and dots, without blanks.",
    ),
    "name-capital": (
        "{name} cannot be a name: other tools refuse the capitals from À to Ö.",
        "Write {meant}.",
    ),
    "name-meta": (
        "The name meta is taken by the form itself.",
        "Choose another name.",
    ),
    "doubled-name": (
        "The name {name} is used twice in the same group, first in row {row}.",
        "Give one of them another name.",
    ),
    "generated-name": (
        "The name {name}, which the form makes for this row, is used already.",
        "Rename the other question.",
    ),
    "name-case": (
        "The name {name} differs from another only in capitals.",
        "Choose names that differ in letters.",
    ),
    "doubled-repeat": (
        "Two repeats are called {name}.",
        "Give one of them another name.",
    ),
    "repeat-like-root": (
        "A repeat cannot be called {name}, as the form's root is.",
        "Give it another name.",
    ),
    "repeat-without-label": (
        "The repeat {name} has no label.",
        "Write a label.",
    ),
    "type-unknown": (
        "There is no question type {type}.",
        "Use a type of XLSForm, for example text, integer or select_one LIST.",
    ),
    "type-foreign": (
        "{type} is a type of {tool} alone.",
        "Build it from ordinary types, for example select_one LIST in a group.",
    ),
    "type-misspelt": (
        "There is no question type {type}.",
        "Did you mean {meant}?",
    ),
    "select-without-list": (
        "The type {type} needs a list.",
        "Write the list's name after the type: select_one LIST.",
    ),
    "audit-name": (
        "An audit is always called audit.",
        "Leave the name empty.",
    ),
    "missing-calculation": (
        "The calculation of {name} is empty.",
        "Write a calculation or remove the row.",
    ),
    "missing-trigger": (
        "A background-geopoint needs a trigger.",
        "Write the question that triggers it: ${{name}}.",
    ),
    "background-calculation": (
        "A background-geopoint cannot have a calculation.",
        "Empty the column calculation.",
    ),
    "end-without-begin": (
        "An end_{type} without its begin_{type}.",
        "Add begin_{type} above or remove this row.",
    ),
    "never-ended": (
        "The {type} {name} is never ended.",
        "Add a row end_{type}.",
    ),
    "no-words": (
        "The question {name} has neither label nor hint.",
        "Write a label.",
    ),
    "big-image-alone": (
        "{name} has a big-image but no image.",
        "Give an image too.",
    ),
    "media-kind": (
        "There is no kind of media called {kind}.",
        "Use image, big-image, audio or video.",
    ),
    "select-bind-type": (
        "A choice cannot be stored as {type}.",
        "Remove bind::type.",
    ),
    "trigger-unseen": (
        "{name} is never shown, so it can trigger nothing.",
        "Choose a question that people answer.",
    ),
    "reference-syntax": (
        "A reference is not written as it should be.",
        "Write ${{name}} with the name of a question.",
    ),
    "reference-comma": (
        "Two references stand without a comma between.",
        "Write ${{one}}, ${{two}}.",
    ),
    "reference-unknown": (
        "There is no question called {name}.",
        "Check the name, or add the question.",
    ),
    "reference-misspelt": (
        "There is no question called {name}.",
        "Did you mean ${{{meant}}}?",
    ),
    "reference-doubled": (
        "Several questions are called {name}.",
        "Give them different names.",
    ),
    "expression-syntax": (
        "The expression cannot be read: {fault}.",
        "Mend it at the place that is shown.",
    ),
    "expression-left-out": (
        "The expression cannot be read: {fault}.",
        "Mend it at the place that is shown; until then the form runs as if the cell were empty.",
    ),
    "default-is-text": (
        "The default {default} cannot be worked out; it is taken as text.",
        "If it is meant to be worked out, mend the expression.",
    ),
    "cycle": (
        "These depend on one another in a circle: {path}.",
        "Break the circle: let one of them not use the next.",
    ),
    "never-shown": (
        "{name} can never be shown: its relevance is always false.",
        "Mend the condition or remove the question.",
    ),
    "not-collected": (
        "A kiosk knows {name} while somebody answers, and does not collect it.",
        "It would tell who answered; nothing to do if the form only counts with it.",
    ),
    "not-on-a-kiosk": (
        "A kiosk cannot ask {name}: it has no {type}.",
        "It is left out there and stays empty; nothing to do if that is meant.",
    ),
    "photo-or-sound": (
        "{name} asks for photos or voices: they are personal data.",
        "You need a lawful basis. Kiosks ask it only with campaign new --allow-photos-and-sound.",
    ),
    "unknown-ours": (
        "The appearance {word} is not known here.",
        "See docs/formats/form.md for the words that begin with x-.",
    ),
    "ours-misspelt": (
        "The appearance {word} is not known here.",
        "Did you mean {meant}?",
    ),
    "ours-total": (
        "The numbers cannot sum to {total}.",
        "Write a whole number from 1 after total=, or leave it out: then, and always in "
        "percentages, they sum to 100.",
    ),
    "ours-no-number": (
        "{name} is of the type {type}: no points can be given to it.",
        "Use integer, or put the question outside the group.",
    ),
    "ours-steps": (
        "The parameters give the steps {steps}, but {word} has {own}.",
        "People see the steps of the parameters. Change them, or choose another scale.",
    ),
    "factor-misspelt": (
        "The value factor {name} is nearly called as an earlier one.",
        "Did you mean {meant}? Otherwise it is a factor of its own.",
    ),
    "function-fault": (
        "The expression cannot be worked out: {fault}.",
        "Mend it at the place that is shown; until then the form runs as if the cell were empty.",
    ),
    "filter-column": (
        "The filter asks for the column {column}, which the list {list} does not have.",
        "Add the column to the sheet of choices, or check the name.",
    ),
    "filter-column-misspelt": (
        "The filter asks for the column {column}, which the list {list} does not have.",
        "Did you mean {meant}?",
    ),
    "shown-by-itself": (
        "Whether {node} is shown depends on what stands in it.",
        "Its answers count for that even while it is not shown; check that this is meant.",
    ),
    "path-nowhere": (
        "Nothing in the form stands at {path}: it is always empty here.",
        "Check the path; a text stands in quotation marks, and an answer is written ${{name}}.",
    ),
    "too-much-work": (
        "Opening the form takes too long: it was given up at {node}.",
        "Look for paths that search everything again and again, and for repeats of repeats.",
    ),
    "too-deep": (
        "Groups lie more than {most} deep inside one another.",
        "Check that every group is ended where it should be.",
    ),
}
