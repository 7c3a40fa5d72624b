"""Work behind the scenes: the table of what runs when, and the worker that runs it."""
