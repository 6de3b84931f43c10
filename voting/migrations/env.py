"""Runs migrations on the connection that `voting.schema` passes in."""

from alembic import context

from voting.models import Base

connection = context.config.attributes["connection"]
# SQLite changes tables by copying them.
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
