"""What articles said before they were changed."""

import sqlalchemy as sa
from alembic import op

from briefings.store.tables import Moment, Number

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the table, and an index to find who was told a story."""
    op.create_table(
        "article_versions",
        sa.Column("id", Number, nullable=False),
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey(
                "articles.id",
                ondelete="CASCADE",
                name=op.f("fk_article_versions_article_id_articles"),
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_versions")),
    )
    op.create_index(op.f("ix_article_versions_article_id"), "article_versions", ["article_id"])
    op.create_index("ix_article_versions_compared", "article_versions", ["compared", "id"])
    op.create_index("ix_told_story_id", "told", ["story_id"])
