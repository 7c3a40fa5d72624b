"""The tests: they mirror the packages. `support` holds the harness."""
