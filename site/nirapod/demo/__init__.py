"""The demo on one machine: prepare the data, start web server and worker, stop both. Not for production."""
