"""Search of the hub in both scripts: spellings.py folds words, index.py keeps them, finding.py asks."""
