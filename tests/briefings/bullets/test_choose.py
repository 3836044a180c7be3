import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.bullets import choose_bullets, explain
from briefings.bullets.fitness import LONGEST, SHORTEST
from briefings.model import Origin
from briefings.text.tokens import tokens

ARTICLE = """The council of Marlow approved a new bridge over the river on the edge of the town.

It will open in two years.

However, the mayor Anna Reed warned that the bridge might cost more than the council expects.

"I have never seen such a plan. We will regret it," Reed told the council of the town.

The bridge of Marlow replaces a ferry that carried 300 people a day to the other bank.
"""
PIECES = st.sampled_from(
    [
        "However, the ", "council ", "said (as ever) ", "that ", "it ", "might, ", "who knows, ",
        "“never” ", "again. ", "\n\n", "Speaking in Oslo, ", "Reed ", "12 ", "while dancing. ",
        "\u200b", "👩‍👩‍👧 ", "He said. ", "• ", "Key points\n", "и он ", "東京で", "' ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=60).map("".join)
WORD = re.compile(r"\w+")


def stand_in_order(bullet: str, source: str) -> bool:
    have = iter(WORD.findall(source.lower()))
    return all(word in have for word in WORD.findall(bullet.lower()))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "ru", None, "xx"]), st.integers(0, 6))
def test_a_bullets_words_stand_in_order_between_its_offsets(
    text: str, language: str | None, most: int
) -> None:
    bullets = choose_bullets(text, language=language, most=most)
    assert len(bullets) <= most
    for bullet in bullets:
        assert 0 <= bullet.start < bullet.end <= len(text)
        assert stand_in_order(bullet.text, text[bullet.start : bullet.end])


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_no_bullet_is_too_short_or_long_where_a_sentence_fits(text: str) -> None:
    text += "\n\nThe council of Marlow approved a new bridge over the river on Friday."
    for bullet in choose_bullets(text, use_key_points=False):
        assert SHORTEST <= len(list(tokens(bullet.text))) <= LONGEST
        assert SHORTEST <= len(bullet.text.split()) <= LONGEST


def test_no_bullet_opens_with_a_pronoun_or_a_joining_word() -> None:
    texts = [bullet.text for bullet in choose_bullets(ARTICLE)]
    assert texts
    assert not [text for text in texts if text.startswith(("It ", "However"))]
    assert any(text.startswith("The mayor Anna Reed warned") for text in texts)


def test_no_bullet_is_a_half_of_a_quotation() -> None:
    assert not [one for one in choose_bullets(ARTICLE) if one.text.count('"') % 2]


def test_no_bullet_opens_a_quotation_that_it_does_not_close() -> None:
    text = "Tom Hale of Aldham said: 'I have never in my life seen such a storm as this one.\n\n"
    assert not [one for one in choose_bullets(text + ARTICLE) if "Hale" in one.text]


def test_what_was_told_is_not_told_again() -> None:
    first = choose_bullets(ARTICLE)
    again = choose_bullets(ARTICLE, told=[bullet.text for bullet in first])
    assert not {one.text for one in first} & {one.text for one in again}


def test_the_publishers_own_points_are_used_and_named_as_such() -> None:
    text = "A title here\n\nKey points\n\n• One thing is so.\n• Another is not.\n\n" + ARTICLE
    bullets = choose_bullets(text)
    assert [one.text for one in bullets] == ["One thing is so.", "Another is not."]
    assert {one.origin for one in bullets} == {Origin.KEY_POINT}
    assert choose_bullets(text, use_key_points=False)[0].origin is Origin.SENTENCE


def test_explain_accounts_for_every_sentence_of_the_body() -> None:
    reasons = explain(ARTICLE)
    assert len(reasons) == 6
    assert "needs what came before" in {one.verdict for one in reasons}
    assert [one.bullet for one in reasons if one.verdict == "chosen"] == [
        bullet.text for bullet in choose_bullets(ARTICLE)
    ]


def test_explain_names_what_was_left_out_and_where_the_sentence_stands() -> None:
    [one] = [one for one in explain(ARTICLE) if one.bullet.startswith("The mayor Anna Reed warned")]
    assert ARTICLE[one.start : one.end] == one.sentence
    assert one.cuts == ("a joining word",)
    assert "left out: a joining word" in str(one)


def test_explain_says_which_points_are_the_publishers_own() -> None:
    text = "A title here\n\nKey points\n\n• One thing is so.\n• Another is not.\n\n" + ARTICLE
    verdicts = [one.verdict for one in explain(text)]
    assert verdicts[:2] == ["the publisher's own"] * 2
    assert "chosen" not in verdicts


def test_the_headline_is_not_told_again() -> None:
    title = "Council of Marlow approved a new bridge over the river on the edge of the town"
    assert not [one for one in choose_bullets(ARTICLE, title=title) if "approved" in one.text]


def test_each_section_of_an_article_is_told() -> None:
    about = {
        "A new bridge": "The council of Marlow approved a bridge over the river for the town.",
        "What fishermen say": "Fishermen led by Tom Hale fear that salmon will leave the river.",
        "The price": "The treasurer Eve Long put the price of the works at 12 million crowns.",
    }
    filler = " The council of Marlow and the town of Marlow saw the bridge of the river again."
    text = "\n\n".join(f"{head}\n\n{first}{filler * 3}" for head, first in about.items())
    told = [one.text for one in choose_bullets("All on the bridge\n\n" + text, most=3)]
    assert told[1:] == list(about.values())[1:]


@pytest.mark.parametrize(
    "unfit",
    [
        "You should come to Marlow on Friday to see the bridge with your own eyes.",
        "The bridge of Marlow will cost more than the council expects, he said.",
        "“The bridge of Marlow will cost more than the council expects,” she said.",
        "“The bridge of Marlow won’t cost more than the council of the town expects.”",
        "Maria Holt contributed to this report from the council of Marlow on Monday.",
        "Analysis: What the vote means for Marlow • Video: The mayor speaks • More from Aldham",
        "A builder by trade, he has made the bridges of Marlow for thirty years.",
        "'The bridge of Marlow will cost more than the council expects.'",
        "The council of Marlow named five reasons for the bridge over the river:",
        "The bridge - as long as the river is wide - costs 300 - 400 million - and so it will be "
        "paid for by the town of Marlow and its old ferry.",
    ],
)
def test_no_bullet_needs_what_came_before_or_speaks_to_the_reader(unfit: str) -> None:
    fit = "The bridge of Marlow replaces a ferry that carried 300 people a day to the other bank."
    assert [one.text for one in choose_bullets(f"{unfit}\n\n{fit}")] == [fit]
