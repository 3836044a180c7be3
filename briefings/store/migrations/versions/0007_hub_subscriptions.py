"""What is agreed with the hubs that tell of feeds' changes."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "hub_subscriptions",
        sa.Column(
            "feed_id",
            Number,
            sa.ForeignKey(
                "feeds.id", ondelete="CASCADE", name=op.f("fk_hub_subscriptions_feed_id_feeds")
            ),
            nullable=False,
        ),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("public_url", sa.Text(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("secret", sa.String(80), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_hub_subscriptions")),
    )
