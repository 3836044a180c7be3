"""What hubs send is read only as far as there is room."""

from briefings.pushing import WAITING_BYTES, WAITING_OF_ONE, Waiting


def test_one_feed_takes_no_more_than_its_share() -> None:
    waiting = Waiting()
    assert [waiting.admit(1, 10) for _ in range(WAITING_OF_ONE + 1)] == [
        *[True] * WAITING_OF_ONE,
        False,
    ]
    assert waiting.admit(2, 10)
    waiting.done(1, 10)
    assert waiting.admit(1, 10)


def test_all_together_take_no_more_than_there_is_room() -> None:
    waiting = Waiting()
    assert waiting.admit(1, WAITING_BYTES)
    assert not waiting.admit(2, 1)
    waiting.done(1, WAITING_BYTES)
    assert waiting.admit(2, 1)
