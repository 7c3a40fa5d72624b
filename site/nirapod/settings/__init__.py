"""Settings modules: base holds what never differs, the others what an environment changes."""
