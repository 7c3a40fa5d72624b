"""Making things for tests and for the demo: one module an area."""
