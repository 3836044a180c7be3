"""The store: one object that satisfies every small port of its users."""

from briefings.store.articles import Articles
from briefings.store.desk import Outbox, Subscriptions
from briefings.store.feeds import Feeds
from briefings.store.search import Search
from briefings.store.threads import Keys, Page, Threads


class Store(Feeds, Articles, Search, Subscriptions, Outbox, Threads, Page, Keys):
    """Everything that outlives a restart, each part in a module of its own."""
