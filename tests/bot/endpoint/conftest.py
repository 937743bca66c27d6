"""Signing keys and the endpoint for the tests."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.bot.endpoint.world import World, build


@pytest.fixture(scope="session")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def other_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
async def world(private_key: rsa.RSAPrivateKey) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await build(stack, private_key)
