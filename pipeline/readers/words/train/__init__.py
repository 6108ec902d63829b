"""Trains the weights of the word reader: ``make train READER=words``; never imported when documents are read."""
