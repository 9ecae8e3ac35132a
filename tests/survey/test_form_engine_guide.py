"""The examples of ODK's guides, run."""

from __future__ import annotations

from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import opened, opened_xform, still, xform

YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def values(form: RunningForm, *refs: str) -> list[object]:
    state = state_of(form)
    return [state[f"/data/{ref}"].get("value", state[f"/data/{ref}"].get("count")) for ref in refs]


def choices(form: RunningForm, ref: str) -> list[str]:
    return [name for name, _ in state_of(form)[f"/data/{ref}"]["choices"]]


def test_a_question_shown_by_another_answer_is_not_shown_while_that_is_empty() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | relevant | calculation |
        |  | image | one | One | | |
        |  | image | two | Two | ${one} | |
        |  | calculate | said | | | if(not(${one}), 'none', if(true(), ../one, '')) |
        |  | calculate | both | | | if(if(${two}, ${one}, ${two}), 'yes', 'no') |
        |  | begin repeat | r | R | | |
        |  | text | a | A | | |
        |  | text | b | B | ${a} and not(${one}) | |
        |  | end repeat | | | | |
        """
    )
    shown = [state_of(form)[ref]["relevant"] for ref in ("/data/two", "/data/r[1]/b")]
    assert (shown, values(form, "said", "both")) == ([False, False], ["none", "no"])
    form.answer("/data/r[1]/a", "x")
    assert state_of(form)["/data/r[1]/b"]["relevant"]
    form.answer("/data/one", "a.png")
    form.answer("/data/two", "b.png")
    shown = [state_of(form)[ref]["relevant"] for ref in ("/data/two", "/data/r[1]/b")]
    assert (shown, values(form, "said", "both")) == ([True, False], ["a.png", "yes"])


def test_a_relative_path_reads_as_empty_when_its_node_is_not_relevant() -> None:
    binds = (
        '<bind nodeset="/data/g/a" relevant="false()"/>'
        "<bind nodeset=\"/data/g/b\" calculate=\"if(../a = '', 'empty', 'full')\"/>"
    )
    form = opened_xform(xform("<g><a/><b/></g>", binds, '<input ref="/data/g/a"/>'))
    assert values(form, "g/b") == ["empty"]


def test_a_relative_path_that_leads_down_into_a_repeat_means_all_its_instances() -> None:
    binds = '<bind nodeset="/data/r/s" calculate="sum(../../r/n)"/>'
    body = '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>'
    form = opened_xform(xform("<r><n>5</n><s/></r><r><n>7</n><s/></r>", binds, body))
    assert values(form, "r[1]/s", "r[2]/s") == ["12", "12"]


def test_instances_that_a_smaller_count_takes_away_come_back_with_a_larger_one() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | repeat_count | relevant | calculation |
        |  | integer | n | N | | | |
        |  | begin repeat | guest | Guest | ${n} | | |
        |  | text | name | Name | | | |
        |  | text | diet | Diet | | ${name} = 'Bo' | |
        |  | end repeat | | | | | |
        |  | calculate | all | | | | join(' ', ${name}) |
        """
    )
    form.answer("/data/n", "2")
    form.answer("/data/guest[1]/name", "Ann")
    form.answer("/data/guest[2]/name", "Bo")
    form.answer("/data/guest[2]/diet", "fish")
    form.answer("/data/n", "1")
    assert values(form, "guest#range", "all") == [1, "Ann"]
    assert "Bo" not in instance_xml(form)
    form.answer("/data/n", "3")
    assert values(form, "guest#range", "all", "guest[2]/diet") == [3, "Ann Bo ", "fish"]
    assert not state_of(form)["/data/guest[3]/diet"]["relevant"]
    form.answer("/data/n", "-4")
    assert values(form, "guest#range", "all") == [0, ""]


def test_questions_are_repeated_as_long_as_a_condition_is_met() -> None:
    more = "if(${count} = 0 or ${plant}[position()=${count}]/more = 'yes', ${count} + 1, ${count})"
    form = opened(
        f"""
        | survey |
        |  | type | name | label | calculation | repeat_count |
        |  | calculate | count | | count(${{plant}}) | |
        |  | begin_repeat | plant | Plant | | {more} |
        |  | text | species | Species | | |
        |  | select_one yn | more | More? | | |
        |  | end_repeat | | | | |
        {YES_NO}"""
    )
    assert values(form, "plant#range") == [1]
    form.answer("/data/plant[1]/more", "yes")
    form.answer("/data/plant[2]/more", "yes")
    form.answer("/data/plant[3]/more", "no")
    assert values(form, "plant#range", "count") == [3, "3"]


def test_a_second_repeat_follows_up_the_first() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | repeat_count | calculation |
        |  | begin_repeat | child | Child | | |
        |  | text | name | Name | | |
        |  | end_repeat | | | | |
        |  | begin_repeat | more | About | count(${child}) | |
        |  | calculate | who | | | indexed-repeat(${name}, ${child}, position(..)) |
        |  | integer | age | Age of ${who} | | |
        |  | end_repeat | | | | |
        """
    )
    form.answer("/data/child[1]/name", "Ann")
    form.add_repeat("/data/child")
    form.answer("/data/child[2]/name", "Bo")
    assert state_of(form)["/data/more[2]/age"]["label"] == "Age of Bo"
    form.remove_repeat("/data/child[1]")
    assert values(form, "more#range", "more[1]/who") == [1, "Bo"]


def test_a_new_instance_begins_with_the_answer_of_the_one_before() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | default |
        |  | begin_repeat | tree | Tree | |
        |  | text | species | Species | ${tree}[position() = position(current()/..) - 1]/species |
        |  | end_repeat | | | |
        """
    )
    form.answer("/data/tree[1]/species", "oak")
    form.add_repeat("/data/tree")
    form.answer("/data/tree[1]/species", "elm")
    assert values(form, "tree[1]/species", "tree[2]/species") == ["elm", "oak"]


def test_the_label_of_a_choice_inside_a_repeat_is_of_its_own_instance() -> None:
    form = opened(
        f"""
        | survey |
        |  | type | name | label | calculation |
        |  | begin repeat | r | R | |
        |  | select_one yn | q | Q | |
        |  | calculate | said | | jr:choice-name(${{q}}, '${{q}}') |
        |  | end repeat | | | |
        {YES_NO}"""
    )
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/q", "yes")
    form.answer("/data/r[2]/q", "no")
    assert values(form, "r[1]/said", "r[2]/said") == ["Yes", "No"]


LAST_SAVED = """
| survey |
|  | type | name | label | default | calculation |
|  | text | street | Street | ${last-saved#street} | |
|  | calculate | before | | | concat('was ', ${last-saved#street}) |
"""


def test_what_was_last_saved_is_a_default_and_nothing_the_first_time() -> None:
    first = opened(LAST_SAVED)
    assert values(first, "street", "before") == ["", "was "]
    assert first.rules.findings.problems() == ()
    saved = {"jr://instance/last-saved": b"<data><street>Storgatan</street></data>"}
    again = opened(LAST_SAVED, still(files=saved))
    assert values(again, "street", "before") == ["Storgatan", "was Storgatan"]


def test_choices_shuffled_without_a_seed_stand_still_while_the_form_is_open() -> None:
    many = "".join(f"|  | o | {n} | L{n} |\n" for n in range(30))
    form = opened(
        "| survey |\n|  | type | name | label | parameters |\n"
        "|  | select_one o | a | A | randomize=true |\n|  | rank o | b | B | randomize=true |\n"
        f"| choices |\n|  | list_name | name | label |\n{many}"
    )
    first, other = choices(form, "a"), choices(form, "b")
    form.answer("/data/a", first[0])
    assert (choices(form, "a"), choices(form, "b")) == (first, other)
    assert first != other
    assert sorted(map(int, first)) == list(range(30)) != list(map(int, first))


def test_what_is_no_choice_is_no_answer() -> None:
    form = opened(
        f"""
        | survey |
        |  | type | name | label | choice_filter | appearance |
        |  | select_one yn | one | One | | |
        |  | select_multiple yn | some | Some | | |
        |  | rank yn | order | Order | | |
        |  | select_one yn | left | Left | name != ${{one}} | |
        |  | select_one town | sought | Sought | | search('there') |
        |  | select_one_from_file gone.csv | gone | Gone | | |
        {YES_NO}| | town | name_key | label |
"""
    )
    form.answer("/data/one", "maybe")
    form.answer("/data/some", "no maybe yes")
    form.answer("/data/order", "yes maybe no")
    assert values(form, "one", "some", "order") == ["", "no yes", "yes no"]
    form.answer("/data/one", "no")
    form.answer("/data/left", "no")
    assert values(form, "one", "left") == ["no", ""]
    form.answer("/data/sought", "umea")
    form.answer("/data/gone", "umea")
    assert values(form, "sought", "gone") == ["umea", "umea"]


def test_a_record_has_an_id_also_where_the_form_spells_that_otherwise() -> None:
    instance = "<a/><p/><meta><instanceID/></meta>"
    binds = '<bind nodeset="/data/meta/instanceID" preload="uid"/>' + (
        '<bind nodeset="/data/p" jr:preload="property" jr:preloadParams="phone number"/>'
    )
    form = opened_xform(xform(instance, binds, '<input ref="/data/a"/>'), still(phonenumber="070"))
    assert str(values(form, "meta/instanceID")[0]).startswith("uuid:")
    assert values(form, "p") == ["070"]


def test_a_form_opens_without_the_file_its_filtered_choices_stand_in() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | choice_filter |
        |  | text | land | Land | |
        |  | select_one_from_file towns.csv | town | Town | land = ${land} |
        """
    )
    assert choices(form, "town") == []
    form.answer("/data/land", "se")
    assert choices(form, "town") == []


def test_a_list_of_external_choices_may_be_called_like_a_plain_one() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | choice_filter |
        |  | select_one town | plain | Plain | |
        |  | select_one_external town | other | Other | land = 'se' |
        | choices |
        |  | list_name | name | label |
        |  | town | a | A |
        | external_choices |
        |  | list_name | name | label | land |
        |  | town | b | B | se |
        |  | town | c | C | no |
        """
    )
    assert (choices(form, "plain"), choices(form, "other")) == (["a"], ["b"])


def test_a_group_may_be_shown_by_what_stands_in_it() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | relevant | default | calculation | trigger |
        |  | text | t | T | | | | |
        |  | begin group | inputs | I | ./source = 'user' | | | |
        |  | hidden | source | | | user | ${t} | ${t} |
        |  | calculate | twice | | | | concat(${source}, ${source}) | |
        |  | text | name | Name | | | | |
        |  | end group | | | | | | |
        """
    )
    ref = "/data/inputs/name"
    assert state_of(form)[ref]["relevant"]
    assert {problem.code for problem in form.rules.findings.problems()} == {"shown-by-itself"}
    form.answer(ref, "Ann")
    form.answer("/data/t", "other")
    assert not state_of(form)[ref]["relevant"]
    assert "Ann" not in instance_xml(form)
    form.answer("/data/t", "user")
    assert values(form, "inputs/name", "inputs/twice") == ["Ann", "useruser"]
