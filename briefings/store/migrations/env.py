"""Run by Alembic with the connection that `briefings.store.open` hands over."""

from alembic import context

from briefings.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
