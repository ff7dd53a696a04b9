"""REST v2: what the mobile SDKs speak. `/api/v2/<segment>/…` stands in `<segment>.py`."""
