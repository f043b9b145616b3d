"""Tags of the rooms from the cases on."""
