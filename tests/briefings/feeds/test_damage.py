"""Feeds as they come: each kind of damage is read through, or said in plain words."""

import pytest

from briefings.errors import BrokenFeed, NotAFeed
from briefings.feeds.links import link_key
from briefings.feeds.parse import parse_feed
from briefings.model import Entry

URL = "https://site.example/feed.xml"


def parse(body: str | bytes, content_type: str | None = None) -> tuple[Entry, ...]:
    given = body.encode() if isinstance(body, str) else body
    return parse_feed(given, url=URL, content_type=content_type).entries


def rss(items: str, head: str = "") -> str:
    return f"{head}<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"


KYIV = "<item><title>Київ</title></item>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(KYIV).encode("utf-16"), None),
        (rss(KYIV, "<?xml version='1.0' encoding='utf-16'?>").encode("utf-16"), "text/xml"),
        (rss(KYIV).encode("utf-32"), "application/xml; charset=utf-8"),
        (rss(KYIV, "<?xml version='1.0' encoding='utf-16'?>").encode(), None),
        (rss(KYIV, "<?xml version='1.0' encoding='windows-1251'?>").encode("cp1251"), None),
        (rss(KYIV).encode("cp1251"), "application/xml; charset=windows-1251"),
        (rss(KYIV).encode(), "text/html; charset=utf-8"),
        (rss(KYIV).encode(), "text/plain"),
        (rss(KYIV).encode(), "application/xml; charset=no-such-charset"),
        (rss(KYIV, "<?xml version='1.0' encoding='no-such-charset'?>").encode(), None),
        (b"\xef\xbb\xbf" + rss(KYIV).encode(), "text/xml"),
        (b"\n\n  " + rss(KYIV, "<?xml version='1.0' encoding='utf-8'?>").encode(), "text/xml"),
    ],
    ids=[
        "UTF-16", "UTF-16 as declared", "UTF-32", "UTF-8 that calls itself UTF-16",
        "declared in the document",
        "declared in the header", "served as a page", "served as plain text",
        "unknown charset in the header", "unknown charset in the document", "BOM",
        "white space before the declaration",
    ],
)  # fmt: skip
def test_charsets_are_told_whatever_is_declared(body: bytes, content_type: str | None) -> None:
    [entry] = parse(body, content_type)
    assert entry.title == "Київ"


def test_bytes_that_are_no_text_cost_only_themselves() -> None:
    [entry] = parse(rss("<item><title>Hi XX there</title></item>").encode().replace(b"XX", b"\xff"))
    assert entry.title.startswith("Hi")
    assert entry.title.endswith("there")


@pytest.mark.parametrize("cut", range(40, 110, 7))
def test_a_truncated_feed_gives_its_whole_entries(cut: int) -> None:
    body = rss("<item><title>One</title></item><item><title>Two words more</title></item>")
    assert [entry.title for entry in parse(body[:-cut])][:1] in (["One"], [])


@pytest.mark.parametrize(
    "title", ["Q&A", "Q & A", "5 &lt; 6", "caf&eacute;", "a &mdash; b", "&#0;x", "&nosuch; x"]
)
def test_entities_of_html_and_bare_ampersands_are_read_through(title: str) -> None:
    [entry] = parse(rss(f"<item><title>{title}</title></item>"))
    assert entry.title


@pytest.mark.parametrize("control", ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\ufffe"])
def test_control_characters_are_left_out(control: str) -> None:
    [entry] = parse(rss(f"<item><title>Hi{control}</title></item>"))
    assert entry.title == "Hi"


@pytest.mark.parametrize("body", ["", " \n\t ", "\ufeff"])
def test_an_empty_answer_is_called_that(body: str) -> None:
    with pytest.raises(BrokenFeed):
        parse(body)


@pytest.mark.parametrize(
    "body",
    [
        "<!doctype html><html><head><title>Blog</title></head><body>Hello</body></html>",
        "<!-- made by X --><html><body><p>Hello</body></html>",
        "\n<HTML><BODY>Hello</BODY></HTML>",
    ],
)
def test_a_page_is_no_feed(body: str) -> None:
    with pytest.raises(NotAFeed):
        parse(body)


def test_ids_that_repeat_give_each_entry_its_link_as_id() -> None:
    entries = parse(
        rss(
            "<item><title>A</title><guid>tag:x</guid><link>/a</link></item>"
            "<item><title>B</title><guid>tag:x</guid><link>/b</link></item>"
            "<item><title>A</title><guid>tag:x</guid><link>/a</link></item>"
        )
    )
    assert [entry.id for entry in entries] == ["tag:x", "https://site.example/b"]


@pytest.mark.parametrize(
    "link",
    [
        "https://site.example/a?utm_source=rss&utm_medium=feed",
        "https://site.example/a?fbclid=abc",
        "http://www.site.example/a",
        "https://site.example/a#top",
        "https://site.example/a/",
    ],
)
def test_what_only_tracks_does_not_make_another_link(link: str) -> None:
    assert link_key(link) == link_key("https://site.example/a")


@pytest.mark.parametrize(
    "date",
    ["10/03/2026", "2026", "yesterday", "Tue, 45 Mar 2026 99:99:99 XYZ", "-1", "٢٠٢٦", "9" * 400],
)
def test_no_date_stops_an_entry(date: str) -> None:
    [entry] = parse(rss(f"<item><title>Hi</title><pubDate>{date}</pubDate></item>"))
    assert entry.title == "Hi"


def test_very_deep_nesting_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(BrokenFeed, match="nested"):
        parse(rss("<item><title>Hi</title></item>") + "<a>" * 100_000)


def test_a_flood_of_tags_that_never_end_is_read_in_one_pass() -> None:
    with pytest.raises((BrokenFeed, NotAFeed)):
        parse("<a" * 200_000)
    with pytest.raises((BrokenFeed, NotAFeed)):
        parse("<!DOCTYPE x [" * 50_000)


def test_one_laugh_becomes_no_billion() -> None:
    names = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    body = f"<!DOCTYPE r [<!ENTITY l0 'ha'>{names}]>" + rss("<item><title>x&l9;</title></item>")
    [entry] = parse(body)
    assert len(entry.title) < 100


@pytest.mark.parametrize(
    "markup", ["<b>x</b><![CDAript y> z", "<p>a <![", "<p>a<!x", "<p>a<!ELEMENT y <!>", "<p>a<!--"]
)
def test_broken_declarations_in_an_entry_cost_only_themselves(markup: str) -> None:
    escaped = markup.replace("<", "&lt;")
    [entry] = parse(rss(f"<item><title>Hi</title><description>{escaped}</description></item>"))
    assert entry.summary.startswith(("x", "a"))


def test_broken_declarations_on_a_page_hide_no_feeds() -> None:
    page = "<!doctype html><![CDAript x><link rel=alternate type=application/rss+xml href=/rss>"
    with pytest.raises(NotAFeed) as caught:
        parse(page)
    assert caught.value.candidates == ("https://site.example/rss",)
