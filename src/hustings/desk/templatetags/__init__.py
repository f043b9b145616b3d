"""What templates need to say the law and time."""
