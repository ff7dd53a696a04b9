"""The console's files, without a browser."""
