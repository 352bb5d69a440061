"""What comes into the application in FastAPI, and what goes out."""

from typing import Annotated

from pydantic import BaseModel, EmailStr, Field


class Item(BaseModel):
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    quantity: Annotated[int, Field(ge=1, le=1000)]
    price_cents: Annotated[int, Field(ge=0, le=10_000_000)]


class Order(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    email: EmailStr
    items: Annotated[list[Item], Field(min_length=1, max_length=50)]


class Placed(BaseModel):
    name: str
    email: str
    items: int
    quantity: int
    total_cents: int


class User(BaseModel):
    id: int
    name: str
    email: str
    active: bool


class Product(BaseModel):
    id: int
    name: str
    price_cents: int
    tags: list[str]
    in_stock: bool
    description: str


class WhoAmI(BaseModel):
    sub: str
    role: str


class Reading(BaseModel):
    sensor: str
    value: float


class Read(BaseModel):
    count: int
    sum: float
    min: float
    max: float


class Waited(BaseModel):
    waited: int
