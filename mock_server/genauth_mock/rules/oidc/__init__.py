"""What OpenID Connect adds: authorization, clients, grants, tokens, devices, logout."""
