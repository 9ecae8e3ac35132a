"""A set of weights in lines and as plain values; what too few gave is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from admin.commands import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from storage.workspace.session_decisions import Gathered
    from survey.campaign import Campaign
    from survey.weight_sets import WeightSet


def plain(shown: WeightSet, found: Gathered, campaign: Campaign) -> dict[str, Any]:
    """Keys are stable. Weights of fewer participants than the threshold are null, and so is what
    a factor's few namers gave."""
    from survey import weight_sets
    from survey.stats.quantiles import t_quantile
    from survey.weighting import weight_interval

    weights = shown.weights
    hidden = weights.n_participants < campaign.threshold
    names = {factor.id: factor.name for factor in campaign.factors}
    beside, namers = weight_sets.among_namers(shown), weight_sets.namers(shown)
    few = weight_sets.of_few(shown)
    last = found.locked[-1].version if found.locked else None
    return {
        "campaign": str(shown.campaign), "version": shown.version, "locked": bool(shown.locked),
        "locked_minute": shown.locked or None, "by": shown.by or None, "used_in_results": last,
        "rule": weights.rule.value, "hidden": hidden, "unnamed": "zero",
        "n_participants": None if hidden else weights.n_participants,
        "n_groups": None if hidden else weights.n_groups,
        "excluded": None if hidden else weights.excluded,
        "kendall_w": None if hidden else weights.agreement,
        "factors": [] if hidden else [
            {"factor": str(factor), "name": dict(names.get(factor, {})),
             "points": None if few[at] else weights.points[factor],
             "weight": weights.weight[factor],
             "interval": weight_interval(weights, at, t_quantile), "named_by": namers[at],
             "weight_if_missing": None if few[at] else beside[at]}
            for at, factor in enumerate(weights.factors)
        ],
        "sessions": [
            {"session": str(one.id), "title": one.title, "hash": one.hash.hex(),
             "events": one.events} for one in shown.sessions
        ],
        "left_out": [str(one) for one in shown.left_out],
        "since": None if found.since is None else {
            "events": found.since.events, "changed": found.since.changed,
            "gone": found.since.gone, "new": found.since.new, "survey": found.since.survey,
        },
        "problems": [terminal.problem_json(one) for one in found.cautions],
    }


def lines(shown: WeightSet, found: Gathered, campaign: Campaign) -> list[str]:
    """The same for people."""
    told = plain(shown, found, campaign)
    said = [f"Version {shown.version}, locked by {shown.by}." if shown.locked else
            "Not locked: these weights follow the sessions."]
    if told["hidden"]:
        said.append(f"Fewer than {campaign.threshold} participants have given points: the weights "
                    "are not shown.")
    else:
        head = ("factor", "points", "weight", "interval", "named by", "if missing")
        said += terminal.table([head, *map(_row, told["factors"])])
        said.append(f"{told['n_participants']} participants in {told['n_groups']} groups, "
                    f"{told['excluded']} without points. Rule: {told['rule']}.")
        said += groups(shown.weights.n_groups)
    since = found.since
    if since is not None and since.anything:
        survey = ", the survey's factors or rule are others" if since.survey else ""
        said.append(f"Since version {told['used_in_results']}: {since.events} more events, "
                    f"{since.changed} sessions changed or left out, {since.gone} gone, "
                    f"{since.new} new{survey}. "
                    "To let them count: vardera session weights --lock")
    return [*said, *map(terminal.problem_line, found.cautions)]


def file(path: Path | None, shown: WeightSet) -> dict[str, Any] | None:
    """The file that was written, and how many groups of fewer than five it has the shares of."""
    from survey import weight_sets

    if path is None:
        return None
    return {"path": str(path), "version": shown.version,
            "small_groups": weight_sets.small_groups(shown)}


def of_file(path: Path | None, shown: WeightSet) -> list[str]:
    """The same for people."""
    told = file(path, shown)
    if told is None:
        return []
    said = f"Version {shown.version} is written to {path}. The file is readable to whoever has it."
    few = told["small_groups"]
    return [said, *([
        f"It holds the shares of groups of fewer than five ({few}): do not hand it on before you "
        "have thought of them."] if few else [])]


def groups(n: int) -> list[str]:
    """What cannot be told of how groups differ."""
    if n == 1:
        return ["There is one group: how much groups differ cannot be told, and is in no interval."]
    if n == 2:
        return ["There are two groups: how much groups differ can hardly be told from them."]
    return []


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    ends = one["interval"]
    name = one["name"].get("sv") or next(iter(one["name"].values()), one["factor"][:8])
    return (
        name, "–" if one["points"] is None else str(one["points"]), f"{one['weight']:.4f}",
        f"{ends[0]:.3f}–{ends[1]:.3f}" if ends else "", str(one["named_by"]),
        "–" if one["weight_if_missing"] is None else f"{one['weight_if_missing']:.4f}",
    )
