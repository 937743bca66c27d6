"""Browsers signed in on the web pages, and sign-ins under way at the issuer."""

from dataclasses import dataclass
from datetime import datetime

from dialogs.model.conversation import Account


@dataclass(frozen=True)
class WebSession:
    """A browser signed in as an account; `in_teams`: in a tab of Teams, whose frame has cookies of its own.

    `issuer_session` is what the issuer calls the browser's session there (`sid`), "" where the issuer does not say.
    """

    account: Account
    begun_at: datetime
    ends_at: datetime
    in_teams: bool = False
    issuer_session: str = ""


@dataclass(frozen=True)
class PendingSignIn:
    """A sign-in that has been sent to the issuer.

    `browser` is the secret in the cookie of the browser that began the sign-in: another browser cannot end it.
    `verifier` is the secret of PKCE, and `return_to` the path to show afterwards.
    """

    browser: str
    nonce: str
    verifier: str
    return_to: str
    expires_at: datetime
