"""The peer of the form pages: a form page of `wagtail.contrib.forms`, as its documentation has it."""
