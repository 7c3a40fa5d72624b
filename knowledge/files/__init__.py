"""What a file must be before the hub keeps it, and what is taken out of it. `checking.check_document` is the way in."""
