"""How record types are set up for sheets and meetings: typed documents, kept as data and brought by packs."""
