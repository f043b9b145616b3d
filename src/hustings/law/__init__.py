"""What the law says, as values, and what it makes of a set of facts. Touches nothing."""
