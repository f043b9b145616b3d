"""What lies beside a publication and decides nothing: its copies, refuted claims, pictures, opinions."""
