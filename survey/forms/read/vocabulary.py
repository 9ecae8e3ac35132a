"""The words of XLSForm: sheets, columns, types and settings in all their spellings."""

from __future__ import annotations

SHEETS = ("survey", "choices", "settings", "external_choices", "osm", "entities")

Tokens = tuple[str, ...]
"""A column's meaning: ``("label", "sv")``, ``("bind", "relevant")``, ``("media", "image")``."""

SURVEY_COLUMNS = frozenset(
    [
        "name",
        "label",
        "parent",
        "extra_data",
        "default",
        "guidance_hint",
        "instance",
        "query",
        "sms_field",
        "trigger",
        "bind",
        "choice_filter",
        "control",
        "hint",
        "media",
        "parameters",
        "type",
        "choices",
        "itemset",
        "list_name",
        "actions",
    ]
)

SURVEY_ALIASES: dict[str, Tokens] = {
    "compact_tag": ("instance", "odk:tag"),
    "read_only": ("bind", "readonly"),
    "readonly": ("bind", "readonly"),
    "relevant": ("bind", "relevant"),
    "relevance": ("bind", "relevant"),
    "required": ("bind", "required"),
    "constraint": ("bind", "constraint"),
    "constraining_message": ("bind", "jr:constraintMsg"),
    "constraint_message": ("bind", "jr:constraintMsg"),
    "calculation": ("bind", "calculate"),
    "calculate": ("bind", "calculate"),
    "noapperrorstring": ("bind", "jr:noAppErrorString"),
    "no_app_error_string": ("bind", "jr:noAppErrorString"),
    "requiredmsg": ("bind", "jr:requiredMsg"),
    "required_message": ("bind", "jr:requiredMsg"),
    "save_to": ("bind", "entities:saveto"),
    "appearance": ("control", "appearance"),
    "count": ("control", "jr:count"),
    "repeat_count": ("control", "jr:count"),
    "jr:count": ("control", "jr:count"),
    "autoplay": ("control", "autoplay"),
    "rows": ("control", "rows"),
    "body": ("control",),
    "image": ("media", "image"),
    "big-image": ("media", "big-image"),
    "audio": ("media", "audio"),
    "video": ("media", "video"),
    "caption": ("label",),
    "command": ("type",),
    "tag": ("name",),
    "value": ("name",),
}
_SMS = ("field", "option", "separator", "allow_media", "date_format", "datetime_format", "response")
SURVEY_ALIASES.update({f"sms_{name}": (f"sms_{name}",) for name in _SMS})

CHOICE_COLUMNS = frozenset(["name", "label", "parent", "extra_data", "media", "sms_option"])
CHOICE_ALIASES: dict[str, Tokens] = {
    "caption": ("label",),
    "list_name": ("list name",),
    "value": ("name",),
    "image": ("media", "image"),
    "big-image": ("media", "big-image"),
    "audio": ("media", "audio"),
    "video": ("media", "video"),
}

SETTING_COLUMNS = frozenset(
    [
        "name",
        "label",
        "parent",
        "extra_data",
        "bind",
        "children",
        "control",
        "hint",
        "instance",
        "media",
        "type",
        "flat",
        "sms_field",
        "add_none_option",
        "clean_text_values",
        "attribute",
        "auto_delete",
        "auto_send",
        "choices",
        "default_language",
        "file_name",
        "id_string",
        "instance_name",
        "instance_xmlns",
        "namespaces",
        "omit_instanceID",
        "public_key",
        "setgeopoint_by_triggering_ref",
        "setvalues_by_triggering_ref",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_keyword",
        "sms_response",
        "sms_separator",
        "style",
        "submission_url",
        "title",
        "version",
        "allow_choice_duplicates",
        "client_editable",
        "delimiter",
        "prefix",
        "entity_version",
    ]
)
SETTING_ALIASES: dict[str, Tokens] = {
    "form_title": ("title",),
    "set_form_title": ("title",),
    "form_id": ("id_string",),
    "set_form_id": ("id_string",),
    "prefix": ("prefix",),
}
USEFUL_SETTINGS = frozenset(
    [
        "flat",
        "add_none_option",
        "clean_text_values",
        "auto_delete",
        "auto_send",
        "instance_name",
        "instance_xmlns",
        "omit_instanceID",
        "public_key",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_keyword",
        "sms_response",
        "sms_separator",
        "style",
        "submission_url",
        "allow_choice_duplicates",
        "client_editable",
        "delimiter",
        "prefix",
        "attribute",
        "instance",
        "bind",
        "instance_id",
    ]
)
"""Settings that mean something beyond name, title, version and language."""

ENTITY_COLUMNS = ("dataset", "entity_id", "create_if", "update_if", "repeat", "label")
ENTITY_ALIASES: dict[str, Tokens] = {"list_name": ("dataset",)}

YES = {"yes", "Yes", "YES", "true", "True", "TRUE", "true()"}
NO = {"no", "No", "NO", "false", "False", "FALSE", "false()"}

CONTROLS = {
    "group": "group",
    "lgroup": "repeat",
    "repeat": "repeat",
    "loop": "loop",
    "looped group": "repeat",
}

SELECTS = {
    "add select one prompt using": "select_one",
    "add select multiple prompt using": "select_multiple",
    "select all that apply from": "select_multiple",
    "select one from": "select_one",
    "select1": "select_one",
    "select_one": "select_one",
    "select one": "select_one",
    "select_multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "select_one_external": "select_one_external",
    "select_one_from_file": "select_one",
    "select_multiple_from_file": "select_multiple",
    "select one from file": "select_one",
    "select multiple from file": "select_multiple",
    "rank": "rank",
}
FROM_FILE = frozenset(name for name in SELECTS if name.endswith("file"))

TYPES: dict[str, str] = {}
"""Every spelling of a type → the one we use."""


def _spell(one: str, *others: str) -> None:
    TYPES.update(dict.fromkeys((one, *others), one))


_spell("text", "string", "q string", "add text prompt")
_spell("integer", "int", "q int", "add integer prompt")
_spell("decimal", "q decimal", "add decimal prompt")
_spell("date", "q date", "add date prompt")
_spell("time")
_spell(
    "dateTime", "datetime", "date time", "q date time", "q dateTime",
    "add date time prompt", "add dateTime prompt",
)  # fmt: skip
_spell("geopoint", "gps", "location", "q geopoint", "q location", "add location prompt")
_spell("geoshape", "q geoshape")
_spell("geotrace", "q geotrace")
_spell("barcode", "q barcode", "add barcode prompt")
_spell("acknowledge", "q acknowledge", "add acknowledge prompt")
_spell("note", "q note", "add note prompt")
_spell("image", "photo", "q picture", "q image", "add image prompt", "add photo prompt")
_spell("audio", "q audio", "add audio prompt")
_spell("video", "q video", "add video prompt")
_spell("file", "add file prompt")
_spell("calculate", "q calculate", "add calculate prompt")
_spell("start", "start time", "get start time")
_spell("end", "end time", "get end time")
_spell("today", "get today")
_spell("deviceid", "device id", "imei", "get device id")
_spell("subscriberid", "subscriber id", "get subscriber id")
_spell("simserial", "sim id", "get sim id")
_spell("phonenumber", "get phone number")
for _one in (
    "hidden", "trigger", "username", "email", "range", "audit", "xml-external", "csv-external",
    "start-geopoint", "background-audio", "background-geopoint", "uri:deviceid",
    "uri:subscriberid", "uri:simserial", "uri:phonenumber", "uri:username", "uri:email",
):  # fmt: skip
    _spell(_one)

TEMPLATES = {
    "percentage": ("integer", "0 <= . and . <= 100", ""),
    "phone number": ("text", r"regex(., '^\d*$')", "Enter numbers only."),
    "number of days in last month": ("integer", "0 <= . and . <= 31", "Enter a number 0-31."),
    "number of days in last six months": (
        "integer", "0 <= . and . <= 183", "Enter a number 0-183.",
    ),
    "number of days in last year": ("integer", "0 <= . and . <= 365", "Enter a number 0-365."),
}  # fmt: skip
"""Types that are another type with a constraint and a hint unless the form gives its own."""

UNSEEN = frozenset(
    [
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        "start-geopoint",
        "background-audio",
        "uri:deviceid",
        "uri:subscriberid",
        "uri:simserial",
        "uri:phonenumber",
        "uri:username",
        "uri:email",
    ]
)
"""Types that are never shown."""

NOT_ON_A_KIOSK = frozenset(
    [
        "geopoint",
        "geotrace",
        "geoshape",
        "start-geopoint",
        "background-geopoint",
        "background-audio",
        "osm",
        "video",
        "file",
        "audit",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "uri:deviceid",
        "uri:subscriberid",
        "uri:simserial",
        "uri:phonenumber",
        "uri:username",
        "uri:email",
    ]
)
"""Types that a kiosk leaves out; named when the form is read."""

TRANSLATED = {
    ("label",): "label",
    ("hint",): "hint",
    ("guidance_hint",): "guidance_hint",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "jr:noAppErrorString"): "no_app_error_string",
    ("media", "image"): "image",
    ("media", "big-image"): "big-image",
    ("media", "audio"): "audio",
    ("media", "video"): "video",
}
"""Columns that hold words per language → the property of a node or a choice."""

BIND_FIELDS = {
    "relevant": "relevant",
    "required": "required",
    "readonly": "readonly",
    "constraint": "constraint",
    "calculate": "calculation",
}
