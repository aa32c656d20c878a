"""What can go wrong when a source outside is asked."""

from egiz.atlas._errors import SourceError


class RequestError(SourceError):
    """A request that brought no usable answer; says which address and why."""

    def __init__(self, url: str, why: str) -> None:
        self.url = url
        self.why = why
        super().__init__(f"{url}: {why}.")


class BadAddressError(RequestError):
    """A URL that the client does not follow."""


class BlockedAddressError(RequestError):
    """A URL that leads into a private network."""


class UnreachableError(RequestError):
    """No connection: no address, refused, TLS failed, broken off."""


class TooSlowError(RequestError):
    """The answer did not come in time."""


class TooLargeError(RequestError):
    """The answer is larger than allowed, as sent or unpacked."""


class TooManyRedirectsError(RequestError):
    """The source sends from one address to the next."""


class BrokenAnswerError(RequestError):
    """The answer broke off or is not what it says it is."""


class StatusError(RequestError):
    """The source answered with an error status."""

    def __init__(self, url: str, status: int, retry_after: float | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        later = f"; it asks to come back in {retry_after:.0f} s" if retry_after else ""
        super().__init__(url, f"the source answered with status {status}{later}")
