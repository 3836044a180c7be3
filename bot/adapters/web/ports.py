"""What the page needs of the other parts."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.channels import Posted, Reply, Request
from bot.messages import Message
from briefings.deliveries import PageMessage

Preview = Callable[[Message], Any]
"""Gives a platform's own payload for a message."""
OnPosted = Callable[[Request, Reply, Posted], Awaitable[None]]
"""Is told where an answer landed, so that its thread knows what it is about."""


class PageStore(Protocol):
    """Keeps the page's channels and messages."""

    async def add_page_channel(self, name: str) -> None:
        """Keep a channel; one that is there stays."""

    async def page_channels(self) -> tuple[str, ...]:
        """Return the channels' names, oldest first."""

    async def add_page_message(
        self,
        channel: str,
        key: str,
        author: str,
        payload: dict[str, Any],
        *,
        thread: int | None = None,
        private_to: str | None = None,
    ) -> PageMessage:
        """Keep a message; where its key is there already, return that one."""

    async def amend_page_message(self, number: int, payload: dict[str, Any]) -> None:
        """Keep what a message says now."""

    async def page_message(self, key: str) -> PageMessage | None:
        """Return the message with this key."""

    async def page_message_numbered(self, number: int) -> PageMessage | None:
        """Return the message with this number."""

    async def page_messages(
        self,
        channel: str | None = None,
        *,
        thread: int | None = None,
        after_id: int = 0,
        limit: int = 200,
    ) -> tuple[PageMessage, ...]:
        """Return the newest messages after `after_id`, oldest first."""


class OverviewRow(Protocol):
    """One line of a view."""

    @property
    def title(self) -> str:
        """Its words."""

    @property
    def detail(self) -> str:
        """Small print."""

    @property
    def url(self) -> str | None:
        """Where it leads."""

    @property
    def at(self) -> datetime | None:
        """Its moment."""

    @property
    def trouble(self) -> bool:
        """Whether something is wrong with it."""

    @property
    def next_at(self) -> datetime | None:
        """When it is looked at again."""


class Views(Protocol):
    """What the page shows besides conversations."""

    async def rows(self, view: str, scope: str) -> Sequence[OverviewRow]:
        """Return the lines of a view: feeds, stories, coming or deliveries."""

    async def health(self) -> dict[str, object]:
        """Return how the process is; `ok` says whether all is well."""


class Offer(Protocol):
    """A command that the line may become."""

    @property
    def name(self) -> str:
        """The command, without its slash."""

    @property
    def usage(self) -> str:
        """What comes after it."""

    @property
    def summary(self) -> str:
        """What it does."""


Complete = Callable[[str], Sequence[Offer]]
