"""What the training of all readers shares: fonts, wear, the course of learning; never needed to read."""
