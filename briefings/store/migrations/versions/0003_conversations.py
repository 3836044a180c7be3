"""What was asked in threads, questions that are watched for, and deliveries into any thread."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns, empty for what is there, and the table."""
    op.add_column("threads", sa.Column("turns", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("threads", sa.Column("article", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("deliveries", sa.Column("thread", sa.String(length=200), nullable=True))
    op.create_table(
        "watches",
        sa.Column("id", Number, nullable=False),
        sa.Column("channel", sa.String(length=300), nullable=False),
        sa.Column("thread", sa.String(length=200), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=80), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_channel"), "watches", ["channel"], unique=False)
    op.create_index(op.f("ix_watches_checked_at"), "watches", ["checked_at"], unique=False)
