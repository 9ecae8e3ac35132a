"""Does everything about answers add up? Every place of the ledger accounted for, every decision."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.workspace import corrections, erasures

_LEDGER = f"""
SELECT c.number, (SELECT count(*) FROM ledger x WHERE x.campaign = c.number) places,
  (SELECT count(*) FROM response x WHERE x.campaign = c.number)
  + (SELECT count(*) FROM session_event x WHERE x.campaign = c.number)
  + (SELECT count(*) FROM note x WHERE x.campaign = c.number)
  + (SELECT count(*) FROM kept x WHERE x.campaign = c.number)
  + (SELECT count(*) FROM withdrawal x WHERE x.campaign = c.number)
  + (SELECT coalesce(sum(x.records), 0) FROM erasure x WHERE x.campaign = c.number
     AND x.what IN ({",".join(f"'{what}'" for what in erasures.OF_THE_LEDGER)})) accounted
FROM campaign c ORDER BY c.number
"""  # noqa: S608

_OF_NOTHING = """
SELECT count(*) FROM {table} t
WHERE NOT EXISTS (SELECT 1 FROM response r WHERE r.campaign = t.campaign AND r.id = t.response)
AND NOT EXISTS (SELECT 1 FROM session_event e
  WHERE e.campaign = t.campaign AND e.id = t.response)
AND NOT EXISTS (SELECT 1 FROM note n WHERE n.campaign = t.campaign AND n.id = t.response)
"""
_NEWEST = """
SELECT count(*) FROM review t JOIN {table} r ON r.campaign = t.campaign AND r.id = t.response
WHERE r.state <> t.state AND t.number = (SELECT max(v.number) FROM review v
  WHERE v.campaign = t.campaign AND v.response = t.response)
"""
_NO_REASON = """
SELECT count(*) FROM {table} r WHERE r.state <> 0 AND NOT EXISTS
(SELECT 1 FROM review v WHERE v.campaign = r.campaign AND v.response = r.id)
"""

_NONE_OF: tuple[tuple[str, str], ...] = (
    (
        "answers are here though they were withdrawn",
        "SELECT count(*) FROM response r JOIN withdrawn w ON w.code = r.code"
        " WHERE r.code IS NOT NULL",
    ),
    ("decisions are about answers that are gone", _OF_NOTHING.format(table="review")),
    (
        "corrections are of answers that are gone",
        _OF_NOTHING.format(table="correction"),
    ),
    (
        "answers have another state than was decided last",
        f"SELECT ({_NEWEST.format(table='response')})"
        f" + ({_NEWEST.format(table='session_event')}) + ({_NEWEST.format(table='note')})",
    ),
    (
        "answers do not count, and nobody decided so",
        f"SELECT ({_NO_REASON.format(table='response')})"
        f" + ({_NO_REASON.format(table='session_event')})"
        f" + ({_NO_REASON.format(table='note')})",
    ),
    (
        "answers are tied to their bundles longer than they may be",
        "SELECT count(*) FROM fresh f JOIN batch b ON b.number = f.batch"
        " JOIN stream s ON s.number = b.stream WHERE b.number <= s.acknowledged AND b.at"
        " + 3600 * (SELECT fresh_hours FROM organisation) < (SELECT max(issued) FROM receipt)",
    ),
    ("ties to bundles are of answers that are gone", _OF_NOTHING.format(table="fresh")),
    (
        "withdrawals have no place in the ledger",
        "SELECT count(*) FROM withdrawal w WHERE NOT EXISTS (SELECT 1 FROM ledger l"
        " WHERE l.campaign = w.campaign AND l.epoch = w.epoch AND l.n = w.n)",
    ),
    (
        "unreadable records are in the ledger as well",
        "SELECT count(*) FROM unreadable u JOIN epoch e ON e.stream = u.stream AND e.id = u.epoch"
        " JOIN ledger l ON l.campaign = e.campaign AND l.epoch = e.number AND l.n = u.n",
    ),
)
_LEFT_OVER = (
    "SELECT count(*) FROM circumstance c WHERE c.number NOT IN"
    " (SELECT r.circumstance FROM response r)"
)


def checks(connection: Connection) -> tuple[str, ...]:
    """What does not add up, in words with counts; empty when all is well."""
    faults = []
    for row in connection.exec_driver_sql(_LEDGER).all():
        more = row.places - int(row.accounted)
        if more:
            what = "records more" if more > 0 else "records fewer"
            faults.append(f"{abs(more)} {what} in the ledger of survey {row.number} than elsewhere")
    for words, query in _NONE_OF:
        count = int(connection.exec_driver_sql(query).scalar_one())
        if count:
            faults.append(f"{count} {words}")
    return (*faults, *corrections.checks(connection))


def leftovers(connection: Connection) -> tuple[str, ...]:
    """What should have gone with its answers. No reason to refuse a backup, for nothing is wrong
    with what it holds; but it tells when and where somebody answered, so a person should know.
    """
    count = int(connection.exec_driver_sql(_LEFT_OVER).scalar_one())
    return (f"{count} circumstances are of no answer",) if count else ()
