"""Elections and rosters, imports, the publications that deserve a look."""
