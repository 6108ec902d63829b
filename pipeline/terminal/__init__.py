"""The audit in the terminal: findings worst first, and decisions about them."""
