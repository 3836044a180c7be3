"""The first schema."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0001"
down_revision = None

_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_search USING fts5("
        "stems, tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE article_search ("
        "article_id bigint PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,"
        " stems tsvector NOT NULL)",
        "CREATE INDEX ix_article_search_stems ON article_search USING gin (stems)"
        " WITH (fastupdate = off)",
    ),
}


def upgrade() -> None:
    """Make the tables and the full-text index."""
    _reading()
    _desk()
    _page()
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def _reading() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", Number, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site_url", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("succeeded_at", Moment(), nullable=True),
        sa.Column("next_poll_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("interval", sa.Float(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_digest", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_feeds_url")),
    )
    op.create_index(op.f("ix_feeds_next_poll_at"), "feeds", ["next_poll_at"], unique=False)
    op.create_table(
        "follows",
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("feed_id", Number, nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_follows_feed_id_feeds"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scope", "feed_id", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_feed_id", "follows", ["feed_id"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", Number, nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_table(
        "articles",
        sa.Column("id", Number, nullable=False),
        sa.Column("feed_id", Number, nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("link_key", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=True),
        sa.Column("published", Moment(), nullable=True),
        sa.Column("arrived", Moment(), nullable=False),
        sa.Column("story_id", Number, nullable=True),
        sa.Column("fetched", sa.Boolean(), nullable=False),
        sa.Column("fetch_problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feeds.id"], name=op.f("fk_articles_feed_id_feeds"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.id"],
            name=op.f("fk_articles_story_id_stories"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("feed_id", "entry_id", name=op.f("uq_articles_feed_id_entry_id")),
    )
    op.create_index(op.f("ix_articles_arrived"), "articles", ["arrived"], unique=False)
    op.create_index(
        "ix_articles_feed_id_link_key", "articles", ["feed_id", "link_key"], unique=False
    )
    op.create_index(
        "ix_articles_fetched_false",
        "articles",
        ["id"],
        unique=False,
        sqlite_where=sa.text("fetched = 0"),
        postgresql_where=sa.text("NOT fetched"),
    )
    op.create_index(op.f("ix_articles_story_id"), "articles", ["story_id"], unique=False)


def _desk() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", Number, nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("feed_ids", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("last_slot", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_channel"), "subscriptions", ["channel"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("position", Number, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("parent_key", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
    )
    op.create_index(
        "ix_deliveries_state_position", "deliveries", ["state", "position"], unique=False
    )
    op.create_table(
        "told",
        sa.Column("id", Number, nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("story_id", Number, nullable=False),
        sa.Column("article_ids", sa.JSON(), nullable=False),
        sa.Column("bullets", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("delivery_key", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
    )
    op.create_index("ix_told_channel_story_id", "told", ["channel", "story_id"], unique=False)
    op.create_table(
        "threads",
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("story_ids", sa.JSON(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "message_id", name=op.f("pk_threads")),
    )


def _page() -> None:
    op.create_table(
        "page_channels",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_page_channels")),
    )
    op.create_table(
        "page_messages",
        sa.Column("id", Number, nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("thread", Number, nullable=True),
        sa.Column("private_to", sa.String(length=200), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_page_messages_key")),
    )
    op.create_index(
        "ix_page_messages_channel_thread_id",
        "page_messages",
        ["channel", "thread", "id"],
        unique=False,
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_seen")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
