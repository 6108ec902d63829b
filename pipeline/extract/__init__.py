"""What the plan says: metadata, targets, observations."""
