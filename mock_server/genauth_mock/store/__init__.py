"""Tables and their queries, one noun a file. Nothing here decides anything."""
