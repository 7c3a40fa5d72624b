"""Workflows: which states a record goes through, who moves it on, when, and what has to be done then. All of it data.

`document` and `checking` are pure; `moving` is the one use case that changes a state; `tasks` is what is due.
"""
