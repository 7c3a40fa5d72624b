"""The hub for other front ends: published pages, pictures and files, read only."""
