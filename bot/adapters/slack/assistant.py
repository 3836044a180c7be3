"""Slack's place for assistants: a thread of one's own with the bot, where a workspace has it.

a thread is opened → what can be asked now, as prompts     a question → a status while it is read
"""

from bot.adapters.slack.events import Asked, Json
from bot.adapters.slack.mrkdwn import defused
from bot.adapters.slack.workspaces import Workspace
from bot.adapters.splitting import cut, on_one_line
from bot.channels import Channel, Suggesting
from briefings.errors import PlatformError

PROMPTS = 4
"""Slack shows so many."""
TITLE = 70
STATUS = "is reading the sources …"
ALWAYS = ("What can you do?", "help")


async def greet(workspace: Workspace, event: Json, suggest: Suggesting | None) -> None:
    """Offer what can be asked in a new thread. Raises PlatformError, StoreError."""
    thread = event.get("assistant_thread") or {}
    channel, ts = str(thread.get("channel_id", "")), str(thread.get("thread_ts", ""))
    if not channel or not ts:
        return
    topics = []
    if suggest:
        here = Channel("slack", workspace.identity.team, channel)
        topics = [choice.value for choice in await suggest.topics(here, "")]
    await workspace.slack.call(
        "assistant.threads.setSuggestedPrompts",
        channel_id=channel,
        thread_ts=ts,
        title="Ask what the sources say, for instance:",
        prompts=prompts(topics),
    )


def prompts(topics: list[str]) -> list[Json]:
    """Return prompts for topics: what is shown, and what is said when one is chosen."""
    found = []
    for topic in topics[: PROMPTS - 1]:
        words = cut(on_one_line(topic), TITLE, lambda text: len(defused(text)))
        if words:
            asked = f"What is new on {defused(words[0])}?"
            found.append({"title": asked, "message": asked})
    title, message = ALWAYS
    return [*found, {"title": title, "message": message}]


async def show_status(workspace: Workspace, asked: Asked) -> None:
    """Show that a question is being read, where that can be shown; the answer takes it away."""
    if not asked.thread or asked.name or not asked.channel.startswith("D"):
        return
    try:
        await workspace.slack.call(
            "assistant.threads.setStatus",
            channel_id=asked.channel,
            thread_ts=asked.thread,
            status=STATUS,
        )
    except PlatformError:  # no assistant's thread, or a workspace without them
        return
