"""The types of XLSForm in all their spellings, and what each needs."""

from __future__ import annotations

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

FOREIGN = dict.fromkeys((
    "begin_score", "begin score", "score__row", "end_score", "end score", "begin_rank",
    "begin rank", "rank__level", "end_rank", "end rank", "begin_kobomatrix", "begin kobomatrix",
    "end_kobomatrix", "end kobomatrix",
), "KoboToolbox") | dict.fromkeys((
    "text audit", "audio audit", "calculate_here", "caseid", "comments", "devicephonenum",
    "enumerator", "sensor_statistic", "sensor_stream", "speed violations audit",
    "speed violations count", "speed violations list",
), "SurveyCTO")  # fmt: skip
"""Types that one tool alone knows → that tool."""

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

NOT_COLLECTED = frozenset(["start", "end", "today"])
"""Types whose value tells when somebody answered: for the form's own calculations only."""

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
