"""Only what was not read before is parsed; nothing new is ever left out."""

from hypothesis import given
from hypothesis import strategies as st

from briefings.feeds.items import unread
from briefings.feeds.parse import parse_feed

URL = "https://site.example/feed.xml"


def rss(*items: str) -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>T</title>{body}</channel></rss>".encode()


def titles(*names: str) -> list[str]:
    return [f"<title>{name}</title><guid>{name}</guid>" for name in names]


def test_a_document_is_read_without_the_items_of_the_last_one() -> None:
    first = parse_feed(rss(*titles("B", "A")), url=URL)
    then = parse_feed(rss(*titles("C", "B", "A")), url=URL, seen=first.seen_items)
    assert [entry.title for entry in then.entries] == ["C"]
    assert (then.items, then.title) == (3, "T")


def test_an_item_whose_words_changed_is_read_again() -> None:
    first = parse_feed(rss("<title>12 dead</title><guid>1</guid>"), url=URL)
    then = parse_feed(rss("<title>19 dead</title><guid>1</guid>"), url=URL, seen=first.seen_items)
    assert [entry.title for entry in then.entries] == ["19 dead"]


def test_an_unchanged_document_has_no_entries_and_is_still_a_feed() -> None:
    first = parse_feed(rss(*titles("A")), url=URL)
    assert parse_feed(rss(*titles("A")), url=URL, seen=first.seen_items).entries == ()


def test_what_only_looks_like_an_item_s_end_leaves_the_document_whole() -> None:
    tricky = rss("<title>A</title><description><![CDATA[ </item><item> ]]></description>")
    assert unread(tricky, "").seen == ""
    first = parse_feed(tricky, url=URL)
    assert parse_feed(tricky, url=URL, seen=first.seen_items).entries == first.entries


def test_an_item_that_was_cut_off_is_read() -> None:
    cut = rss(*titles("A"))[:-30]
    assert unread(cut, "").body == cut


@given(st.lists(st.integers(0, 30), max_size=20), st.lists(st.integers(0, 30), max_size=20))
def test_what_is_left_is_exactly_what_was_not_there(old: list[int], new: list[int]) -> None:
    seen = unread(rss(*titles(*map(str, old))), "").seen
    kept = unread(rss(*titles(*map(str, new))), seen)
    assert kept.body == rss(*titles(*(str(n) for n in new if n not in old)))
    assert kept.items == len(new)


@given(st.lists(st.sampled_from(["<item>", "</item>", "<entry a='b'>", "</entry>", "<![CDATA[",
                                 "]]>", "<!--", "-->", "x", "\n"]), max_size=30))  # fmt: skip
def test_any_muddle_of_tags_keeps_all_that_was_never_seen(parts: list[str]) -> None:
    body = "".join(parts).encode()
    assert unread(body, "").body == body


def test_a_document_of_which_all_was_read_is_still_a_feed() -> None:
    body = b"<item><title>No root</title><link>/a</link></item>"
    first = parse_feed(body, url="https://a.example/f")
    again = parse_feed(body + b" ", url="https://a.example/f", seen=first.seen_items)
    assert (len(first.entries), again.entries, again.items) == (1, (), 1)
