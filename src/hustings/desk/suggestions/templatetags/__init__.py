"""Tags by which pages of any room show what lies beside a publication."""
