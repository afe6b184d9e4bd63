"""Everything on paper: one page to print, one file to take along, one PDF."""
