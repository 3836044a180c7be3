"""Feed documents: every kind, and every kind of damage."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.errors import FeedError, NotAFeed
from briefings.feeds.markup import to_line, to_text
from briefings.feeds.parse import ENTRIES, parse_feed
from briefings.model import Entry

URL = "https://site.example/feed.xml"


def parse(text: str | bytes) -> tuple[Entry, ...]:
    body = text.encode() if isinstance(text, str) else text
    return parse_feed(body, url=URL).entries


def rss(items: str) -> str:
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"


KINDS = {
    "RSS 2.0": rss("<item><title>Hi</title><link>/a</link></item>"),
    "RSS 0.91": "<rss version='0.91'><channel><title>T</title>"
    "<item><title>Hi</title><link>/a</link></item></channel></rss>",
    "RDF": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    " xmlns='http://purl.org/rss/1.0/'><channel><title>T</title></channel>"
    "<item><title>Hi</title><link>/a</link></item></rdf:RDF>",
    "Atom": "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title>"
    "<entry><id>x</id><title>Hi</title><link href='/a'/></entry></feed>",
    "JSON Feed": '{"version": "https://jsonfeed.org/version/1.1", "title": "T",'
    ' "items": [{"id": "x", "title": "Hi", "url": "/a"}]}',
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_is_read_and_its_links_made_absolute(kind: str) -> None:
    document = parse_feed(KINDS[kind].encode(), url=URL)
    assert document.title == "T"
    [entry] = document.entries
    assert (entry.title, entry.link) == ("Hi", "https://site.example/a")


@pytest.mark.parametrize(
    "damage",
    [
        "  \n" + KINDS["RSS 2.0"],
        "\ufeff" + KINDS["RSS 2.0"],
        KINDS["RSS 2.0"].replace("Hi", "Hi\x0b"),
        KINDS["RSS 2.0"].replace("Hi", "Hi&nbsp;"),
        KINDS["RSS 2.0"].removesuffix("</channel></rss>"),
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + KINDS["RSS 2.0"],
    ],
    ids=["white space", "BOM", "control character", "HTML entity", "truncated", "doctype"],
)
def test_common_damage_is_read_through(damage: str) -> None:
    [entry] = parse(damage)
    assert entry.title == "Hi"


def test_another_charset_is_read_as_declared() -> None:
    body = "<?xml version='1.0' encoding='windows-1251'?>" + rss("<item><title>Київ</title></item>")
    [entry] = parse(body.encode("windows-1251"))
    assert entry.title == "Київ"


def test_markup_is_reduced_to_text_with_its_paragraphs() -> None:
    [entry] = parse(rss("<item><title>A &lt;b&gt;bold&lt;/b&gt; &amp;amp; title</title>"
                        "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &lt;script&gt;x()"
                        "&lt;/script&gt;words.&lt;/p&gt;</description></item>"))  # fmt: skip
    assert entry.title == "A bold & title"
    assert entry.summary == "One.\n\nTwo words."


def test_lines_that_were_wrapped_are_joined_and_blank_lines_part_paragraphs() -> None:
    assert to_text("He said it\nwould rain. \n \n\nIt did.") == "He said it would rain.\n\nIt did."


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_that_is_none_of_the_web_is_left_out(link: str) -> None:
    [entry] = parse(rss(f"<item><title>Hi</title><link>{link}</link></item>"))
    assert entry.link is None


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("Tue, 10 Mar 2026 08:00:00 +0200", datetime(2026, 3, 10, 6, tzinfo=UTC)),
        ("2026-03-10T08:00:00Z", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        ("Tue, 10 Mar 2099 08:00:00 GMT", datetime(2099, 3, 10, 8, tzinfo=UTC)),
        ("soon", None),
        ("", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_dates_are_read_or_are_none(date: str, read: datetime | None) -> None:
    [entry] = parse(rss(f"<item><title>Hi</title><pubDate>{date}</pubDate></item>"))
    assert entry.published == read


def test_a_relative_link_is_joined_to_its_feed_s_address_or_the_base_it_names() -> None:
    item = "<item><title>Hi</title><link>a/1</link></item>"
    [plain] = parse_feed(rss(item).encode(), url="https://site.example/news/feed").entries
    assert plain.link == "https://site.example/news/a/1"
    based = rss(item).replace("<channel>", "<channel xml:base='/blog/'>")
    [moved] = parse_feed(based.encode(), url="https://site.example/news/feed").entries
    assert moved.link == "https://site.example/blog/a/1"


def test_an_id_is_the_same_wherever_its_feed_is_found() -> None:
    body = rss("<item><title>Hi</title><guid>17</guid></item>").encode()
    here, there = (parse_feed(body, url=f"https://{host}/feed").entries for host in ("a.b", "c.d"))
    assert here[0].id == there[0].id


@pytest.mark.parametrize(
    ("asks", "seconds"),
    [
        ("<ttl>90</ttl>", 5400.0),
        ("<ttl>-1</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600.0),
        (
            "<sy:updatePeriod> Daily\n</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21_600.0,
        ),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>",
            86_400.0,
        ),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_how_often_a_feed_wants_to_be_asked_is_read(asks: str, seconds: float | None) -> None:
    head = "<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>"
    body = f"{head}<title>T</title>{asks}</channel></rss>"
    assert parse_feed(body.encode(), url=URL).poll_hint == seconds


def test_the_hours_and_days_on_which_a_feed_is_silent_are_read() -> None:
    asks = (
        "<skipHours><hour>0</hour><hour> 24 </hour><hour>23</hour><hour>99</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Someday</day></skipDays>"
    )
    assert parse_feed(rss(asks).encode(), url=URL).quiet == "0 23 sunday"


def test_an_entry_without_an_id_is_known_by_its_link_or_title() -> None:
    with_link, bare = parse(
        rss("<item><title>A</title><link>/a</link></item><item><title>B</title></item>")
    )
    assert (with_link.id, bare.id) == ("https://site.example/a", "B")


def test_entities_are_not_expanded() -> None:
    laughs = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    [entry] = parse(laughs + rss("<item><title>x&b;y</title></item>"))
    assert "haha" not in entry.title


def test_external_references_are_not_followed() -> None:
    reading = "<!DOCTYPE r [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    [entry] = parse(reading + rss("<item><title>x &f; y</title></item>"))
    assert "root:" not in entry.title


def test_a_feed_of_very_many_entries_is_cut_at_a_limit() -> None:
    entries = parse(rss("".join(f"<item><guid>{n}</guid><title>{n}</title></item>"
                                for n in range(ENTRIES + 50))))  # fmt: skip
    assert len(entries) == ENTRIES


def test_a_page_names_the_feeds_that_it_announces() -> None:
    page = ("<!doctype html><html><head><link rel='alternate' type='application/rss+xml'"
            " href='/rss'><link rel=alternate type=application/atom+xml href=//o.example/atom>"
            "</head></html>")  # fmt: skip
    with pytest.raises(NotAFeed) as caught:
        parse(page)
    assert caught.value.candidates == ("https://site.example/rss", "https://o.example/atom")


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_feed_or_a_plain_error(body: bytes) -> None:
    with suppress(FeedError):
        assert parse_feed(body, url=URL).entries is not None


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_stands_in_an_entry_it_has_a_title_and_an_id(title: str, summary: str) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in (title, summary)]
    item = "<item><title>{}</title><description>{}</description></item>".format(*escaped)
    try:
        entries = parse(rss(item).encode("utf-8", "replace"))
    except FeedError:
        return
    assert all(entry.id and entry.title and "\x00" not in entry.summary for entry in entries)


@given(st.text(alphabet="<>/&;=\"' abpscriptx\n!-", max_size=400))
def test_no_tag_survives_in_a_text(markup: str) -> None:
    assert "\n" not in to_line(markup)
    assert "<script" not in to_text(markup.replace("&", "")).lower()
