"""Lists of feeds, as programs write them and people mend them by hand."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import InputError
from briefings.feeds.opml import read_opml, write_opml
from briefings.model import Feed


def opml(outlines: str) -> str:
    return f"<?xml version='1.0'?><opml version='2.0'><body>{outlines}</body></opml>"


def urls(text: str) -> list[str]:
    return [feed.url for feed in read_opml(text)]


def test_folders_are_opened_and_named() -> None:
    inner = "<outline text='A' xmlUrl='https://a.example/f' htmlUrl='https://a.example/'/>"
    (feed,) = read_opml(opml(f"<outline text='World'>{inner}</outline>"))
    assert (feed.title, feed.category, feed.site_url) == ("A", "World", "https://a.example/")


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL"])
def test_a_feed_s_address_is_found_however_its_name_is_written(name: str) -> None:
    assert urls(opml(f"<outline {name}='https://a.example/f'/>")) == ["https://a.example/f"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://a.example/f?a=1&b=2", "https://a.example/f?a=1&b=2"),
        ("https://a.example/f?a=1&amp;b=2", "https://a.example/f?a=1&b=2"),
        ("https://a.example/f?a=1&copy=2", "https://a.example/f?a=1&copy=2"),
        ("https://a.example/caf&eacute;", "https://a.example/café"),
        ("https://a.example/&#102;", "https://a.example/f"),
    ],
)
def test_ampersands_that_were_not_escaped_are_read_through(written: str, read: str) -> None:
    assert urls(opml(f"<outline text='R & D &nbsp; \x0b' xmlUrl='{written}'/>")) == [read]


def test_an_address_on_each_line_is_a_list_too() -> None:
    text = "\n https://a.example/f\r\nhttps://b.example/f\n\nhttps://a.example/f\nrubbish\n"
    assert urls(text) == ["https://a.example/f", "https://b.example/f", "rubbish"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rubbish",
        "<html><body>Hi</body></html>",
        "<opml version='2.0'></opml>",
        "<opml><body><outline xmlUrl='https://a.example/'>",
        "<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='https://&a;/'/></body></opml>",
    ],
)
def test_what_is_no_list_says_what_one_is(text: str) -> None:
    with pytest.raises(InputError, match="not a list of feeds") as refused:
        read_opml(text)
    assert "an address on each line" in refused.value.hint


def test_what_was_written_is_read_again() -> None:
    feeds = [
        Feed(1, "https://a.example/f?a=1&b=2", 'R & D "now" <b>', site_url="https://a.example/")
    ]
    (read,) = read_opml(write_opml(feeds))
    assert (read.url, read.title, read.site_url) == (
        feeds[0].url,
        feeds[0].title,
        feeds[0].site_url,
    )


@given(st.text(max_size=300))
def test_any_text_is_a_list_or_a_plain_refusal(text: str) -> None:
    for given_text in (text, opml(f"<outline xmlUrl='{text}'/>")):
        with suppress(InputError):
            assert all(feed.url == feed.url.strip() for feed in read_opml(given_text))
