"""Many people at once over plain sockets: requests are encoded beforehand, and answers parsed afterwards."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.ports import RealTimer

_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Answer:
    """`seconds` from the first byte sent to the last byte read."""

    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Round:
    """One answer for each request, and the duration of the whole round."""

    answers: tuple[Answer, ...]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    def milliseconds(self, quantile: float) -> float:
        """The time within which the given share of the answers came."""
        ordered = sorted(answer.seconds for answer in self.answers)
        return 1000 * ordered[min(int(quantile * len(ordered)), len(ordered) - 1)]


def request(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + _END + body


async def send_in_turn(port: int, people: Sequence[Sequence[bytes]]) -> Round:
    """Each person sends their requests one after another, on a connection kept open."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in people]
    began = perf_counter()
    found = await asyncio.gather(*(_one_by_one(*line, theirs) for line, theirs in zip(lines, people, strict=True)))
    took = perf_counter() - began
    for _, writer in lines:
        writer.close()
    return Round(tuple(answer for theirs in found for answer in theirs), took)


async def send_at_intervals(port: int, people: Sequence[Sequence[bytes]], *, every: float) -> Round:
    """Each person sends a request every `every` seconds, answered or not; people start at staggered times.

    An answer's time counts from when its request was due, and so includes the wait for earlier answers.
    """
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in people]
    began = perf_counter()
    starts = (began + every * number / len(people) for number in range(len(people)))
    tasks = (_in_time(*line, theirs, start, every) for line, theirs, start in zip(lines, people, starts, strict=True))
    found = await asyncio.gather(*tasks)
    took = perf_counter() - began
    for _, writer in lines:
        writer.close()
    return Round(tuple(answer for theirs in found for answer in theirs), took)


async def _in_time(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, all_: Sequence[bytes], start: float, every: float
) -> list[Answer]:
    answers = []
    for number, each in enumerate(all_):
        due = start + number * every
        await RealTimer().pause(max(0.0, due - perf_counter()))
        [answer] = await _one_by_one(reader, writer, [each])
        answers.append(Answer(answer.status, answer.body, perf_counter() - due))
    return answers


async def _one_by_one(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, all_: Sequence[bytes]
) -> list[Answer]:
    answers = []
    for each in all_:
        began = perf_counter()
        writer.write(each)
        head = await reader.readuntil(_END)
        body = await reader.readexactly(_length(head))
        answers.append(Answer(int(head[9:12]), body, perf_counter() - began))
    return answers


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
