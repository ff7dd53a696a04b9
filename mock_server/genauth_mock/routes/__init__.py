"""The faces: one protocol each over the same rules. A route parses, calls one rule and prints."""
