"""Many items for the library at once: a spreadsheet with their metadata and the files it names. Makes drafts only."""
