"""Is it right: what the document itself says against what was read."""
