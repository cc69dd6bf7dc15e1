"""Visiting hosts politely: what their robots.txt asks, not too often, redirects looked at first."""

from collections.abc import Collection
from time import monotonic, sleep
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from analystkit.fetching.addresses import Address, RefusedError, read_address
from analystkit.fetching.asking import NAME, Answer, FailedError, Limits, ask

_HOPS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_LONGEST_DELAY = 60.0  # seconds that a robots.txt may ask for between two requests
_ROBOTS_SIZE = 512_000  # bytes, as RFC 9309 has it


class Visitor:
    """One run's visits: when each host may be asked again, and what it does not want."""

    def __init__(self, limits: Limits, *, delay: float, allow: Collection[str]) -> None:
        self.limits, self.delay, self.allow = limits, delay, frozenset(allow)
        self.closed: dict[str, str] = {}  # hosts that are not asked again, and why
        self._ready: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | str] = {}

    def ready(self, host: str) -> float:
        """When this host may be asked next, by the monotonic clock."""
        return self._ready.get(host, 0.0)

    def page(self, address: Address) -> tuple[Address, Answer]:
        """The answer for this address, and the one that redirects led to."""
        return self._follow(address, self.limits, robots=True)

    def _follow(self, address: Address, limits: Limits, *, robots: bool) -> tuple[Address, Answer]:
        seen = {address.url}
        for _ in range(_HOPS + 1):
            if robots:
                self._check(address)
            answer = self._ask(address, limits)
            where = answer.headers.get("Location")
            if answer.status not in _REDIRECTS or not where:
                return address, answer
            address = self._next(address, where)
            if address.url in seen:
                raise FailedError("redirects lead in a circle; open it in a browser and save it")
            seen.add(address.url)
        raise FailedError(f"more than {_HOPS} redirects")

    def _next(self, address: Address, where: str) -> Address:
        # Headers are read as Latin-1; addresses in them are UTF-8 where they are not ASCII.
        where = where.encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            return read_address(urljoin(address.url, where))
        except (RefusedError, ValueError) as error:
            raise RefusedError(f"redirects to {where[:80]!r}: {error}") from None

    def _ask(self, address: Address, limits: Limits) -> Answer:
        host = address.host
        if host in self.closed:
            raise RefusedError(f"not asked: {self.closed[host]}")
        sleep(max(0.0, self.ready(host) - monotonic()))
        try:
            answer = ask(address, limits, allow=self.allow)
        finally:
            self._ready[host] = monotonic() + self._delays.get(host, self.delay)
        if answer.status == 429:
            self.closed[host] = f"{host} said too many requests (429); run it again later"
        return answer

    def _check(self, address: Address) -> None:
        """Raise `RefusedError` where the host's robots.txt does not want this to be fetched."""
        place = f"{address.scheme}://{address.place}"
        if place not in self._robots:
            self._robots[place] = found = self._read_robots(address)
            if isinstance(found, RobotFileParser):
                asked = float(found.crawl_delay(NAME) or 0)
                delay = max(self.delay, min(asked, _LONGEST_DELAY))
                self._delays[address.host] = max(delay, self._delays.get(address.host, 0.0))
                self._ready[address.host] = monotonic() + self._delays[address.host]
        rules = self._robots[place]
        if isinstance(rules, str):
            raise RefusedError(rules)
        if not rules.can_fetch(NAME, address.url):
            raise RefusedError(f"the robots.txt of {address.host} asks not to fetch it")

    def _read_robots(self, address: Address) -> RobotFileParser | str:
        """The rules; where they cannot be read, why, since then nobody knows what is allowed."""
        limits = self.limits._replace(size=_ROBOTS_SIZE)
        try:
            _, answer = self._follow(address._replace(target="/robots.txt"), limits, robots=False)
        except RefusedError as error:
            return str(error)
        except FailedError as error:
            return f"the robots.txt of {address.host} cannot be read: {error}"
        rules = RobotFileParser()
        if answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").removeprefix("\ufeff").splitlines())
        elif answer.status in (401, 403, 429) or answer.status >= 500:
            return f"the robots.txt of {address.host} cannot be read (HTTP {answer.status})"
        else:  # there is none, and so no rules
            rules.parse([])
        return rules
