"""The control API, `/_mock/…`: what tests and people steer the mock with. Never part of GenAuth's own surface."""
