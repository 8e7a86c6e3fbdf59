"""Alembic's door: migrations run on the connection that viauma.db.migrate hands over."""

from alembic import context

from viauma.db.base import SCHEMA, Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table="schema_version",
    version_table_schema=SCHEMA,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
