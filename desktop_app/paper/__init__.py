"""Paper: forms and reports as A4 PDF."""
