"""The store: the only place that knows SQL. `open_store` opens one."""

from briefings.store.facade import Store
from briefings.store.open import open_store

__all__ = ["Store", "open_store"]
