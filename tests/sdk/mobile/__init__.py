"""The mobile SDKs' network layers, request for request and answer for answer as measured or read in their sources.

They exist because no phone is at hand: what they send and how they read an answer is theirs, not the mock's.
"""
