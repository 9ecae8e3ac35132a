from __future__ import annotations

from survey.forms.engine.order import Met, stops
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import opened_xform, still, xform

TOWNS = (
    '<instance id="t"><root><item><name>u</name><label>U</label><land>se</land></item>'
    "<item><name>l</name><label>L</label><land>se</land></item>"
    "<item><name>o</name><label>O</label><land>no</land></item></root></instance>"
)


def bind(path: str, **told: str) -> str:
    given = " ".join(f'{name.replace("_", ":")}="{value}"' for name, value in told.items())
    return f'<bind nodeset="/data/{path}" {given}/>'


def asked(path: str, inside: str = "") -> str:
    return f'<input ref="/data/{path}">{inside}</input>'


def setting(target: str, value: str, event: str = "xforms-value-changed") -> str:
    return f'<setvalue event="{event}" ref="/data/{target}" value="{value}"/>'


def repeat(path: str, inside: str, count: str = "") -> str:
    counted = f' jr:count="{count}"' if count else ""
    return f'<repeat nodeset="/data/{path}"{counted}>{inside}</repeat>'


def form(instance: str, binds: str = "", body: str = "", model: str = "") -> RunningForm:
    return opened_xform(xform(instance, binds, body, model))


def values(running: RunningForm, *refs: str) -> list[object]:
    state = state_of(running)
    return [state[f"/data/{ref}"]["value"] for ref in refs]


def test_a_row_may_add_to_the_row_before_it_also_when_one_is_taken_away() -> None:
    before = "/data/r[position() = position(current()/..) - 1]/t"
    running = form(
        "<r><n>1</n><t/></r>",
        bind("r/t", type="int", calculate=f"../n + coalesce({before}, 0)"),
        repeat("r", asked("r/n")),
    )
    running.add_repeat("/data/r")
    running.add_repeat("/data/r")
    for number, value in enumerate("523", 1):
        running.answer(f"/data/r[{number}]/n", value)
    assert values(running, "r[1]/t", "r[2]/t", "r[3]/t") == ["5", "7", "10"]
    running.remove_repeat("/data/r[1]")
    assert values(running, "r[1]/t", "r[2]/t") == ["2", "5"]


def test_a_repeat_may_be_shown_by_its_own_position() -> None:
    running = form("<r><q/></r>", bind("r", relevant="position(.) != 2"), repeat("r", asked("r/q")))
    running.add_repeat("/data/r")
    running.add_repeat("/data/r")
    running.remove_repeat("/data/r[1]")
    state = state_of(running)
    assert [state[f"/data/r[{n}]"]["relevant"] for n in (1, 2)] == [True, False]


def test_inner_repeats_are_counted_each_by_their_own_answer() -> None:
    inner = asked("o/n") + repeat("o/i", asked("o/i/q"), "../n")
    running = form(
        "<o><n/><i><q/></i><c/></o>",
        bind("o/n", type="int") + bind("o/c", calculate="count(../i)"),
        repeat("o", inner),
    )
    running.add_repeat("/data/o")
    running.answer("/data/o[1]/n", "2")
    running.answer("/data/o[2]/n", "3")
    assert values(running, "o[1]/c", "o[2]/c") == ["2", "3"]


def test_an_action_sets_what_its_predicate_finds_and_its_own_row_else() -> None:
    running = form(
        "<s/><n>2</n><r><a/><b/></r>",
        "",
        asked("s", setting("r[position() = /data/n]/a", "/data/s"))
        + repeat("r", asked("r/a", setting("r/b", "concat(../a, '!')"))),
    )
    running.add_repeat("/data/r")
    running.answer("/data/s", "k")
    assert values(running, "r[1]/a", "r[2]/a", "r[1]/b", "r[2]/b") == ["", "k", "", "k!"]


def test_counted_instances_are_told_that_they_are_new_with_those_before_them() -> None:
    last = "/data/r[position() = position(current()/..) - 1]/a"
    actions = setting("r/a", "position(..)", "odk-new-repeat") + setting(
        "r/p", last, "odk-new-repeat"
    )
    running = form(
        '<n>3</n><r jr:template=""><a/><p/></r>', "",
        repeat("r", actions + asked("r/a"), "/data/n"),
    )  # fmt: skip
    assert values(running, "r[1]/a", "r[2]/a", "r[3]/a") == ["1", "2", "3"]
    assert values(running, "r[1]/p", "r[2]/p", "r[3]/p") == ["", "1", "2"]


def test_actions_that_set_off_one_another_for_ever_end() -> None:
    body = asked("a", setting("b", "/data/a + 1")) + asked("b", setting("a", "/data/b + 1"))
    running = form("<a/><b/>", "", body)
    running.answer("/data/a", "1")
    assert int(str(values(running, "a")[0])) > 100


def test_choices_that_go_are_taken_out_of_answers_with_several() -> None:
    chosen = "instance('t')/root/item[land = current()/../c or land = 'no']"
    body = (
        f'{asked("c")}<select ref="/data/q"><itemset nodeset="{chosen}">'
        '<value ref="name"/><label ref="label"/></itemset></select>'
    )
    running = form("<c>se</c><q/>", "", body, TOWNS)
    running.answer("/data/q", "u o")
    running.answer("/data/c", "no")
    assert values(running, "q") == ["o"]


def test_words_are_a_seed_and_give_the_same_order_each_time() -> None:
    mixed = "randomize(instance('t')/root/item, /data/s)"
    body = (
        f'{asked("s")}<select1 ref="/data/x"><itemset nodeset="{mixed}">'
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
    orders = set()
    for seed in ("foo", "bar", "baz", "a b"):
        running = form(f"<s>{seed}</s><x/>", "", body, TOWNS)
        again = form(f"<s>{seed}</s><x/>", "", body, TOWNS)
        found = [name for name, _ in state_of(running)["/data/x"]["choices"]]
        assert found == [name for name, _ in state_of(again)["/data/x"]["choices"]]
        orders.add("".join(found))
    assert len(orders) > 1


def test_a_day_counted_on_stays_a_day_as_a_time() -> None:
    expression = "date-time(decimal-date-time('2003-03-12') + 280)"
    running = form("<d/>", bind("d", calculate=expression))
    assert values(running, "d") == ["2003-12-17"]


def test_a_bound_attribute_is_calculated_preloaded_and_read() -> None:
    running = form(
        '<a/><b v="" u=""/><c/>',
        bind("b/@v", calculate="/data/a * 2")
        + bind("b/@u", jr_preload="uid")
        + bind("c", calculate="concat(/data/b/@v, '!')"),
        asked("a"),
    )
    running.answer("/data/a", "4")
    assert values(running, "c") == ["8!"]
    assert '<b v="8" u="uuid:' in instance_xml(running)


def test_a_row_is_found_by_an_attribute_of_a_table() -> None:
    table = '<instance id="t"><root><item k="a"><v>1</v></item><item k="b"/></root></instance>'
    running = form("<c/>", bind("c", calculate="pulldata('t', 'v', '@k', 'a')"), "", table)
    assert values(running, "c") == ["1"]


def test_the_body_says_the_order_and_groups_that_hold_no_answers() -> None:
    body = (
        f'{asked("b")}<group appearance="field-list"><label>Both</label>'
        f'{asked("a")}{asked("g/c")}</group>'
    )
    running = form("<a/><b/><g><c/></g>", bind("g", relevant="/data/b != 'no'"), body)
    assert [place.appearance for place in running.form.layout] == ["", "field-list"]
    assert [s.ref for s in stops(running)] == ["/data/b", "/data/a", "/data/g/c"]
    running.answer("/data/b", "no")
    assert [s.ref for s in stops(running)] == ["/data/b", "/data/a"]


def test_a_body_in_the_order_of_the_data_needs_no_layout() -> None:
    inside = f'<group><label>People</label>{repeat("r", asked("r/q"))}</group>'
    running = form("<a/><r><q/></r>", "", asked("a") + inside)
    assert running.form.layout == ()
    assert state_of(running)["/data/r#range"]["label"] == "People"
    assert [s.met for s in stops(running)] == [
        Met.QUESTION, Met.INSTANCE, Met.QUESTION, Met.ADD,
    ]  # fmt: skip


def test_actions_of_the_first_opening_happen_in_their_order_and_not_again() -> None:
    first = "odk-instance-first-load"
    model = setting("a", "'y'", first) + setting("b", "/data/a", first)
    source = xform("<a>x</a><b/>", "", asked("a"), model)
    running = opened_xform(source)
    assert values(running, "a", "b") == ["y", "y"]
    running.answer("/data/a", "z")
    saved = instance_xml(running)
    again = RunningForm(running.form, still(), saved)
    assert values(again, "a", "b") == ["z", "y"]
