"""Addresses: one module a surface. `NIRAPOD_SURFACE` chooses which one a process serves."""
