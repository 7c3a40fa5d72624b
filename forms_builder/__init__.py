"""What a form is: design, publish, fill in. Knows nothing of records, people or places."""
