"""People, groups, events and attendance sheets. Built on the registry's record types."""
