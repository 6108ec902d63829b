"""Read born-digital PDFs."""
