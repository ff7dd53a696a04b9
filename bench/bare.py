"""The yardstick: one `async` route that returns a small JSON."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def small() -> dict[str, int]:
    """A small JSON."""
    return {"code": 200}
