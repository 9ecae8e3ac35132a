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
