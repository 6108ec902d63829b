"""Trains the weights of the numeral reader: ``make train``. Nothing here is imported when documents are read."""
