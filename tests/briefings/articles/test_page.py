"""Pages: the article of a page, and pages that have none."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.articles.layout import lay_out
from briefings.articles.page import NotAnArticle, read_page
from briefings.articles.walls import Wall

URL = "https://news.example/2026/03/dam"
OPENING = (
    "The river broke through the old dam above the town of Verin early on Tuesday, and more than "
    "three hundred people left their homes before the water reached the market square."
)
MIDDLE = (
    "“We heard it before we saw it,” said Anna Kovalenko, who has run the bakery beside the "
    "bridge for twenty years. “Then everything that was not tied down was simply gone.”"
)
ENDING = (
    "Engineers had warned of cracks in the wall since the autumn, but the province and the owner "
    "of the power station could not agree on who should pay for the repair, officials said."
)


def page(body: str, head: str = "", title: str = "Dam breaks above Verin") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<nav><ul><li><a href='/'>Home</a></li><li><a href='/world'>World</a></li></ul></nav>"
        f"{body}<footer><p>About us</p></footer></body></html>"
    )


def article(*paragraphs: str, before: str = "", after: str = "") -> str:
    inside = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"<article><h1>Dam breaks above Verin</h1>{before}{inside}{after}</article>"


ARTICLE = article(OPENING, MIDDLE, ENDING)


def test_paragraphs_are_parted_by_blank_lines_and_navigation_is_left_out() -> None:
    read = read_page(page(ARTICLE), URL)
    assert read.title == "Dam breaks above Verin"
    assert f"{OPENING}\n\n{MIDDLE}\n\n{ENDING}" in read.text
    assert "Home" not in read.text
    assert "About us" not in read.text


def test_bytes_are_read_in_the_charset_that_they_declare() -> None:
    html = page(article(OPENING.replace("Verin", "Вірин"), MIDDLE, ENDING), "<meta charset=cp1251>")
    read = read_page(html.encode("cp1251", "xmlcharrefreplace"), URL)
    assert "town of Вірин" in read.text


def test_key_points_stay_a_list_that_the_layout_recognises() -> None:
    points = "<h2>Key points</h2><ul><li>The dam broke early.</li><li>Three hundred fled.</li></ul>"
    read = read_page(page(article(OPENING, MIDDLE, ENDING, before=points)), URL)
    assert "• The dam broke early." in read.text
    found = lay_out(read.text, read.title).key_points
    assert [span.of(read.text) for span in found] == ["The dam broke early.", "Three hundred fled."]


def test_the_time_of_publication_is_exact_where_the_page_gives_it() -> None:
    head = "<meta property='article:published_time' content='2026-03-10T06:30:00+02:00'>"
    assert read_page(page(ARTICLE, head), URL).published == datetime(2026, 3, 10, 4, 30, tzinfo=UTC)


def test_a_day_alone_is_taken_as_its_first_moment() -> None:
    read = read_page(page(ARTICLE, "<meta name='date' content='2026-03-10'>"), URL)
    assert read.published == datetime(2026, 3, 10, tzinfo=UTC)


def test_the_canonical_address_is_taken_and_only_if_it_is_one_of_the_web() -> None:
    good = "<link rel='canonical' href='https://news.example/dam'>"
    bad = "<link rel='canonical' href='javascript:alert(1)'>"
    assert read_page(page(ARTICLE, good), URL + "?x=1").url == "https://news.example/dam"
    assert read_page(page(ARTICLE, bad), URL).url == URL


def test_the_language_is_found() -> None:
    assert read_page(page(ARTICLE), URL).language == "en"


def test_a_body_cut_into_pieces_by_advertisements_is_joined() -> None:
    parts = [f"<div class='body__part'><p>{one}</p><p>{one[::-1]}</p></div>"
             for one in (OPENING, MIDDLE, ENDING)]  # fmt: skip
    html = page("<article><h1>Dam</h1>" + "<div class=ad>Buy!</div>".join(parts) + "</article>")
    read = read_page(html, URL)
    assert all(one in read.text for one in (OPENING, MIDDLE, ENDING))
    assert "Buy!" not in read.text


def test_another_article_below_is_not_joined_to_the_first() -> None:
    other = "A singer has cancelled her concerts for the rest of the year, her manager wrote. " * 5
    first = "".join(f"<p>{one}</p>" for one in (OPENING, MIDDLE, ENDING))
    html = page(
        f"<article><h1>Dam</h1><div class='text'>{first}</div></article>"
        f"<article><h1>Singer</h1><div class='text'><p>{other}</p></div></article>"
    )
    assert "singer" not in read_page(html, URL).text


@pytest.mark.parametrize(
    "extra",
    [
        "<p>Read more: <a href='/x'>Why dams break</a></p>",
        "<ul><li><a href='/x'>Why dams break</a></li><li><a href='/y'>Floods</a></li></ul>",
        "<div class='tooltip-box'>Why dams break: a guide for the curious</div>",
        "<p>Follow Ann on Twitter for news on why dams break</p>",
        "<p>Sign up for our newsletter: why dams break, every Friday</p>",
        "<p>Comments</p><p>Copyright 2026 Why dams break Ltd. All rights reserved.</p>",
    ],
)
def test_what_leads_elsewhere_or_speaks_for_the_site_is_left_out(extra: str) -> None:
    read = read_page(page(article(OPENING, MIDDLE, ENDING, after=extra)), URL)
    assert ENDING in read.text
    assert "dams break" not in read.text


def test_text_behind_a_pop_up_stays() -> None:
    popped = OPENING.replace("Verin", "Verin<span class='tooltip'>Verin: a town</span>")
    assert OPENING in read_page(page(article(popped, MIDDLE, ENDING)), URL).text


@pytest.mark.parametrize(
    ("body", "title", "wall"),
    [
        ("<noscript>x</noscript><div id=root>You need to enable JavaScript to run this app.</div>",
         "News", Wall.SCRIPT),
        ("<h1>Just a moment...</h1><p>Verifying you are human. This may take a few seconds.</p>",
         "Just a moment...", Wall.ROBOT),
        ("<h1>Access Denied</h1><p>You don't have permission to access this on this server.</p>",
         "Access Denied", Wall.ROBOT),
        ("<h1>Before you continue</h1><p>We use cookies and data to deliver and maintain services."
         "</p><button>Accept all</button><button>Reject all</button>", "Sign in", Wall.CONSENT),
        ("<h1>Your privacy choices</h1><p>We, the Example family of brands, and our 240 partners"
         " store and access information on a device, such as cookies, with your consent. Click"
         " Accept all to agree that we and our partners, among them vendors of the IAB framework,"
         " also use personal data and cookies for advertising. Click Reject all if you do not want"
         " our partners to use cookies and personal data for these purposes. You can withdraw your"
         " consent in the privacy dashboard; some partners claim legitimate interest. See our"
         " privacy policy and our cookie policy on how partners use your preferences, and which"
         " personal data and cookies the vendors keep for advertising, and how you change it.</p>"
         "<form><button>Accept all</button><button>Reject all</button></form>",
         "Example", Wall.CONSENT),
        ("<h1>Dam breaks above Verin</h1><p>The river broke through the dam.</p>"
         "<div class='gate'><h2>Subscribe to continue reading</h2><a>Sign in</a></div>",
         "Dam breaks", Wall.PAYWALL),
    ],
    ids=["scripts only", "robot check", "denied", "consent", "long consent", "paywall"],
)  # fmt: skip
def test_a_wall_is_no_article(body: str, title: str, wall: Wall) -> None:
    with pytest.raises(NotAnArticle) as caught:
        read_page(page(body, title=title), URL)
    assert caught.value.wall is wall
    assert str(caught.value).startswith(wall.value)


def test_an_article_below_a_cookie_banner_is_one() -> None:
    banner = "<div class='cookies'><p>We use cookies.</p><button>Accept all cookies</button></div>"
    assert OPENING in read_page(page(banner + ARTICLE), URL).text


def test_an_article_about_paywalls_and_cookies_is_one() -> None:
    about = "Publishers ask readers to subscribe to continue reading and to accept all cookies. "
    read = read_page(page(article(about + OPENING, MIDDLE + about, ENDING)), URL)
    assert about.strip() in read.text


def test_the_free_opening_of_a_paid_article_is_marked_as_a_stub() -> None:
    paid = "<script type='application/ld+json'>{\"isAccessibleForFree\": false}</script>"
    assert read_page(page(ARTICLE, paid), URL).stub
    assert not read_page(page(ARTICLE), URL).stub


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "\x00", b"", b"\xff\xfe", "plain"])
def test_next_to_nothing_is_no_article(html: str | bytes) -> None:
    with pytest.raises(NotAnArticle):
        read_page(html, URL)


def test_elements_nested_without_end_are_survived() -> None:
    deep = "<div>" * 20_000 + "".join(f"<p>{one}</p>" for one in (OPENING, MIDDLE, ENDING))
    with suppress(NotAnArticle):
        assert read_page(page(deep), URL).text


FRAGMENTS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class='a'>", "</div>", "<ul><li>", "<a href='x'>", "<h1>", "<table>",
         "<!--", "-->", "<script>", "</script>", "&#0;", "&amp", "\x00", "\ud800", OPENING, ENDING]
    )
    | st.text(max_size=20),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS)
def test_any_markup_is_an_article_or_a_plain_refusal(parts: list[str]) -> None:
    try:
        read = read_page("".join(parts), URL)
    except NotAnArticle:
        return
    assert read.text.strip() == read.text
    assert "<script" not in read.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_article_or_a_plain_refusal(body: bytes) -> None:
    with suppress(NotAnArticle):
        assert read_page(body, URL).text
