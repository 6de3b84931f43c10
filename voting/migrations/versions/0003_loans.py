"""Loans: which phones of the convention's pool are out, and with whom."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(8), nullable=False),
        sa.Column("credential", sa.BigInteger(), nullable=False),
        sa.Column("lent", sa.BigInteger(), nullable=False),
        sa.Column("back", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_loans"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("loans")
