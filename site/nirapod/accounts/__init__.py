"""People who sign in: the user model, the one sign-in page, session rules."""
