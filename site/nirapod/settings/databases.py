"""What `DATABASE_URL` becomes: a Django database with the options of its engine."""

from typing import Any

import dj_database_url

# IMMEDIATE takes the write lock when a transaction begins, so writers wait for each other and none
# is refused. The page size only counts for a new file and has to come before the journal mode. What is
# written goes into the file itself every 64 MB: pages that change again and again go there once.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA foreign_keys=ON;"
        "PRAGMA wal_autocheckpoint=4000;"
    ),
}

# Indexes of the registry lie in memory or on an SSD. As if on a turning disk, PostgreSQL would rather read the rows
# of all record types than go by the index of one.
POSTGRESQL_OPTIONS = {"options": "-c random_page_cost=1.1"}


def database(url: str) -> dict[str, object]:
    """A Django database dictionary for `DATABASE_URL`, with the engine's own options."""
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if "sqlite3" in str(config["ENGINE"]):
        return config | {"OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 0}
    return config | {"OPTIONS": {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}}
