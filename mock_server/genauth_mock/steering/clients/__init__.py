"""The clients of the server: what they are told to be set to, and what is wrong with how they ask."""
