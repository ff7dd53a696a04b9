"""What GenAuth does and refuses. Nothing here knows HTTP, JSON or an envelope."""
