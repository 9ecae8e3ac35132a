"""What comes, goes or changes in one instance is felt wherever it is read."""

from __future__ import annotations

import pytest

from survey.forms.engine.running import RunningForm
from tests.forms import opened, opened_xform, xform

NESTED = """
| survey |
| | type | name | label | repeat_count | calculation |
| | integer | n | N | | |
| | begin repeat | p | P | ${n} | |
| | begin repeat | pet | Pet | | |
| | integer | age | Age | | |
| | end repeat | | | | |
| | end repeat | | | | |
| | calculate | ages | | | sum(${age}) |
| | calculate | pets | | | count(${pet}) |
"""


def told(form: RunningForm, *names: str) -> list[str]:
    return [form.find(f"/data/{name}").value for name in names]


def test_what_stood_in_any_row_that_goes_or_comes_back_is_felt() -> None:
    form = opened(NESTED)
    form.answer("/data/n", "3")
    form.add_repeat("/data/p[2]/pet")
    form.answer("/data/p[2]/pet[1]/age", "5")
    assert told(form, "ages", "pets") == ["5", "1"]
    form.answer("/data/n", "1")
    assert told(form, "ages", "pets") == ["0", "0"]
    form.answer("/data/n", "3")
    assert told(form, "ages", "pets") == ["5", "1"]


@pytest.mark.parametrize(
    "before",
    [
        "../../r[position() = position(current()/..) - 1]/x",
        "/data/r[position() = position(current()/..) - 1]/x",
        "coalesce(../../r[position() = position(current()/..) - 1]/x, '')",
    ],
)
def test_what_is_carried_forward_from_row_to_row_follows_the_first(before: str) -> None:
    carry = f"if(position(..) = 1, ../own, {before})"
    form = opened_xform(
        xform(
            "<r><own/><x/></r><r><own/><x/></r><r><own/><x/></r>",
            f'<bind nodeset="/data/r/x" calculate="{carry}"/>',
            '<repeat nodeset="/data/r"><input ref="/data/r/own"/></repeat>',
        )
    )
    for value in ("7", "8"):
        form.answer("/data/r[1]/own", value)
        assert told(form, *(f"r[{n}]/x" for n in (1, 2, 3))) == [value] * 3
