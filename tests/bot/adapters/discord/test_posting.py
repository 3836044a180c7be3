"""Every kind of channel gets its messages once, in the form that it takes."""

import pytest

from bot.adapters.discord.adapter import DiscordAdapter
from bot.channels import Channel
from bot.messages import Actions, Button, Heading, Message, Paragraph, line
from briefings.errors import Gone, Refused
from tests.bot.adapters.answering import Answering, said
from tests.bot.adapters.discord.conftest import make, words
from tests.fakes.discord_server import (
    ANNOUNCEMENTS,
    CHANNEL,
    FORUM,
    GUILD,
    USER,
    DiscordServer,
    walk,
)

HERE = Channel("discord", GUILD, CHANNEL)
NEWS = Channel("discord", GUILD, ANNOUNCEMENTS)
BOARD = Channel("discord", GUILD, FORUM)
PERSON = Channel.direct(f"discord/{GUILD}", USER)
LONG = Message((Paragraph(line("Many words here. " * 1000)),), "Long")
PRESSED = Message(
    (
        Heading(line("Two stories")),
        Actions((Button("More", "more", "ukraine"), Button("Follow", "follow", "ukraine"))),
        Actions((Button("More", "more", "ukraine"),)),
    ),
    "Two stories",
)


async def test_a_digest_in_a_forum_is_a_post_and_its_stories_stand_in_it(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(BOARD, said("Digest"), key="k1")
    reply = await adapter.post(BOARD, said("Story"), key="k2", thread=posted.message_id)
    assert server.threads[posted.message_id]["name"] == "Digest"
    assert server.threads[posted.message_id]["parent_id"] == FORUM
    assert [words(each).split("\n")[0] for each in server.posted(posted.message_id)] == [
        "### Digest",
        "### Story",
    ]
    assert await adapter.find(BOARD, "k1") == posted
    assert await adapter.find(BOARD, "k2", thread=posted.message_id) == reply
    assert await adapter.find(BOARD, "k3") is None


async def test_a_long_digest_in_a_forum_goes_on_in_its_post_after_a_failure(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST messages", status=403, code=50013)
    with pytest.raises(Refused):
        await adapter.post(BOARD, LONG, key="k1")
    assert await adapter.find(BOARD, "k1") is None
    posted = await adapter.post(BOARD, LONG, key="k1")
    assert list(server.threads) == [posted.message_id]
    text = "".join(words(message) for message in server.posted(posted.message_id))
    assert text.count("Many words here") == 1000


async def test_an_announcement_is_handed_on_to_servers_that_follow(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(NEWS, said("Digest"), key="k1")
    await adapter.post(NEWS, said("Story"), key="k2", thread=posted.message_id)
    assert server.crossposted == [posted.message_id]


async def test_an_announcement_that_was_not_handed_on_before_a_crash_is_when_it_is_found(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST crosspost", status=403, code=50013)
    posted = await adapter.post(NEWS, said("Digest"), key="k1")
    assert not server.crossposted
    assert await adapter.find(NEWS, "k1") == posted
    assert server.crossposted == [posted.message_id]


async def test_announcements_can_be_kept_to_their_own_server(
    server: DiscordServer, desk: Answering
) -> None:
    adapter = make(server, desk, crosspost=False)
    await adapter.start()
    await adapter.post(NEWS, said("Digest"), key="k1")
    await adapter.stop()
    assert len(server.posted(ANNOUNCEMENTS)) == 1
    assert not server.crossposted


async def test_a_person_is_written_to_directly_and_stories_are_replies(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(PERSON, said("Digest"), key="k1")
    await adapter.post(PERSON, said("Story"), key="k2", thread=posted.message_id)
    direct = server.direct[USER]
    first, second = server.posted(direct)
    assert str(second["reference"]["message_id"]) == first["id"] == posted.message_id
    assert await adapter.find(PERSON, "k1") == posted
    assert await adapter.find(PERSON, "k2", thread=posted.message_id) is not None
    assert [call[1] for call in server.calls].count("users/@me/channels") == 1


async def test_a_person_who_takes_no_messages_is_refused(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.fail("POST messages", status=403, code=50007)
    with pytest.raises(Refused, match="takes no direct messages"):
        await adapter.post(PERSON, said("Digest"), key="k1")


@pytest.mark.parametrize("happened", ["message deleted", "thread deleted", "locked"])
async def test_a_thread_that_is_gone_or_locked_is_not_the_channels_fault(
    server: DiscordServer, adapter: DiscordAdapter, happened: str
) -> None:
    posted = await adapter.post(HERE, said("Digest"), key="k1")
    if happened == "message deleted":
        server.messages[CHANNEL].clear()
    else:
        await adapter.post(HERE, said("Story"), key="k2", thread=posted.message_id)
        if happened == "locked":
            server.threads[posted.message_id]["thread_metadata"]["locked"] = True
        else:
            del server.threads[posted.message_id]
    with pytest.raises(Gone):
        await adapter.post(HERE, said("Story"), key="k3", thread=posted.message_id)


async def test_where_components_are_refused_embeds_are_posted_once_and_found(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.refuse_components = True
    posted = await adapter.post(HERE, PRESSED, key="k1")
    (message,) = server.posted()
    assert message["embeds"][0]["description"] == "### Two stories"
    buttons = [part["label"] for part in walk(message["components"]) if part["type"] == 2]
    assert buttons == ["More", "Follow", "More"]
    assert await adapter.find(HERE, "k1") == posted


async def test_where_embeds_are_refused_too_text_is_posted(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    server.refuse_components = True
    server.fail("POST messages", status=400, code=50035, times=2)
    await adapter.post(HERE, said("Digest"), key="k1")
    (message,) = server.posted()
    assert message["content"] == "### Digest\nAbout Digest."
    assert message["flags"] == 1 << 2, "it shows no previews of links"


async def test_where_components_are_refused_commands_are_answered_all_the_same(
    server: DiscordServer, desk: Answering, adapter: DiscordAdapter
) -> None:
    server.refuse_components = True
    token = await server.command("brief", {"topic": "ukraine"})
    await server.until(lambda: server.originals.get(token, {}).get("done"))
    assert server.originals[token]["embeds"][0]["description"].startswith("### brief ukraine")


async def test_no_two_buttons_of_a_message_have_the_same_id(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    await adapter.post(HERE, PRESSED, key="k1")
    await adapter.post(HERE, PRESSED, key="k2")
    ids = [
        part["custom_id"]
        for message in server.posted()
        for part in walk(message["components"])
        if part["type"] == 2
    ]
    assert len(set(ids)) == 6, "a button also tells of which delivery it is"


@pytest.mark.parametrize("place", [HERE, NEWS, BOARD, PERSON])
async def test_a_message_can_be_linked_to_wherever_it_stands(
    adapter: DiscordAdapter, place: Channel
) -> None:
    head = (await adapter.post(place, said("Digest"), key="k1")).message_id
    story = (await adapter.post(place, said("Story"), key="k2", thread=head)).message_id
    server, into, under = {
        HERE: (GUILD, CHANNEL, head),
        NEWS: (GUILD, ANNOUNCEMENTS, head),
        BOARD: (GUILD, head, head),
        PERSON: ("@me", f"9{USER}", f"9{USER}"),
    }[place]
    site = f"https://discord.com/channels/{server}"
    assert await adapter.locate(place, head, key="k1") == f"{site}/{into}/{head}"
    assert await adapter.locate(place, story, key="k2", thread=head) == f"{site}/{under}/{story}"


@pytest.mark.parametrize("place", [HERE, BOARD, PERSON])
@pytest.mark.parametrize("refuse", [False, True], ids=["components", "embeds"])
async def test_a_message_can_be_made_to_say_something_else(
    server: DiscordServer, adapter: DiscordAdapter, place: Channel, refuse: bool
) -> None:
    server.refuse_components = refuse
    head = (await adapter.post(place, said("Digest"), key="k1")).message_id
    story = await adapter.post(place, PRESSED, key="k2", thread=head)
    changed = Message((*PRESSED.blocks, Paragraph(line("Corrected."))), "Two stories")
    await adapter.edit(place, head, said("Digest, corrected"), key="k1")
    await adapter.edit(place, story.message_id, changed, key="k2", thread=head)
    shown = {
        message["id"]: [*(each["description"] for each in message["embeds"]), words(message)]
        for messages in server.messages.values()
        for message in messages
    }
    assert any("Digest, corrected" in text for text in shown[head])
    assert any("Corrected." in text for text in shown[story.message_id])
    assert await adapter.find(place, "k1") is not None, "its mark stays"
    assert await adapter.find(place, "k2", thread=head) == story


async def test_of_a_message_in_parts_the_last_says_something_else(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(HERE, LONG, key="k1")
    before = [words(message) for message in server.posted()]
    changed = Message((*LONG.blocks, Paragraph(line("Corrected."))), "Long")
    await adapter.edit(HERE, posted.message_id, changed, key="k1")
    after = [words(message) for message in server.posted()]
    assert after[:-1] == before[:-1]
    assert after[-1] == f"{before[-1]}\nCorrected."


async def test_a_message_that_would_need_another_part_stays_as_it_is(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    posted = await adapter.post(HERE, LONG, key="k1")
    before = [words(message) for message in server.posted()]
    longer = Message((*LONG.blocks, *LONG.blocks), "Long")
    await adapter.edit(HERE, posted.message_id, longer, key="k1")
    assert [words(message) for message in server.posted()] == before


async def test_a_thread_that_is_folded_away_is_opened_to_change_a_message_in_it(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    head = (await adapter.post(HERE, said("Digest"), key="k1")).message_id
    story = (await adapter.post(HERE, said("Story"), key="k2", thread=head)).message_id
    server.threads[head]["thread_metadata"]["archived"] = True
    await adapter.edit(HERE, story, said("Story, corrected"), key="k2", thread=head)
    assert words(server.posted(head)[0]).startswith("### Story, corrected")


async def test_what_is_posted_into_a_thread_that_is_folded_away_unfolds_it(
    server: DiscordServer, adapter: DiscordAdapter
) -> None:
    head = (await adapter.post(HERE, said("Digest"), key="k1")).message_id
    await adapter.post(HERE, said("Story"), key="k2", thread=head)
    server.threads[head]["thread_metadata"]["archived"] = True
    await adapter.post(HERE, said("Another story"), key="k3", thread=head)
    assert len(server.posted(head)) == 2


async def test_a_message_that_is_gone_can_say_nothing_else(adapter: DiscordAdapter) -> None:
    with pytest.raises(Refused, match="gone"):
        await adapter.edit(HERE, "5", said("Digest"), key="k1")
