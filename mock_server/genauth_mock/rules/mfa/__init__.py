"""Second factors: bound by a user, asked for by a login, shown at its second step."""
