"""Read scanned pages: the picture made ready, its rulings, its recognised words."""
