"""Alembic migrations of the database, run by `plenary` before anything else."""
