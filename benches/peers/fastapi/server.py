"""The application in FastAPI on uvicorn (uvloop, httptools): pydantic for what comes in and goes out, PyJWT for the tokens.

CORS is on for every route: FastAPI's middleware belongs to an application, not to a route. The secure headers and the request id,
for which it has none, are set for the route of the orders only.
FastAPI tries its routes one after the other; so the works stand in the middle of the list, as a route does on average.
"""

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import Headers

from models import Item, Order, Placed, Product, Read, Reading, User, Waited, WhoAmI

ORIGIN = "https://shop.example"
SECRET = "whippet-bench-secret-of-32-bytes"
ROUTES = json.loads((Path(__file__).parent.parent / "routes.json").read_text())
HALF = len(ROUTES) // 2

SECURE_HEADERS = {
    "content-security-policy": "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';"
    "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';"
    "style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
    "x-download-options": "noopen",
    "x-frame-options": "SAMEORIGIN",
    "x-permitted-cross-domain-policies": "none",
    "x-xss-protection": "0",
}

COLOURS = ["black", "blue", "brown", "green", "red", "white", "yellow"]
THINGS = ["bed", "bowl", "brush", "collar", "leash"]


def product(n: int) -> Product:
    colour, thing = COLOURS[n % len(COLOURS)], THINGS[n % len(THINGS)]
    return Product(
        id=n,
        name=f"product {n}",
        price_cents=100 + n * 379 % 9900,
        tags=[colour, thing],
        in_stock=n % 4 != 0,
        description=f"A {colour} {thing} for dogs of {5 + n % 40} kg: it is washed at 30 degrees, and sent within {1 + n % 5} days.",
    )


PRODUCTS = [product(n) for n in range(1, 524)]


class SecureHeaders:
    """Sets the secure headers and a request id for one path: as pure ASGI, which is the cheapest that Starlette's documentation names."""

    def __init__(self, app, path):
        self.app = app
        self.path = path
        self.headers = [(name.encode(), value.encode()) for name, value in SECURE_HEADERS.items()]

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope["path"] != self.path:
            return await self.app(scope, receive, send)

        async def send_with_headers(message):
            if message["type"] == "http.response.start":
                request_id = Headers(scope=scope).get("x-request-id") or str(uuid4())
                message["headers"].extend([*self.headers, (b"x-request-id", request_id.encode())])
            await send(message)

        await self.app(scope, receive, send_with_headers)


app = FastAPI(openapi_url=None)
app.add_middleware(CORSMiddleware, allow_origins=[ORIGIN], allow_methods=["POST"], allow_headers=["content-type"])
app.add_middleware(SecureHeaders, path="/api/orders")


def fill(route: str) -> None:
    @app.get(route)
    async def answer() -> dict[str, str]:
        return {"route": route}


for each in ROUTES[:HALF]:
    fill(each)


@app.get("/users/{id}")
async def get_user(id: int) -> User:
    return User(id=id, name=f"user {id}", email=f"user{id}@example.com", active=True)


@app.post("/api/orders", status_code=201)
async def place_order(order: Order) -> Placed:
    items: list[Item] = order.items
    return Placed(
        name=order.name,
        email=order.email,
        items=len(items),
        quantity=sum(item.quantity for item in items),
        total_cents=sum(item.quantity * item.price_cents for item in items),
    )


@app.get("/api/products")
async def get_products() -> list[Product]:
    return PRODUCTS


async def authenticated(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> WhoAmI:
    try:
        claims = jwt.decode(credentials.credentials, SECRET, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401, headers={"www-authenticate": "Bearer"})
    return WhoAmI(sub=claims["sub"], role=claims["role"])


@app.get("/api/me")
async def get_me(user: Annotated[WhoAmI, Depends(authenticated)]) -> WhoAmI:
    return user


@app.post("/api/readings")
async def add_up(readings: list[Reading]) -> Read:
    values = [reading.value for reading in readings]
    return Read(count=len(values), sum=sum(values), min=min(values), max=max(values))


@app.get("/api/wait")
async def wait() -> Waited:
    await asyncio.sleep(0.005)
    return Waited(waited=5)


for each in ROUTES[HALF:]:
    fill(each)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False)
