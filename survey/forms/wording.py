"""The words of every problem with a form: what is wrong, and what to do, by code.

English, with places in braces. A code never changes its meaning.
"""

from __future__ import annotations

from survey.forms.wording_xform import XFORM_WORDING

WORDING: dict[str, tuple[str, str]] = {
    "too-big": (
        "The file is larger than {most} MB.",
        "Remove pictures and sheets that are not part of the form.",
    ),
    "too-many-cells": (
        "The workbook has more than {most} cells with text.",
        "Put long lists into a CSV file and use select_one_from_file.",
    ),
    "empty-file": (
        "The file is empty.",
        "Choose the file that holds the form.",
    ),
    "empty-workbook": (
        "No sheet has anything in its first row.",
        "Write the columns' names into the first row of the sheet survey.",
    ),
    "unknown-kind": (
        "This is no workbook: it cannot be read as Excel, CSV or a Markdown table (byte {at}).",
        "Save the form as an Excel workbook (.xlsx).",
    ),
    "damaged-file": (
        "The {kind} file is damaged and cannot be read.",
        "Open it in a spreadsheet program and save it anew as .xlsx.",
    ),
    "password": (
        "The workbook is protected with a password.",
        "Remove the password in the spreadsheet program and save it anew.",
    ),
    "zip-bomb": (
        "The workbook is far larger inside than any form.",
        "Copy the sheets of the form into a new workbook.",
    ),
    "xml-entities": (
        "The workbook holds declarations that could fetch other files; it is not opened.",
        "Copy the sheets of the form into a new workbook.",
    ),
    "rows-after-gap": (
        "There are rows after more than {rows} empty ones; they are not read.",
        "Remove the empty rows above.",
    ),
    "error-cell": (
        "The cell holds an error of the spreadsheet.",
        "Mend the formula or write the value.",
    ),
    "formula-not-counted": (
        "The formula in {cells} has no value stored and is read as empty.",
        "Open the workbook in a spreadsheet program and save it, or write the value.",
    ),
    "merged-cells": (
        "The cells {cells} are merged; only the first has the text.",
        "Split them and write the text where it belongs.",
    ),
    "cell-without-header": (
        "The cell stands in a column without a name.",
        "Write the column's name into the first row.",
    ),
    "sheet-missing": (
        "There is no sheet called {sheet}.",
        "Add the sheet, or name it {sheet}.",
    ),
    "sheet-misspelt": (
        "There is no sheet called {sheet}.",
        "Did you mean the sheet {meant}? Name it {sheet}.",
    ),
    "doubled-column": (
        "Two columns are called {column}.",
        "Remove or rename one of them.",
    ),
    "same-column": (
        "The columns {column} and {other} mean the same.",
        "Keep one of them.",
    ),
    "missing-column": (
        "There is no column called {column}.",
        "Add the column {column}.",
    ),
    "column-misspelt": (
        "The column {column} is not known; it is kept but has no effect.",
        "Did you mean {meant}?",
    ),
    "column-alone": (
        "The column {column} says nothing by itself.",
        "Write what it sets: {column}::name.",
    ),
    "choice-column-name": (
        "The column {column} has a blank in its name and is left out of the form.",
        "Write _ in place of the blank.",
    ),
    "choice-column-parts": (
        "A further column of choices cannot have parts: {column}.",
        "Write the name without colons.",
    ),
    "disabled-column": (
        "The column disabled is no longer part of XLSForm.",
        "Use relevant, or remove the row.",
    ),
    "entity-column": (
        "The column {column} is not known on the sheet entities.",
        "Use list_name, label, entity_id, create_if, update_if or repeat.",
    ),
    "form-id-twice": (
        "Both form_id and id_string are given; id_string is left out.",
        "Keep form_id.",
    ),
    "form-id-empty": (
        "The form's id is empty.",
        "Write an id, or remove the row.",
    ),
    "encrypted-without-id": (
        "An encrypted form needs an instance id.",
        "Remove omit_instanceID or public_key.",
    ),
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
    "name-meta": (
        "The name meta is taken by the form itself.",
        "Choose another name.",
    ),
    "doubled-name": (
        "The name {name} is used twice in the same group.",
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
    "expression-syntax": (
        "The expression cannot be read: {fault}.",
        "Mend it at the place that is shown.",
    ),
    "cycle": (
        "These depend on one another in a circle: {path}.",
        "Break the circle: let one of them not use the next.",
    ),
    "never-shown": (
        "{name} can never be shown: its relevance is always false.",
        "Mend the condition or remove the question.",
    ),
    "not-on-a-kiosk": (
        "A kiosk cannot ask {name}: it has no {type}.",
        "It is left out there and stays empty; nothing to do if that is meant.",
    ),
    "unknown-ours": (
        "The appearance {word} is not known here.",
        "See docs/formats/form.md for the words that begin with x-.",
    ),
    **XFORM_WORDING,
    "not-utf8": ("Byte {at} is not UTF-8.", "Save the file as UTF-8."),
    "not-json": (
        "This is not JSON: line {line}, column {at}.",
        "Look for a missing comma, quote or bracket there.",
    ),
    "json-too-deep": ("Brackets lie more than {most} deep.", "Check the brackets."),
    "json-format": ("The file does not say its format.", 'Begin it with "format": {known}.'),
    "json-too-new": (
        "The file has format {made}; {known} is understood.",
        "Open it with a newer version of the program.",
    ),
    "json-fault": ("{where}: {message}", "{hint}"),
    "json-doubled-id": ("The id {id} is used twice.", "Give each its own id."),
    "name-in-loop": (
        "The choice {name} cannot be the name of a group in a loop.",
        "Begin with a letter or _, then letters, digits, _, - and dots.",
    ),
    "function-fault": (
        "The expression cannot be worked out: {fault}.",
        "Until it is mended the expression has no value.",
    ),
    "filter-column": (
        "The filter asks for the column {column}, which the list {list} does not have.",
        "Add the column to the sheet of choices, or check the name.",
    ),
    "filter-column-misspelt": (
        "The filter asks for the column {column}, which the list {list} does not have.",
        "Did you mean {meant}?",
    ),
    "doubled-id": (
        "The id in x_id stands in another row too; this row gets a new one.",
        "Empty x_id in rows that were copied.",
    ),
}
