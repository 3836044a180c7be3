"""The local page: looks and works like a chat platform, needs no account.

browser → routes → room → Conversation.handle → room → store → live → browser

adapter.py     starts and stops the server; posts digests like any other adapter
room.py        what is said in channels and threads
live.py        server-sent events
forgery.py     which requests are refused
render.py      Message → HTML
previews/      what Slack, Discord and a terminal would show, drawn from their payloads
"""

from bot.adapters.web.adapter import WebAdapter

__all__ = ["WebAdapter"]
