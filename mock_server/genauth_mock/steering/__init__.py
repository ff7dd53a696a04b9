"""What only a mock can do: make and keep pools, move clocks, strike with faults, mint tokens, diagnose clients."""
