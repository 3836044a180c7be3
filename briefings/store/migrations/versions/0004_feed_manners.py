"""What is remembered of a feed: its manners, its moves, its items, and entries long gone."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns and the table of entries whose articles were forgotten."""
    for column in (
        sa.Column("seen_items", sa.Text(), nullable=False, server_default=""),
        sa.Column("poll_hint", sa.Float(), nullable=True),
        sa.Column("quiet", sa.String(300), nullable=False, server_default=""),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_seen", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failing_since", Moment(), nullable=True),
        sa.Column("stopped_at", Moment(), nullable=True),
    ):
        op.add_column("feeds", column)
    op.create_table(
        "past_entries",
        sa.Column(
            "feed_id",
            Number,
            sa.ForeignKey(
                "feeds.id", ondelete="CASCADE", name=op.f("fk_past_entries_feed_id_feeds")
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_past_entries")),
    )
    op.create_index(op.f("ix_past_entries_at"), "past_entries", ["at"])
