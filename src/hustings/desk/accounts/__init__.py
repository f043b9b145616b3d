"""People, roles, separation of duties."""
