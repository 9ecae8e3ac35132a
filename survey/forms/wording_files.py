"""Problems of files, sheets, columns and settings in words; see :mod:`survey.forms.wording`."""

from __future__ import annotations

FILE_WORDING: dict[str, tuple[str, str]] = {
    "too-big": (
        "The file is larger than {most} MB.",
        "Remove pictures and sheets that are not part of the form.",
    ),
    "no-survey": (
        "Kiosks cannot ask this form, as no survey can be made of it: {message}",
        "{hint}",
    ),
    "form-too-large": (
        "The form holds more than {nodes} questions and groups, or about {most} cells.",
        "Put long lists into a CSV file and use select_one_from_file.",
    ),
    "text-too-long": (
        "This text is longer than {most} characters.",
        "Shorten it, or put a long list into a file beside the form.",
    ),
    "sign-left-out": (
        "This cell holds a sign that no form can hold; it was left out.",
        "Write the text anew if a letter is missing.",
    ),
    "kept-in-part": (
        "The workbook has more than {most} cells beside the form; the rest of them is not kept.",
        "Remove sheets and columns that are not part of the form, if you export it again.",
    ),
    "too-many-cells": (
        "The workbook holds more than is read: {most} cells, each row counted as {row} more, "
        "and {signs} characters.",
        "Put long lists into a CSV file and use select_one_from_file.",
    ),
    "sheet-left-out": (
        "The sheet {sheet} is no part of the form and has more than {most} cells; it is not kept.",
        "Keep such lists in a workbook of their own.",
    ),
    "cell-too-long": (
        "A cell has more than {most} characters.",
        "Shorten its text.",
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
    "no-workbook-inside": (
        "The file is an archive that holds no Excel workbook.",
        "Open it in a spreadsheet program and save it as .xlsx.",
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
    "doubled-sheet": (
        "Two sheets are called {sheet}; the first of them is left out.",
        "Rename one of them.",
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
    "not-utf8": (
        "Byte {at} is not UTF-8.",
        "Save the file as UTF-8.",
    ),
    "not-json": (
        "This is not JSON: line {line}, column {at}.",
        "Look for a missing comma, quote or bracket there.",
    ),
    "json-too-many": (
        "The file holds more than {most} parts here.",
        "Put long lists into a CSV file and use select_one_from_file.",
    ),
    "json-too-deep": (
        "Brackets lie more than {most} deep.",
        "Check the brackets.",
    ),
    "json-format": (
        "The file does not say its format.",
        'Begin it with "format": {known}.',
    ),
    "json-too-new": (
        "The file has format {made}; {known} is understood.",
        "Open it with a newer version of the program.",
    ),
    "json-fault": (
        "{where}: {message}",
        "{hint}",
    ),
    "json-doubled-id": (
        "The id {id} is used twice.",
        "Give each its own id.",
    ),
    "doubled-id": (
        "The id in x_id stands in another row too; this row gets a new one.",
        "Empty x_id in rows that were copied.",
    ),
    "medium-missing": (
        "The file {name} is not beside the form; the kiosk shows nothing there.",
        "Put it beside the form, or into the folder media there.",
    ),
    "medium-kind": (
        "The file {name} is of a kind that is not carried to kiosks.",
        "Use a picture (.png .jpg .gif .webp) or a sound (.mp3 .wav .ogg .m4a).",
    ),
    "medium-damaged": (
        "The file {name} is not what its name says, or is damaged; it is left out.",
        "Save it anew in the kind that its name says.",
    ),
    "medium-large": (
        "The file {name} is larger than {most} MB.",
        "Make it smaller: a kiosk's screen needs no more than 1920 × 1080 points.",
    ),
    "media-large": (
        "The form's pictures and sounds are more than {number}, or larger than {most} MB together.",
        "Make them smaller, or leave some out.",
    ),
}
