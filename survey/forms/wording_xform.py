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
    "action-unknown": (
        "An action at {node} cannot be run: {why}",
        "Name a known event and a node of the form.",
    ),
    "xform-attribute": (
        "{path} has the attribute {name}, which an XForm cannot hold; it was left out.",
        "Rename the column to a name of letters and figures.",
    ),
}
