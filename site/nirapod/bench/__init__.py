"""What is measured by `manage.py bench`: one module a thing in `nirapod.bench.measures`, found by itself."""
