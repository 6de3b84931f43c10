"""The log, blobs, the roster and sign-in challenges."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "entries",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(43), nullable=False),
        sa.Column("leaf", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("index", name="pk_entries"),
        sa.UniqueConstraint("digest", name="uq_entries_digest"),
    )
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_head"),
        sa.CheckConstraint("id = 1", name="ck_log_head_one_row"),
    )
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(43), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_blobs"),
    )
    op.create_table(
        "roster",
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("key", sa.String(700), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("delegation", sa.String(64), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(100), nullable=True),
        sa.Column("door", sa.String(6), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_roster"),
        sa.UniqueConstraint("key", name="uq_roster_key"),
        sa.UniqueConstraint("door", name="uq_roster_door"),
        sa.UniqueConstraint("delegation", "seat", name="uq_roster_delegation_seat"),
    )
    op.create_table(
        "committed_names",
        sa.Column("credential", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("salt", sa.String(22), nullable=False),
        sa.PrimaryKeyConstraint("credential", name="pk_committed_names"),
    )
    op.create_table(
        "number_counter",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_number_counter"),
        sa.CheckConstraint("id = 1", name="ck_number_counter_one_row"),
    )
    op.create_table(
        "challenges",
        sa.Column("challenge", sa.String(43), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("challenge", name="pk_challenges"),
    )
    op.create_index("ix_challenges_expires", "challenges", ["expires"])


def downgrade() -> None:
    """Drop them all."""
    for table in ("challenges", "number_counter", "committed_names", "roster", "blobs", "log_head", "entries"):
        op.drop_table(table)
