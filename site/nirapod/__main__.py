"""`python -m nirapod` is the same as `nirapod`."""

from nirapod.cli import main

main()
