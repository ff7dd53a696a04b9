"""Pools as documents: made from one, exported to one, reset, kept in snapshots, planted by seeds."""
