"""Customer service for small teams: customers, orders, interactions and follow-ups in one local file."""

__version__ = "0.1.0"
