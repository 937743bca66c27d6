"""The metrics of a running application, scraped the way Prometheus does."""

from collections.abc import Mapping

import aiohttp
from aiohttp.test_utils import TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.app import App

Metrics = Mapping[str, float]
"""`name{label=value,other=value}` -> value, the labels in alphabetical order."""


async def scrape(app: App) -> Metrics:
    async with TestServer(app.metrics_app()) as server:
        return await scrape_from(str(server.make_url("/metrics")))


async def scrape_from(url: str) -> Metrics:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        assert response.content_type == "text/plain"
        page = await response.text()
    samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
    return {f"{sample.name}{_labels(sample.labels)}": sample.value for sample in samples}


def _labels(labels: Mapping[str, str]) -> str:
    inner = ",".join(f"{name}={value}" for name, value in sorted(labels.items()))
    return f"{{{inner}}}" if inner else ""
