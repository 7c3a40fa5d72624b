"""What the Wagtail admin shows of trainings and committees: registers and set-up. Never people, never records."""
