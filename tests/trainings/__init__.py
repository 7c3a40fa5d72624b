"""People, sheets and committees."""
