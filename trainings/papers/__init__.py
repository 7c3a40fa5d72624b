"""What is printed of events and meetings, as typed papers; `forms_builder.printing` makes the PDF of them."""
