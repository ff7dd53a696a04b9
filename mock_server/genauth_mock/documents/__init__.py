"""The pool document: its shape, its settings, the types of its fields, its text."""
