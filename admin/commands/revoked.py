"""What ``vardera devices revoke`` says that it did, and what is left to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from admin.commands.saying import many

if TYPE_CHECKING:
    from storage.workspace.revoking import Revoked


def lines(name: str, done: Revoked, *, gives_vouchers: bool) -> list[str]:
    """``gives_vouchers``: some survey here gives vouchers, of which its kiosks hold some ready."""
    from storage.workspace.revoking import LOOK_BACK_DAYS

    said = [
        f"{name} is revoked{' (it was already)' if done.already else ''}. "
        f"Held is what came in the last {done.hours} hours, or what no receipt covers "
        f"({many(done.held, 'answer or event', 'answers and events')}): no result has it.",
        "What comes from it lies in quarantine from now on, and it gets no receipts.",
        "Give out a new package of each of its surveys, so that other devices know.",
        "Then decide: vardera devices accept|reject",
    ]
    if gives_vouchers:
        said += [
            "Vouchers that lay ready in it can be redeemed still: nothing says whose a voucher is.",
            "Is that too much, let the places where they are redeemed know.",
        ]
    if done.cannot_tell:
        said.append(
            f"UP TO {done.cannot_tell} MORE CANNOT BE TOLD APART, AND STILL "
            f"{'COUNTS' if done.cannot_tell == 1 else 'COUNT'}. Decide about {done.first} to "
            f"{done.last}: vardera responses decide"
        )
    if done.earlier:
        said.append(
            f"{many(done.earlier, 'record', 'records')} came from it in the {LOOK_BACK_DAYS} days "
            "before that, still counted: nothing says any more which. Was it lost earlier, decide "
            "by unit and day: vardera responses decide"
        )
    return said
