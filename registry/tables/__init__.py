"""How a list of records looks: its columns, filters and addresses. What is in it comes from `registry.query`."""
