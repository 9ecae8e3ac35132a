"""Writes ``docs/formats/vectors/recipient.json`` and ``certificate.json``.

Run by hand after a change of format: ``python -m tests.sync.write_recipient_vectors``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from storage.seal import coding
from storage.seal.keys import ReceivingKey, Signer
from storage.workspace.certificate import (
    Certificate,
    NamedBackup,
    NamedExport,
    NamedPartner,
    NamedSheet,
    write_certificate,
)
from sync import recipient
from sync.enrolment import fingerprint
from tests.sync.sync_builders import CAMPAIGN, MOMENT, seed
from tests.sync.write_vectors import case, hurt_everywhere, later_payload, resigned

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
SIGNER = Signer(seed("organisation University"))
KEY = ReceivingKey(seed("recipient University", 96))


class University:
    """An organisation that asks for a campaign's answers."""

    name = "Universitetet"
    signer_public = SIGNER.public

    def sign(self, domain: str, *parts: bytes) -> bytes:
        return SIGNER.sign(domain, *parts)

    def receiving_key(self, campaign: UUID) -> ReceivingKey:
        return KEY


CERTIFICATE = Certificate(
    workspace=seed("workspace", 16), campaign=CAMPAIGN, at=MOMENT, organisation="Exempelkommun",
    title="Hur är det i dag?", actor="Kim", despite="Kiosken är stulen",
    keys=(seed("present", 16), seed("older", 16)), packages=3, records=1200, left=1190, erased=0,
    sheets=(NamedSheet(name=seed("sheet", 4), made=MOMENT, replaced=None),),
    backups=(NamedBackup(path="backup-20260302T093000Z-0a1b2c3d", at=MOMENT,
                         generation=seed("generation", 16)),),
    partners=(NamedPartner(name="Universitetet", organisation=SIGNER.public, removed=MOMENT),),
    exports=(NamedExport(kind="csv", path="/home/kim/svar.csv", at=MOMENT, destroyed=None),),
    waiting=(("missing", 10),), remains=("server",),
)


def recipient_vectors() -> dict[str, object]:
    file = recipient.write_recipient(University(), CAMPAIGN)
    sign, public = SIGNER.sign, SIGNER.public

    def other(*fields: object) -> bytes:
        return resigned(recipient.KIND, coding.pack(fields), public, sign, public)

    return {
        "format": "vardera-recipient/1",
        "keys": {"organisation seed": seed("organisation University").hex(),
                 "recipient seed": seed("recipient University", 96).hex()},
        "good": [case("a recipient", file, says={
            "campaign": CAMPAIGN.hex, "public": KEY.public.hex(), "name": "Universitetet",
            "organisation": public.hex(), "fingerprint": fingerprint(public),
        })],
        "bad": [
            *hurt_everywhere(recipient.KIND, file),
            later_payload(recipient.KIND, file, sign, public),
            case("another key inside than the one that signed",
                 other(1, CAMPAIGN.bytes, KEY.public, bytes(32), "x"), refused="damaged"),
            case("receiving key too short",
                 other(1, CAMPAIGN.bytes, KEY.public[:-1], public, "x"), refused="damaged"),
            case("receiving key that is none",
                 other(1, CAMPAIGN.bytes, b"\xff" * 1216, public, "x"), refused="damaged"),
            case("receiving key that nothing can be sealed to",
                 other(1, CAMPAIGN.bytes, KEY.public[:1184] + bytes(32), public, "x"),
                 refused="damaged"),
            case("campaign of fifteen bytes",
                 other(1, CAMPAIGN.bytes[1:], KEY.public, public, "x"), refused="damaged"),
            case("name of two lines",
                 other(1, CAMPAIGN.bytes, KEY.public, public, "x\ny"), refused="damaged"),
            case("a field too many",
                 other(1, CAMPAIGN.bytes, KEY.public, public, "x", 0), refused="damaged"),
        ],
    }


def certificate_vectors() -> dict[str, object]:
    file = write_certificate(CERTIFICATE, SIGNER)
    c = CERTIFICATE
    return {
        "format": "vardera-certificate/1",
        "keys": {"organisation seed": seed("organisation University").hex()},
        "good": [case("a certificate", file, says={
            "campaign": c.campaign.hex, "actor": c.actor, "despite": c.despite,
            "keys": [id.hex() for id in c.keys], "records": c.records, "left": c.left,
            "sheets": [s.name.hex() for s in c.sheets],
            "backups": [b.generation.hex() for b in c.backups],
            "waiting": [list(one) for one in c.waiting], "remains": list(c.remains),
        })],
        "bad": [
            *hurt_everywhere("certificate", file),
            later_payload("certificate", file, SIGNER.sign, SIGNER.public),
            *(
                case(what, write_certificate(replace(c, remains=places), SIGNER),
                     refused="damaged")
                for what, places in (
                    ("a place that no format knows", ("cellar",)),
                    ("one place twice", ("log", "log")),
                )
            ),
        ],
    }


def main() -> None:
    for name, made in (("recipient", recipient_vectors()), ("certificate", certificate_vectors())):
        text = json.dumps(made, ensure_ascii=False, indent=1)
        (VECTORS / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
