"""Whether a digest is silent when nothing is new."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; None leaves it to the schedule, as it was."""
    op.add_column("subscriptions", sa.Column("only_news", sa.Boolean(), nullable=True))
