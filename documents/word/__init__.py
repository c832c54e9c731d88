"""From a sheet to a Word file."""
