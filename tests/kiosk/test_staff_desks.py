"""The desks of the staff's corner: what they show, what they change, what they refuse."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from threading import get_ident
from uuid import UUID

import pytest

from assets.words import Words
from kiosk.staff.dimming import light, set_light
from kiosk.staff.page import Fact
from kiosk.staff.pages import page_for
from kiosk.staff.screens import (
    Checked,
    Choices,
    CodeEntry,
    Comforts,
    Folders,
    Home,
    Loaded,
    Log,
    OccasionEntry,
    Offers,
    SelfTested,
    TakenOut,
    Told,
    Working,
)
from kiosk.staff.settings import FILE, Settings, read_settings, write_settings
from kiosk.staff.sticks import sticks
from kiosk.staff.wishes import Deed, Desk, Leave
from storage import bodies as encoded
from storage import waiting
from storage.device_log import DeviceLog
from storage.errors import Damaged
from storage.kiosk import proving
from survey.device_notes import Occasion, Trouble
from sync.enrolment import fingerprint
from sync.package import file_name
from sync.provision import write_provision
from tests.builders import small_campaign
from tests.kiosk.package_builders import ONE_UNIT, packaged
from tests.kiosk.staff_builders import NOW, Staff, staff_at
from tests.storage.kiosk_builders import ORGANISATION, bodies

CAMPAIGN = small_campaign()


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    found = staff_at(tmp_path, CAMPAIGN)
    found.enter()
    return found


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    found = tmp_path / "stick"
    found.mkdir()
    return found


def checks(staff: Staff) -> dict[str, Checked]:
    return {check.what: check for check in staff.now(SelfTested).checks}


def test_a_place_that_is_chosen_holds_after_a_restart(staff: Staff) -> None:
    staff.go(Desk.PLACE)
    second = CAMPAIGN.units[1]
    staff.press(Deed.CHOOSE, str(second.id))
    assert staff.now(Choices).chosen == (str(second.id),)
    assert read_settings(staff.directory).unit == str(second.id)


def test_a_place_that_there_is_none_of_is_not_taken(staff: Staff) -> None:
    staff.go(Desk.PLACE)
    staff.press(Deed.CHOOSE, "nowhere")
    assert staff.now(Choices).chosen == ()


def test_a_language_can_be_left_out_but_never_the_last(staff: Staff) -> None:
    staff.go(Desk.LANGUAGES)
    every = CAMPAIGN.languages
    assert staff.now(Choices).chosen == every
    for tag in every:
        staff.press(Deed.CHOOSE, tag)
    assert staff.now(Choices).chosen == every[-1:]
    staff.press(Deed.CHOOSE, every[0])
    assert staff.now(Choices).chosen == (every[0], *every[-1:])


def test_sound_and_light_go_in_steps_and_stop_at_their_ends(staff: Staff) -> None:
    staff.go(Desk.COMFORT)
    for _ in range(9):
        staff.press(Deed.DARKER)
        staff.press(Deed.QUIETER)
    assert (staff.now(Comforts).brightness, staff.now(Comforts).sound) == (40, 0)
    assert staff.settings == read_settings(staff.directory)


def test_settings_that_were_damaged_are_the_usual_ones(tmp_path: Path) -> None:
    for text in ("", "[]", "{", '{"sound": "loud", "brightness": -4, "locked": 1, "unit": 7}'):
        (tmp_path / FILE).write_text(text, "utf-8")
        found = read_settings(tmp_path)
        assert (found.sound, found.locked, found.unit) == (100, False, "")
        assert found.brightness >= 40


def test_settings_are_read_as_they_were_written(tmp_path: Path) -> None:
    whole = Settings(unit="Entré", languages=("sv", "ar"), sound=0, brightness=60, locked=True)
    write_settings(tmp_path, whole)
    assert read_settings(tmp_path) == whole


def test_the_light_of_the_screen_is_set_where_the_system_lets_it(tmp_path: Path) -> None:
    assert light(tmp_path / "none") is None
    screen = tmp_path / "intel_backlight"
    screen.mkdir()
    (screen / "max_brightness").write_text("937\n", "ascii")
    (screen / "brightness").write_text("937\n", "ascii")
    found = light(tmp_path)
    assert found == screen
    assert set_light(screen, 40)
    assert (screen / "brightness").read_text("ascii") == "374"
    (screen / "max_brightness").write_text("much", "ascii")
    assert not set_light(screen, 40)


def test_an_occasion_is_begun_counted_and_ended_as_a_record(staff: Staff) -> None:
    staff.go(Desk.OCCASION)
    staff.fill(Deed.BEGIN, "Somaliska föreningen", "Kvinnor")
    assert staff.now(Told).code == "occasion-begun"
    for _ in range(4):
        staff.store.occasions.answered(CAMPAIGN.id)
    staff.go(Desk.HOME)
    assert staff.now(Home).status.occasion == "Somaliska föreningen"
    staff.go(Desk.OCCASION)
    assert staff.now(OccasionEntry).answered == 4
    staff.fill(Deed.FINISH, "40", "12", "5")
    assert staff.now(Told).number == 4
    done = encoded.decode(bodies(staff.store)[-1])
    assert isinstance(done, Occasion)
    assert (done.present, done.asked, done.declined, done.answered) == (40, 12, 5, 4)
    assert done.unit == CAMPAIGN.units[0].id


def test_an_occasion_ends_as_a_record_of_its_own_survey(staff: Staff) -> None:
    staff.go(Desk.OCCASION)
    staff.fill(Deed.BEGIN, "Somaliska föreningen", "")
    mine = staff.store.package()
    other = replace(ONE_UNIT, id=UUID(int=9))
    staff.store.install(packaged(other))
    staff.store.show(other.id)
    staff.go(Desk.OCCASION)
    staff.fill(Deed.FINISH, "4", "2", "1")
    assert staff.now(Told).code == "occasion-ended"
    assert mine is not None
    assert {batch.package_hash for batch in staff.store.pending()} == {mine.hash}
    shown = staff.store.package()
    assert shown is not None and shown.campaign == other.id, "the other is on show again"


def test_an_occasion_of_a_survey_that_has_ended_is_let_go(staff: Staff) -> None:
    staff.go(Desk.OCCASION)
    staff.fill(Deed.BEGIN, "Somaliska föreningen", "")
    found = staff.store.package()
    assert found is not None
    staff.store.install(replace(found, version=found.version + 1, recipients=(), hash=bytes(32)))
    staff.go(Desk.OCCASION)
    staff.fill(Deed.FINISH, "4", "2", "1")
    assert staff.now(Told).code == "occasion-dropped"
    assert "nothing of the occasion was kept" in str(page_for(staff.now(Told), Words("en")))
    assert staff.store.occasions.now() is None and staff.store.waiting() == 0


@pytest.mark.parametrize(("counts", "trouble"), [
    (("", "", ""), "no-number"), (("many", "2", "1"), "no-number"), (("-1", "2", "1"), "no-number"),
    (("100001", "2", "1"), "no-number"), (("2", "3", "0"), "counts"), (("9", "3", "4"), "counts"),
])
def test_counts_that_cannot_be_are_asked_for_again(
    staff: Staff, counts: tuple[str, str, str], trouble: str
) -> None:
    staff.go(Desk.OCCASION)
    staff.fill(Deed.BEGIN, "Föreningen", "")
    staff.go(Desk.OCCASION)
    staff.fill(Deed.FINISH, *counts)
    assert staff.now(OccasionEntry).trouble == trouble
    assert staff.store.waiting() == 0


def test_an_occasion_without_a_name_does_not_begin(staff: Staff) -> None:
    staff.go(Desk.OCCASION)
    staff.fill(Deed.BEGIN, "  ", "Kvinnor")
    assert staff.now(OccasionEntry).trouble == "no-name"


def test_taking_out_writes_what_waits_and_says_how_much(staff: Staff, stick: Path) -> None:
    staff.sticks = (stick,)
    staff.store.journal().append(b"sealed")
    staff.go(Desk.TAKE_OUT)
    assert staff.now(Folders).folders == (str(stick),)
    staff.press(Deed.CHOOSE, str(stick))
    done = staff.now(TakenOut)
    assert (done.records, done.bundles, done.problems, done.waiting) == (1, 1, (), 1)
    assert [file.suffix for file in stick.iterdir()].count(".vbundle") == 1
    assert [(note.code, note.number) for note in staff.store.noted.newest()] == [("taken-out", 1)]


def test_taking_out_can_be_stopped_and_what_is_written_is_whole(staff: Staff, stick: Path) -> None:
    staff.sticks, staff.slow = (stick,), True
    staff.store.journal().append(b"sealed")
    staff.go(Desk.TAKE_OUT)
    staff.press(Deed.CHOOSE, str(stick))
    assert staff.now(Working).of == "take-out"
    staff.press(Deed.CANCEL)
    staff.work()
    assert staff.now(TakenOut).cancelled
    assert not [file for file in stick.iterdir() if file.name.startswith(".tmp")]


def test_a_folder_that_is_no_stick_is_not_written_to(staff: Staff, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    staff.go(Desk.TAKE_OUT)
    staff.press(Deed.CHOOSE, str(elsewhere))
    assert list(elsewhere.iterdir()) == []


def test_a_stick_that_was_pulled_is_told(staff: Staff, stick: Path) -> None:
    staff.sticks = (stick,)
    staff.go(Desk.TAKE_OUT)
    stick.rmdir()
    staff.press(Deed.CHOOSE, str(stick))
    assert staff.now(TakenOut).problems == ("place-gone",)


def test_whoever_left_while_it_was_written_is_shown_nothing_more(
    staff: Staff, stick: Path
) -> None:
    staff.sticks, staff.slow = (stick,), True
    staff.go(Desk.TAKE_OUT)
    staff.press(Deed.CHOOSE, str(stick))
    staff.do(Leave())
    before = len(staff.shown)
    staff.work()
    assert len(staff.shown) == before


def loads(staff: Staff, stick: Path) -> Offers:
    staff.sticks = (stick,)
    staff.go(Desk.LOAD)
    staff.press(Deed.CHOOSE, str(stick))
    return staff.now(Offers)


def test_before_anything_is_loaded_staff_see_what_comes_and_who_signed_it(
    tmp_path: Path, stick: Path
) -> None:
    staff = staff_at(tmp_path)
    package = packaged(ONE_UNIT)
    (stick / file_name(package)).write_bytes(package.raw)
    staff.enter()
    (offer,) = loads(staff, stick).offers
    assert (offer.title, offer.organisation) == ("Så fungerar biblioteket", "Exempelkommunen")
    assert offer.number == fingerprint(ORGANISATION.public)
    assert (offer.version, offer.stands) == (1, "first")
    assert staff.store.package() is None
    staff.press(Deed.BEGIN, offer.key)
    assert staff.now(Loaded).trouble == ""
    assert staff.store.package() == package


def test_what_is_installed_already_or_is_no_package_is_not_offered(
    staff: Staff, stick: Path
) -> None:
    package = packaged(CAMPAIGN)
    (stick / file_name(package)).write_bytes(package.raw)
    (stick / "rubbish.vpackage").write_bytes(b"rubbish")
    stands = {offer.key: offer for offer in loads(staff, stick).offers}
    assert stands[file_name(package)].stands == "same"
    assert stands["rubbish.vpackage"].stands == "damaged"
    assert not any(offer.may_install for offer in stands.values())
    for key in stands:
        staff.press(Deed.BEGIN, key)
        assert staff.now(Offers)


def test_another_organisations_package_is_named_as_a_strangers(
    staff: Staff, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = packaged(CAMPAIGN)
    (stick / file_name(package)).write_bytes(package.raw)
    monkeypatch.setattr(type(staff.store), "trusted_organisation", bytes(32))
    (offer,) = loads(staff, stick).offers
    assert offer.stands == "stranger"
    assert not offer.may_install


def test_a_code_leads_to_a_place_and_installs_only_from_the_organisation_it_names(
    tmp_path: Path, stick: Path
) -> None:
    staff = staff_at(tmp_path)
    package = packaged(ONE_UNIT)
    (stick / file_name(package)).write_bytes(package.raw)
    staff.enter()
    for public, stands in ((bytes(32), "not-expected"), (ORGANISATION.public, "first")):
        staff.go(Desk.CODE)
        staff.fill(Deed.BEGIN, write_provision(f"file://{stick}", public))
        (offer,) = staff.now(Offers).offers
        assert offer.stands == stands
    staff.press(Deed.BEGIN, offer.key)
    assert staff.now(Loaded).trouble == ""


def test_a_code_with_an_address_leads_to_pairing_with_that_organisation(staff: Staff) -> None:
    staff.go(Desk.CODE)
    staff.fill(Deed.BEGIN, write_provision("192.168.1.20", ORGANISATION.public))
    number = fingerprint(ORGANISATION.public)
    assert staff.told[-1] == f"pair with 192.168.1.20:8347 of {number}"


def test_a_code_with_a_slip_is_asked_for_again(staff: Staff) -> None:
    staff.go(Desk.CODE)
    code = write_provision("192.168.1.20", ORGANISATION.public)
    staff.fill(Deed.BEGIN, code.replace(code[0], "3" if code[0] != "3" else "4", 1))
    assert staff.now(CodeEntry).misread == "check"


def test_the_self_test_tries_everything_and_keeps_nothing(staff: Staff) -> None:
    before = sorted(file.name for file in staff.directory.iterdir())
    staff.store.journal().append(b"sealed")
    staff.go(Desk.SELF_TEST)
    found = checks(staff)
    assert list(found) == [
        "disk", "room", "sealing", "chain", "words", "screen", "sound", "network", "clock"
    ]
    assert all(found[what].good for what in list(found)[:6])
    assert found["chain"].told == "1"
    assert found["sound"].good is None
    assert staff.store.waiting() == 1
    assert sorted(file.name for file in staff.directory.iterdir()) == before


def test_the_self_test_finds_a_record_that_was_changed(staff: Staff) -> None:
    for _ in range(3):
        staff.store.journal().append(b"sealed")
    connection = staff.store._database.connection()
    place, sealed = connection.execute(
        "SELECT place, sealed FROM record ORDER BY place LIMIT 1 OFFSET 1").fetchone()
    changed = bytes(sealed[:-1]) + bytes([sealed[-1] ^ 1])
    connection.execute("UPDATE record SET sealed = ? WHERE place = ?", (changed, place))
    staff.go(Desk.SELF_TEST)
    assert checks(staff)["chain"].good is False


def test_the_self_test_says_that_there_is_nobody_to_seal_for(tmp_path: Path) -> None:
    staff = staff_at(tmp_path)
    staff.enter()
    staff.go(Desk.SELF_TEST)
    assert checks(staff)["sealing"] == Checked(what="sealing", good=False, told="missing-key")


def test_a_disk_that_gives_other_bytes_back_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"other")
    with pytest.raises(Damaged, match="other bytes"):
        proving.disk_keeps(tmp_path, lambda n: bytes(n))
    assert list(tmp_path.iterdir()) == []


def test_every_screen_has_words_in_swedish_and_a_way_back(staff: Staff, stick: Path) -> None:
    staff.sticks = (stick,)
    for desk in (Desk.PLACE, Desk.LANGUAGES, Desk.COMFORT, Desk.LOG, Desk.SELF_TEST, Desk.LOAD,
                 Desk.TAKE_OUT, Desk.CODE, Desk.OCCASION, Desk.PAPER, Desk.LOCK, Desk.END):
        staff.go(desk)
    words = Words("sv")
    for at in staff.shown:
        page = page_for(at, words)
        assert page.title and (page.foot or isinstance(at, Working))


def test_sticks_are_other_disks_below_the_usual_places(tmp_path: Path) -> None:
    (tmp_path / "media" / "staff" / "a folder").mkdir(parents=True)
    assert sticks(tmp_path) == ()
    assert sticks(tmp_path / "nothing") == ()


def test_the_log_is_told_by_the_hour(staff: Staff) -> None:
    staff.store.noted.add("delivered", 12)
    staff.go(Desk.LOG)
    (line,) = staff.now(Log).lines
    assert (line.code, line.number, line.hour.minute) == ("delivered", 12, 0)


def test_the_log_tells_what_befell_the_device_too(staff: Staff) -> None:
    log = DeviceLog(staff.directory, lambda: NOW)
    log.note(Trouble.FROZE)
    log.started()
    log.told()
    log.note(Trouble.FROZE)
    staff.go(Desk.LOG)
    found = {(line.code, line.number) for line in staff.now(Log).lines}
    assert {("froze", 2), ("started", 1)} <= found
    assert "told" not in {code for code, _ in found}
    page = page_for(staff.now(Log), Words("sv"))
    said = [item.value for item in page.items if isinstance(item, Fact)]
    assert "froze" not in " ".join(said)


def test_a_disk_that_cannot_be_written_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(Damaged, match="Read-only"):
        proving.disk_keeps(tmp_path, lambda n: bytes(n))


def test_overview_and_self_test_tell_one_clock(staff: Staff) -> None:
    clock = staff.now(Home).status.clock.strftime("%Y-%m-%d %H:%M")
    staff.go(Desk.SELF_TEST)
    assert checks(staff)["clock"].told == clock == "2026-03-02 10:30"


def test_whoever_keeps_what_was_set_is_known_to_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float | None] = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(waiting.since(get_ident())))
    write_settings(tmp_path, Settings(sound=50))
    assert len(seen) == 2 and None not in seen
