"""Forms for everybody: filled in without an account, at an address of their own and through a small API.

The wizard is the one of `forms_builder.filling`. Which forms are open is said in their document (`public`).
"""
