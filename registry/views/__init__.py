"""Pages of the workspace, one module a page. What a person may see comes from `registry.access` alone."""
