"""How often somebody may try: counted in this process, over a sliding window."""

from collections import OrderedDict, deque

_MOST_KEYS = 10_000


class TryLimit:
    """At most `most` tries by a key within `seconds`: an address, say, or an account; `now` is in seconds."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, *, now: float) -> float:
        """Seconds until the key may try again, 0 for at once."""
        tries = self._tries.get(key, deque())
        while tries and tries[0] <= now - self._seconds:
            tries.popleft()
        return tries[0] + self._seconds - now if len(tries) >= self._most else 0

    def count(self, key: str, *, now: float) -> None:
        """A try by the key; of very many keys, the key longest unheard of is forgotten."""
        self._tries.setdefault(key, deque(maxlen=self._most)).append(now)
        self._tries.move_to_end(key)
        if len(self._tries) > _MOST_KEYS:
            self._tries.popitem(last=False)
