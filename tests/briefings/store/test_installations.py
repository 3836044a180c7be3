"""Workspaces that installed the app, and what people called not useful, on both databases."""

from datetime import timedelta

from briefings.store import Store
from tests.conftest import StandingClock


async def test_an_installation_is_kept_in_place_of_the_earlier_one(both_stores: Store) -> None:
    await both_stores.keep_installation("slack/T1", "first")
    await both_stores.keep_installation("slack/T1", "second")
    await both_stores.keep_installation("other/T1", "third")
    assert await both_stores.installation("slack/T1") == "second"
    assert await both_stores.installation("slack/T2") is None
    assert await both_stores.installed_scopes("slack") == ("slack/T1",)
    await both_stores.remove_installation("slack/T1")
    assert await both_stores.installed_scopes("slack") == ()


async def test_a_state_is_good_once_and_not_for_ever(
    both_stores: Store, clock: StandingClock
) -> None:
    for state in ("a", "b"):
        await both_stores.keep_state(state, clock() + timedelta(minutes=10))
    assert await both_stores.use_state("a")
    assert not await both_stores.use_state("a")
    assert not await both_stores.use_state("made-up")
    clock.forward(minutes=11)
    assert not await both_stores.use_state("b")


async def test_people_are_counted_once_for_each_story_of_their_channel(both_stores: Store) -> None:
    for user in ("U1", "U2", "U1"):
        await both_stores.not_useful("slack/T1/C1", [7, 7], user)
    await both_stores.not_useful("slack/T1/C1", [8], "U1")
    await both_stores.not_useful("slack/T1/C2", [9], "U1")
    await both_stores.not_useful("slack/T1/C2", [], "U1")
    assert await both_stores.found_useless("slack/T1/C1", [7, 8, 9]) == {7: 2, 8: 1}
    assert await both_stores.found_useless("slack/T1/C1", []) == {}


async def test_leaving_a_workspace_takes_its_token_and_opinions_along(both_stores: Store) -> None:
    await both_stores.keep_installation("slack/T1", "sealed")
    await both_stores.keep_installation("slack/T10", "sealed")
    await both_stores.not_useful("slack/T1/C1", [7], "U1")
    await both_stores.forget_scope("slack/T1")
    assert await both_stores.installed_scopes("slack") == ("slack/T10",)
    assert await both_stores.found_useless("slack/T1/C1", [7]) == {}
