"""What has no business of its own: addresses, time, ids, tokens, passwords, URLs, text."""
