"""A campaign that says all of its kiosks that a campaign can say. Shared by every room."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from survey.campaign import Campaign
from survey.conduct import (
    Arm,
    AssignedBy,
    Conduct,
    Hours,
    Idle,
    LeftBehind,
    OneTap,
    Quota,
    Trial,
    Voucher,
    Way,
)
from tests.builders import AREA, AREAS, RATINGS, small_campaign, texts

ARMS = tuple(UUID(f"a2000000-0000-4000-8000-00000000000{n}") for n in (1, 2))
"""Of faces on the first screen, and of all questions."""

CONDUCT = Conduct(
    way=Way.QUESTIONNAIRE,
    one_tap=OneTap(question=RATINGS[0], least_seconds=5, follow_up=True),
    idle=Idle(seconds=120, countdown=60, left_behind=LeftBehind.DISCARD),
    hours=(
        Hours(weekday=0, opens=540, closes=720), Hours(weekday=0, opens=780, closes=1_080),
        Hours(weekday=5, opens=600, closes=1_440),
    ),
    paradata_seconds=10,
    trial=Trial(
        arms=(
            Arm(id=ARMS[0], name="Faces", way=Way.ONE_TAP, questions=(RATINGS[0], AREA), share=2),
            Arm(id=ARMS[1], name="All questions"),
        ),
        by=AssignedBy.HALF_DAY,
    ),
    quotas=(Quota(wanted=200), Quota(wanted=50, question=AREA, choice=AREAS[0])),
    voucher=Voucher(text=texts("En kopp kaffe i caféet.", "A cup of coffee in the café.")),
    not_for=texts("Klagomål: ring 060-00 00 00.", "Complaints: ring 060-00 00 00."),
    attract=texts("Hur var det här i dag?", "How was it here today?"),
)


def conducted_campaign() -> Campaign:
    """The small campaign with all of :data:`CONDUCT`, and a consent that was read over in both."""
    plain = small_campaign()
    consent = replace(plain.consent, reviewed=("sv", "en"))
    return replace(plain, conduct=CONDUCT, consent=consent, use_partials=True)
