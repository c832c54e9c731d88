"""From a sheet to a PDF: set on pages by WeasyPrint, with an exact text, a structure, and what an archive asks for."""
