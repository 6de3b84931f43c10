"""The floor: what the hall shares live and no act of the log says."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; a floor on which nothing has happened yet has no row."""
    op.create_table(
        "floor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_floor"),
        sa.CheckConstraint("id = 1", name="ck_floor_one_row"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("floor")
