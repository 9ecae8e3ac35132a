"""A workspace on PostgreSQL keeps the promises of one in a file: the same tests, another place.

What is imported here is collected here too, and meets the fixtures below.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.workspace import Workspace
from storage.workspace.addresses import read
from tests.storage.postgres_server import postgres_url  # noqa: F401
from tests.storage.review_builders import Town, town
from tests.storage.test_file_answers import (  # noqa: F401
    test_one_is_saved_on_purpose_and_the_log_tells_it,
    test_they_go_as_early_as_free_words_and_the_dry_run_says_so,
    test_they_go_with_a_withdrawal,
    test_they_lie_apart_and_are_told_by_type_and_size,
)
from tests.storage.test_form_rows import (  # noqa: F401
    test_free_words_in_repeats_go_before_the_other_answers,
    test_further_answers_have_their_rows_and_go_with_their_response,
    test_versions_of_a_form_stand_side_by_side,
)
from tests.storage.test_review_decisions import (  # noqa: F401
    test_an_excluded_answer_is_out_of_results_with_its_whole_history,
)
from tests.storage.test_revoke import (  # noqa: F401
    test_revoking_holds_what_came_after_the_last_receipt,
)
from tests.storage.test_withdraw import (  # noqa: F401
    test_a_code_given_back_erases_its_answers_and_leaves_a_count,
)
from tests.storage.test_workspace_aside import (  # noqa: F401
    test_a_stream_over_its_bytes_is_refused_whole,
    test_an_epochs_header_is_kept_once_and_goes_with_the_last_record,
    test_files_of_a_device_that_floods_leave_quarantine_to_the_others,
    test_the_whole_workspace_has_a_limit_of_its_own,
)
from tests.storage.test_workspace_backup import (  # noqa: F401
    device,
    test_a_receipt_that_went_astray_is_due_again_when_its_records_return,
    world,
)
from tests.storage.test_workspace_intake import (  # noqa: F401
    test_an_epoch_that_went_on_after_it_was_left_is_a_fork,
    test_another_record_at_the_same_place_is_a_conflict_and_keeps_out_all,
    test_every_kind_of_answer_has_its_place,
    test_many_bundles_may_share_a_commit_and_one_refusal_takes_only_itself,
)
from tests.storage.test_workspace_quarantine import (  # noqa: F401
    test_what_is_let_go_leaves_no_bytes_and_can_come_back,
)
from tests.storage.test_workspace_reading import (  # noqa: F401
    test_devices_are_told_with_how_far_they_have_come,
    test_points_are_gathered_per_session_and_participant,
)
from tests.storage.workspace_builders import World, new_workspace


@pytest.fixture
def workspace(tmp_path: Path, world: World, postgres_url: str) -> Iterator[Workspace]:  # noqa: F811
    made, _ = new_workspace(tmp_path / "workspace", world, read(postgres_url))
    yield made
    made.close()


@pytest.fixture
def here(tmp_path: Path, postgres_url: str) -> Iterator[Town]:  # noqa: F811
    with town(tmp_path, read(postgres_url)) as made:
        yield made
