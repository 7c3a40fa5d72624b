"""JavaRosa, the engine of ODK Collect, looks at the same forms and answers as our own."""
