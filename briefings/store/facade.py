"""The store: one object that satisfies every small port of its users."""

from briefings.store.desk import Outbox, Subscriptions
from briefings.store.entries import Entries
from briefings.store.feeds import Feeds
from briefings.store.hubs import HubSubscriptions
from briefings.store.installations import Installations
from briefings.store.opinions import Opinions
from briefings.store.questions import Questions
from briefings.store.retention import Retention
from briefings.store.search import Search
from briefings.store.threads import Keys, Page, Threads
from briefings.store.transfer import Transfer
from briefings.store.versions import Versions
from briefings.store.watches import Watches


class Store(
    Feeds,
    HubSubscriptions,
    Entries,
    Search,
    Questions,
    Subscriptions,
    Outbox,
    Threads,
    Page,
    Keys,
    Installations,
    Opinions,
    Retention,
    Transfer,
    Watches,
    Versions,
):
    """Everything that outlives a restart, each part in a module of its own."""
