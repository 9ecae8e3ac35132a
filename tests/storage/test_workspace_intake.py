"""Bundles into the workspace: exactly once, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace import Workspace
from tests.builders import CAMPAIGN, RATINGS
from tests.storage.workspace_builders import Device, World, new_workspace, response


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    made, _ = new_workspace(tmp_path / "workspace", world)
    yield made
    made.close()


@pytest.fixture
def device(workspace: Workspace, world: World) -> Device:
    return Device(workspace, world).register()


def test_what_was_answered_is_taken_in(workspace: Workspace, device: Device) -> None:
    device.answer(response(), response({RATINGS[0]: 2, RATINGS[1]: None}))
    taken = workspace.take_in(device.bundle(), actor="Kim")
    assert (taken.new, taken.known, taken.gaps, taken.forks) == (2, 0, (), ())
    persons = sorted(workspace.persons(CAMPAIGN), key=lambda p: len(p.items))
    assert [dict(p.items) for p in persons] == [{RATINGS[0]: 2}, dict.fromkeys(RATINGS, 4)]
    assert [dict(p.groups) for p in persons] == [{}, {"area": "north"}]
