"""The administrator's visits to places, and what they told held against what they should have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from admin.simulation.arrivals import Arrivals, Visit
from admin.simulation.detection import Detections
from admin.simulation.endings import Endings
from admin.simulation.lives import AdminLife
from admin.simulation.places import Place
from admin.simulation.plan import AdminTurn, Fault, draw_for
from admin.simulation.road import Road
from admin.simulation.running import Said
from admin.simulation.stage import Kiosk, Stage
from admin.simulation.weather import Weather
from sync import bundle

PLACE_TROUBLE = {"gone": "place-gone", "lost-ack": "place-gone", "full": "place-full"}


class Administrator:
    """One workspace, and the model of what it should know."""

    def __init__(
        self, stage: Stage, road: Road, detections: Detections, endings: Endings
    ) -> None:
        self._stage = stage
        self._road = road
        self._detections = detections
        self._endings = endings
        self._visits = 0
        self._met: set[bytes] = set()
        self.arrivals = Arrivals()
        self.told_gaps: set[str] = set()
        self.told_forks: set[str] = set()
        self.streams: dict[str, tuple[int, int]] = {}
        self._before = self.streams

    def turn(self, turn: AdminTurn, now: datetime, let_in: Sequence[Kiosk] = ()) -> None:
        """Visit a place, and once more at once when the first time came to a bad end.

        ``let_in`` are kiosks that a mailbox there shall let in again.
        """
        self._visits += 1
        place = self._stage.places[turn.place]
        draw = draw_for(self._stage.settings.seed, "admin", self._visits)
        weather = None if turn.weather is None else Weather(
            kind=str(turn.weather), at=draw.randint(0, 6)
        )
        life = AdminLife(
            workspace=str(self._stage.workspace), backups=str(self._stage.backups),
            place=place.address, now=now, weather=weather, seed=f"{self._visits}/first",
            let_in=tuple(kiosk.public.hex() for kiosk in let_in),
        )
        place.present(now)
        files = {name: place.read(name) for name in place.names(bundle.SUFFIX)}
        said = self._endings.live(life, turn.ending, draw)
        known = self._hear(said, files, place, sure=True)
        if turn.ending is not None or weather is not None or not known:
            again = AdminLife(
                workspace=life.workspace, backups=life.backups, place=life.place, now=now,
                seed=f"{self._visits}/again",
            )
            said = self._endings.live(again, None, draw)
            heard = self._hear(said, files, place, sure=known)
            if turn.ending is not None:
                self._detections.expect(turn.ending, heard, "the workspace was not taken in to")
        names = [name for what, *rest in said if what == "sent" for name in rest[0]]
        if turn.receipts is not None and names:
            self._road.spoil_receipt(turn.receipts, place, draw.choice(names), draw)
        self._stage.sweep_backups()

    def _hear(self, said: Said, files: dict[str, bytes], place: Place, *, sure: bool) -> bool:
        """Whether a whole intake was told of; compares it with the model when so."""
        struck = next((rest[0] for what, *rest in said if what == "struck"), None)
        trouble: set[str] = set()
        whole = False
        self._before = self.streams
        self.streams = next((rest[0] for what, *rest in said if what == "streams"), self.streams)
        for what, *rest in said:
            match what:
                case "took":
                    codes = {code for _, code in rest[0]["problems"]}
                    trouble |= codes
                    whole = not codes & set(PLACE_TROUBLE.values())
                    if whole:
                        self._compare(rest[0], datetime.fromisoformat(rest[1]), files, sure)
                case "sent":
                    trouble |= {code for _, code in rest[1]}
                    for name in rest[0]:
                        if self._road.sent_again(name):
                            self._detections.expect(Fault.LOST_RECEIPT, True, "")
                case "failed":
                    self._detections.false_alarms.append(f"the administrator met {rest}")
        if struck is not None:
            self._detections.expect(
                struck, PLACE_TROUBLE[struck] in trouble, f"not told at {place.address}"
            )
        return whole

    def _compare(
        self, told: dict[str, Any], now: datetime, files: dict[str, bytes], sure: bool
    ) -> None:
        self.arrivals.spoilt = set(self._road.spoilt)
        visit = self.arrivals.visit(files, now)
        counts = (told["bundles"], told["repeated"], told["new"])
        agree = not sure or counts == (visit.bundles, visit.repeated, visit.new)
        if not agree:
            expected = (visit.bundles, visit.repeated, visit.new)
            self._detections.missed.append(f"counts {counts} told, {expected} expected")
        self._files(told, visit, files, agree)
        note = self._detections
        note.expect_all("gap", _joined(visit.gaps), _joined(told["gaps"]))
        note.expect_all("fork", _joined(visit.forks), _joined(told["forks"]))
        clocks = [pair for pair in told["problems"] if pair[1].startswith("clock-")]
        note.expect_all("clock", _joined(visit.clocks), _joined(clocks))
        self.told_gaps |= {stream for stream, _ in told["gaps"]}
        self.told_forks |= {stream for stream, _ in told["forks"]}

    def _files(
        self, told: dict[str, Any], visit: Visit, files: dict[str, bytes], agree: bool
    ) -> None:
        aside = {(name, code) for name, code in told["quarantined"]}
        resolved = set(told["resolved"])
        for name, raw in files.items():
            hash = sha256(raw).digest()
            if name.startswith("copy-"):
                hash = sha256(hash).digest()
            if hash in self._met:
                continue
            self._met.add(hash)
            if name in visit.damaged:
                fault = self._road.spoilt[hash]
                told_so = any((name, code) in aside for code in self._road.codes(raw))
                if told_so or name in resolved:
                    self._detections.expect(fault, True, "")
                else:
                    self._silent(fault, name)
            elif name in visit.strangers:
                told_so = (name, "unknown-device") in aside
                self._detections.expect(Fault.STRANGER, told_so, f"{name} was not told")
            elif name.startswith("copy-"):
                self._detections.expect(Fault.DOUBLED, agree, f"{name} was not told as known")
        wrong = {name for name, _ in aside} - visit.damaged - visit.strangers
        self._detections.false_alarms += [f"{name} was put aside" for name in sorted(wrong)]

    def _silent(self, fault: Fault, name: str) -> None:
        """Nothing was told of a damaged file: right only when its records had come already.

        It is held against what was there before the visit, which may have brought a gap itself.
        """
        prefix, _, rest = name.removeprefix("copy-").partition("-")
        number = int(rest.partition(".")[0])
        made_good = any(
            stream.startswith(prefix) and not gaps and last > number
            for streams in (self._before, self.streams)
            for stream, (gaps, last) in streams.items()
        )
        if made_good:
            self._detections.moot(fault)
        else:
            self._detections.expect(fault, False, f"{name} was not told")


def _joined(pairs: Any) -> set[str]:
    return {" ".join(pair) for pair in pairs}
