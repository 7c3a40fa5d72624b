"""Self check-in: a short-lived link for one session, what people send by it, and the trainer's decision."""
