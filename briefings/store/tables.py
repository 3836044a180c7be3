"""The tables. A change here comes with a migration in `migrations/versions`."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Number = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which has no zones, keeps it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they would be read back as other ones."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are aware")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


feeds = Table(
    "feeds",
    metadata,
    Column("id", Number, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("site_url", Text),
    Column("language", String(40)),
    Column("added_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("succeeded_at", Moment),
    Column("next_poll_at", Moment, index=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("problem", Text),
    Column("interval", Float, nullable=False, default=1800.0),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_digest", String(80)),
    Column("seen_items", Text, nullable=False, default="", server_default=""),
    Column("poll_hint", Float),
    Column("quiet", String(300), nullable=False, default="", server_default=""),
    Column("moved_to", Text),
    Column("moved_seen", Integer, nullable=False, default=0, server_default="0"),
    Column("failing_since", Moment),
    Column("stopped_at", Moment),
)

past_entries = Table(
    "past_entries",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

hub_subscriptions = Table(
    "hub_subscriptions",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("public_url", Text, nullable=False),
    Column("name", String(80), nullable=False),
    Column("secret", String(80), nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("wanted", Boolean, nullable=False),
    Column("asked_at", Moment),
    Column("until", Moment),
    Column("failures", Integer, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("problem", Text),
)

follows = Table(
    "follows",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("hidden", Boolean, nullable=False, default=False),
    Index("ix_follows_feed_id", "feed_id"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Number, primary_key=True),
    Column("headline", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Number, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("entry_id", Text, nullable=False),
    Column("link_key", Text),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(40)),
    Column("published", Moment),
    Column("arrived", Moment, nullable=False, index=True),
    Column("story_id", ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    Column("fetched", Boolean, nullable=False, default=False),
    Column("fetch_problem", Text),
    UniqueConstraint("feed_id", "entry_id"),
    Index("ix_articles_feed_id_link_key", "feed_id", "link_key"),
)
Index(
    "ix_articles_fetched_false",
    articles.c.id,
    sqlite_where=~articles.c.fetched,
    postgresql_where=~articles.c.fetched,
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("compared", Boolean, nullable=False, default=False),
    Index("ix_article_versions_compared", "compared", "id"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(300), nullable=False, index=True),
    Column("topic", Text, nullable=False),
    Column("schedule", Text, nullable=False),
    Column("zone", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("feed_ids", JSON, nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("paused", Boolean, nullable=False, default=False),
    Column("pause_reason", Text, nullable=False, default=""),
    Column("last_slot", Moment),
    Column("only_news", Boolean),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("position", Number, primary_key=True),
    Column("key", String(300), nullable=False, unique=True),
    Column("channel", String(300), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("parent_key", String(300)),
    Column("thread", String(200)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", Text),
    Column("problem", Text),
    Index("ix_deliveries_state_position", "state", "position"),
)

told = Table(
    "told",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(300), nullable=False),
    Column("story_id", Number, nullable=False),
    Column("article_ids", JSON, nullable=False),
    Column("bullets", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    Column("delivery_key", String(300), nullable=False),
    Index("ix_told_channel_story_id", "channel", "story_id"),
    Index("ix_told_story_id", "story_id"),
)

threads = Table(
    "threads",
    metadata,
    Column("channel", String(300), primary_key=True),
    Column("message_id", String(200), primary_key=True),
    Column("story_ids", JSON, nullable=False),
    Column("topic", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("turns", JSON(none_as_null=True)),
    Column("article", JSON(none_as_null=True)),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(300), nullable=False, index=True),
    Column("thread", String(200)),
    Column("question", Text, nullable=False),
    Column("zone", String(80), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("checked_at", Moment, nullable=False, index=True),
)

page_channels = Table(
    "page_channels",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("created_at", Moment, nullable=False),
)

page_messages = Table(
    "page_messages",
    metadata,
    Column("id", Number, primary_key=True),
    Column("channel", String(300), nullable=False),
    Column("key", String(300), nullable=False, unique=True),
    Column("author", String(200), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("thread", Number),
    Column("private_to", String(200)),
    Column("at", Moment, nullable=False),
    Index("ix_page_messages_channel_thread_id", "channel", "thread", "id"),
)

seen = Table(
    "seen",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", Moment, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("value", JSON, nullable=False),
)

installations = Table(
    "installations",
    metadata,
    Column("scope", String(200), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(200), primary_key=True),
    Column("until", Moment, nullable=False),
)

opinions = Table(
    "opinions",
    metadata,
    Column("channel", String(300), primary_key=True),
    Column("story_id", Number, primary_key=True, autoincrement=False),
    Column("user", String(200), primary_key=True),
    Column("at", Moment, nullable=False),
)
