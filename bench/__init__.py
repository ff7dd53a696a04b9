"""Benchmarks: what a call costs, as a ratio to the cheapest answer that FastAPI can give, in one run."""
