"""The words of problems that XForms and running forms have, by code, as in ``wording``."""

from __future__ import annotations

XFORM_WORDING: dict[str, tuple[str, str]] = {
    "xform-xml": (
        "The XML cannot be read: {why}.",
        "Mend the XML on this line, or export the form anew.",
    ),
    "xform-part": (
        "The XForm has no {part}.",
        "Export the form anew from the tool that made it.",
    ),
    "xform-submission": (
        "The submission method {method} is not known.",
        "Use post, or leave it out.",
    ),
    "xform-no-node": (
        "A control asks for {path}, which the instance does not have.",
        "Mend the ref, or add the node to the instance.",
    ),
    "xform-group-asked": (
        "A control asks for {path}, which is a group or a repeat.",
        "Let it ask for one of the nodes inside, or show it as a group.",
    ),
    "xform-left-out": (
        "The element {name} is not known here; it was left out.",
        "Say it in another way if it is needed.",
    ),
    "xform-no-ref": (
        "A control does not say what it asks for.",
        "Give it a ref.",
    ),
    "expression-own-answer": (
        "{node} decides by its own answer whether it is {column}.",
        "Use a constraint, or depend on another question.",
    ),
    "table-missing": (
        "The form reads {file}, which is not there.",
        "Put the file beside the form.",
    ),
    "table-unreadable": (
        "The table {file}, which the form reads, is damaged.",
        "Save it anew, or mend it.",
    ),
    "action-unknown": (
        "An action at {node} cannot be run: {why}",
        "Name a known event and a node of the form.",
    ),
    "xform-words-form": (
        "Words of the kind {form} are shown nowhere; they were left out.",
        "Use words without a form, or one of short, guidance, image, audio and video.",
    ),
    "xform-attribute": (
        "{path} has the attribute {name}, which an XForm cannot hold; it was left out.",
        "Rename the column to a name of letters and figures.",
    ),
    "xlsx-action": (
        "A workbook cannot say what is done to {target} ({event}); it was left out.",
        "Use a default or a trigger in the workbook instead.",
    ),
    "xlsx-choices": (
        "A workbook cannot say where {path} has its choices; it was made a text question.",
        "Put the choices in a list or a file, and name it in the workbook.",
    ),
    "xlsx-instance": (
        "A workbook cannot hold the table {id}; it was left out.",
        "Put it in a CSV file beside the form.",
    ),
    "xlsx-meta": (
        "A workbook cannot hold {name} in meta; it was left out.",
        "Use the type that gives it: start, end, deviceid or username.",
    ),
    "xlsx-namespace": (
        "{path} has a namespace of its own, which a workbook cannot say.",
        "Check that whoever takes the answers finds it without.",
    ),
    "xlsx-no-label": (
        "{path} has no words, which a workbook does not allow; its name is shown.",
        "Give it a label in the workbook.",
    ),
    "xlsx-seed": (
        "A workbook cannot say {seed}, by which the choices of {path} are shuffled.",
        "Use a number or a question of its own as the seed.",
    ),
    "xlsx-start": (
        "The form begins with repeats already there or none, which a workbook cannot say.",
        "Use a repeat count where a number of them must be there.",
    ),
    "xlsx-texts": (
        "A workbook cannot hold the words {id}, which a formula asks for; they were left out.",
        "Put the words in the formula, or in a choice.",
    ),
    "xlsx-words": (
        "Words hold the formula {formula}; it became the calculation {name}.",
        "Nothing needs doing; give the calculation a better name if you like.",
    ),
    "xlsx-words-form": (
        "{path} has words of the kind {form}, which a workbook cannot hold; they were left out.",
        "Keep them elsewhere if they are needed.",
    ),
    "xlsx-attribute-bind": (
        "A workbook cannot say how the attribute {name} of {path} is worked out; it was left out.",
        "Keep the form as an XForm if whoever takes the answers needs it.",
    ),
    "xlsx-layout": (
        "The form is shown in another order than its data, which a workbook cannot say.",
        "Put the rows of the workbook in the order in which they shall be shown.",
    ),
}
