"""Paper: the one PDF renderer, and forms printed with it, blank or filled. Used by every app above."""
