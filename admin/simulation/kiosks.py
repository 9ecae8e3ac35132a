"""The kiosks' turns: people served, a place visited, faults met, and what should be told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from admin.simulation.administrator import PLACE_TROUBLE
from admin.simulation.detection import Detections
from admin.simulation.endings import Endings
from admin.simulation.lives import KioskLife
from admin.simulation.people import CAMPAIGN, Person
from admin.simulation.places import Place
from admin.simulation.plan import Fault, KioskTurn, Means, draw_for
from admin.simulation.promises import Promises
from admin.simulation.road import Road, numbered
from admin.simulation.running import Said
from admin.simulation.stage import Kiosk, Stage
from admin.simulation.weather import Weather
from storage.seal.keys import stream_id
from sync import bundle, receipt

NOT_REACHED = {*PLACE_TROUBLE.values(), "server-expired", "cloned", "unpaired"}
"""What a kiosk tells when it did not come to the end of its visit."""

Deliver = Callable[[int, datetime], None]
"""Has the administrator take in, without any trouble, what lies in the place of this number."""


class Kiosks:
    """Lets kiosks live, and takes down what they promise and report."""

    def __init__(
        self, stage: Stage, road: Road, detections: Detections, endings: Endings
    ) -> None:
        self._stage = stage
        self._road = road
        self._detections = detections
        self._endings = endings
        self._lives = 0
        self.promises = Promises()
        self.images: set[str] = set()
        """Streams of kiosks on which an earlier disk was put back, as hexadecimal digits."""
        self.losses: list[tuple[Fault, str]] = []
        """Bundles that disappeared or came late, with the beginning of their names."""

    def turn(self, turn: KioskTurn, now: datetime, round: int, deliver: Deliver) -> None:
        """One kiosk's part of a round."""
        kiosk, place = self._stage.kiosks[turn.kiosk], self._stage.places[turn.place]
        if turn.clock is not None:
            kiosk.offset = timedelta(hours=turn.clock)
        if turn.image:
            self._put_back_image(turn, now, deliver)
            return
        draw = draw_for(self._stage.settings.seed, "turn", round, turn.kiosk)
        weather = None if turn.weather is None else Weather(
            kind=str(turn.weather), at=draw.randint(0, 8)
        )
        before = set(place.names(bundle.SUFFIX))
        newest = self._stage.packages[-1]
        package = place.read(newest)
        if turn.old_package:
            place.remove(newest)
        life = self._life(kiosk, now, place, turn.people, weather=weather)
        said = self.live(kiosk, life, place, turn.ending)
        if turn.old_package:
            place.write(newest, package)
            told = [code for _, code in _problems(said)]
            if _went_well(said):
                self._detections.expect(Fault.OLD_PACKAGE, "too-old" in told, kiosk.name)
        mine = self.stream(kiosk)[:16]
        new = [n for n in place.names(bundle.SUFFIX) if n not in before and n.startswith(mine)]
        if turn.road is not None and new:
            name = draw.choice(new)
            self._road.befall(turn.road, place, name, round + 1 + draw.randint(1, 3), draw)
            if turn.road in (Fault.LOST, Fault.LATE):
                self.losses.append((turn.road, mine))

    def visit(self, kiosk: Kiosk, place: Place, now: datetime, *, resend: bool) -> Said:
        """A visit where nothing goes wrong and nobody answers."""
        life = self._life(kiosk, now, place, (), resend=resend)
        return self.live(kiosk, life, place, None)

    def serve(
        self, kiosk: Kiosk, place: Place, now: datetime, people: tuple[Person, ...]
    ) -> Said:
        """A day without trouble."""
        return self.live(kiosk, self._life(kiosk, now, place, people), place, None)

    def stream(self, kiosk: Kiosk) -> str:
        """The kiosk's stream as hexadecimal digits."""
        return stream_id(kiosk.public, CAMPAIGN).hex()

    def _life(
        self, kiosk: Kiosk, now: datetime, place: Place, people: tuple[Person, ...], *,
        weather: Weather | None = None, resend: bool = False,
    ) -> KioskLife:
        self._lives += 1
        place.present(now)
        settings = self._stage.settings
        # small bundles, so that one can be missing before another
        most = draw_for(settings.seed, "size", self._lives).choice((3, 8, 256))
        return KioskLife(
            store=str(kiosk.store), name=kiosk.name, now=now + kiosk.offset, people=people,
            place=place.address, weather=weather, resend=resend, most=most,
            seed=f"{settings.seed}/life/{self._lives}", synchronous=settings.synchronous,
        )

    def _put_back_image(self, turn: KioskTurn, now: datetime, deliver: Deliver) -> None:
        """Copy the disk, let the kiosk go on until all that is new has arrived, put the copy back.

        What had not arrived would be lost with the disk, and nothing could bring it back.
        """
        kiosk, place = self._stage.kiosks[turn.kiosk], self._stage.places[turn.place]
        self.visit(kiosk, place, now, resend=False)
        image = kiosk.store.with_name(kiosk.store.name + "-image")
        shutil.copytree(kiosk.store, image)
        said = self.serve(kiosk, place, now + timedelta(minutes=20), turn.people)
        if not _went_well(said):
            shutil.rmtree(image)
            return
        deliver(turn.place, now + timedelta(minutes=40))
        shutil.rmtree(kiosk.store)
        image.rename(kiosk.store)
        self.images.add(self.stream(kiosk))
        kiosk.put_back.add(place.address)

    def live(
        self, kiosk: Kiosk, life: KioskLife, place: Place, ending: Fault | None
    ) -> Said:
        """Live it, and hold what was said against what should have been."""
        draw = draw_for(self._stage.settings.seed, "ending", life.seed)
        bad, met = self._bad_receipts(kiosk, place)
        said = self._endings.live(life, ending, draw)
        self.promises.note(life.people, said)
        self._note_opening(kiosk, said, ending)
        words = {what: rest for what, *rest in said}
        if "full" in words:
            self._detections.expect(Fault.DISK_FULL, "no-room" in words, f"{kiosk.name} went on")
        if "struck" in words and "exchanged" in words:
            kind = words["struck"][0]
            told = {code for _, code in _problems(said)}
            self._detections.expect(kind, PLACE_TROUBLE[kind] in told, kiosk.name)
        if _went_well(said) and self.stream(kiosk) in words["device"][1]:
            told = {
                where for where, code in _problems(said) if code in bad.get(where, {"damaged"})
            }
            self._detections.expect_all(Fault.BAD_RECEIPT, set(bad) - met, told - met)
        if "failed" in words and words["failed"][0] != "no-room":
            self._detections.false_alarms.append(f"{kiosk.name} met {words['failed']}")
        if "exchanged" in words:
            codes = {c for where, c in _problems(said) if c not in bad.get(where, ())}
            self._note_refusals(kiosk, place, codes, words)
        kiosk.waiting = words.get("waiting", [kiosk.waiting])[0]
        return said

    def _note_opening(self, kiosk: Kiosk, said: Said, ending: Fault | None) -> None:
        """After a bad end the store is to open, and to be the same device's."""
        opened = [rest[0] for what, *rest in said if what == "device"]
        if opened or any(what == "failed" for what, *_ in said):
            for fault in kiosk.unopened:
                same = opened == [kiosk.public.hex()]
                self._detections.expect(fault, same, f"{kiosk.name} does not open after it")
            kiosk.unopened.clear()
        if ending in (Fault.KILLED, Fault.POWER_CUT):
            kiosk.unopened.append(ending)

    def _note_refusals(
        self, kiosk: Kiosk, place: Place, codes: set[str], words: dict[str, list[Any]]
    ) -> None:
        """What may be told at a place, and that a copied disk is not let in at a mailbox."""
        asked = place.address.startswith(Means.MAILBOX) and not codes & {
            *PLACE_TROUBLE.values(), "server-expired"
        }
        if asked and place.address in kiosk.put_back:
            kiosk.put_back.discard(place.address)
            kiosk.shut_out.add(place.address)
            self._detections.expect("cloned", "cloned" in codes, f"{kiosk.name} was let in")
        may = {"damaged", "too-old"}
        may |= set(PLACE_TROUBLE.values()) if "struck" in words else set()
        may |= {"receipt-differs"} if self.stream(kiosk) in self.images else set()
        may |= {"server-expired"} if kiosk.offset else set()
        may |= {"unpaired"} if kiosk is self._stage.stranger else set()
        may |= {"cloned"} if place.address in kiosk.shut_out else set()
        why = words["exchanged"][0]["messages"]
        self._detections.false_alarms += [
            f"{kiosk.name} told {code} at {place.address}: {why[code]}"
            for code in sorted(codes - may)
        ]

    def _bad_receipts(
        self, kiosk: Kiosk, place: Place
    ) -> tuple[dict[str, frozenset[str]], set[str]]:
        """Damaged receipts for this kiosk that lie there without a whole one beside them.

        By name, with the codes of which one is to be told; and the names of those that it may
        have met whole elsewhere, of which it need not tell anything.
        """
        mine = self.stream(kiosk)[:16]
        names = [name for name in place.names(receipt.SUFFIX) if name.startswith(mine)]
        codes = {name: self._road.codes(place.read(name)) for name in names}
        whole = {numbered(name) for name in names if not codes[name]}
        bad = {name: may for name, may in codes.items() if numbered(name) not in whole}
        met = {name for name in bad if numbered(name) in kiosk.met}
        kiosk.met |= whole
        return bad, met


def _problems(said: Said) -> list[tuple[str, str]]:
    found = [rest[0]["problems"] for what, *rest in said if what == "exchanged"]
    return [(where, code) for problems in found for where, code in problems]


def _went_well(said: Said) -> bool:
    """Whether a visit to the place came to its end without trouble on the way."""
    words = {what for what, *_ in said}
    trouble = {code for _, code in _problems(said)} & NOT_REACHED
    return "exchanged" in words and "struck" not in words and not trouble
