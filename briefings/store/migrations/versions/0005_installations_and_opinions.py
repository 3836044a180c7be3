"""Workspaces that installed the app, and what people found not useful."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "installations",
        sa.Column("scope", sa.String(200), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "oauth_states",
        sa.Column("state", sa.String(200), primary_key=True),
        sa.Column("until", Moment, nullable=False),
    )
    op.create_table(
        "opinions",
        sa.Column("channel", sa.String(300), primary_key=True),
        sa.Column("story_id", Number, primary_key=True, autoincrement=False),
        sa.Column("user", sa.String(200), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
