"""Date formats, one module a language."""
