"""Turn plans of Vietnamese People's Committees into audited datasets."""

__version__ = "0.1.0"
