"""Rules of signing in that need no store: how long to wait after wrong passwords, and which one-time code counts."""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field, replace

FREE_TRIES = 5
LONGEST_WAIT = 300
STEP = 30
CODES = 10
_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def wait_after(failures: int) -> int:
    """Seconds: none for the first five, then doubled each time, up to five minutes."""
    return 0 if failures < FREE_TRIES else min(2 ** (failures - FREE_TRIES + 1), LONGEST_WAIT)


def remaining(failures: int, at: int, now: int) -> int:
    """Seconds still to wait. A clock that was set back makes nobody wait longer than that."""
    wait = wait_after(failures)
    return max(0, min(at + wait - now, wait))


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """What a telephone counts codes from; the last step that was used, since each counts once; and digests of the codes for emergencies."""

    secret: str
    last_step: int = 0
    codes: list[str] = field(default_factory=list)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "SecondFactor":
        return cls(**json.loads(text))

    def accepting(self, code: str, now: int) -> "SecondFactor | None":
        """What is kept once this code was used; None where it does not count. A step earlier or later is near enough."""
        typed = "".join(sign for sign in code.upper() if sign.isalnum())
        for step in (now // STEP - 1, now // STEP, now // STEP + 1):
            if step > self.last_step and hmac.compare_digest(_at(self.secret, step), typed):
                return replace(self, last_step=step)
        if (used := self._digest(typed)) in self.codes:
            return replace(self, codes=[each for each in self.codes if each != used])
        return None

    def with_new_codes(self) -> "tuple[SecondFactor, tuple[str, ...]]":
        """Ten codes for when the telephone is lost, each good once. They are shown now, and never again."""
        codes = tuple("-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(4)) for _code in range(CODES))
        return replace(self, codes=[self._digest(code.replace("-", "")) for code in codes]), codes

    def _digest(self, code: str) -> str:
        """80 random bits need no slow hash."""
        return hashlib.sha256(f"{self.secret} {code}".encode()).hexdigest()


def new_second_factor() -> SecondFactor:
    import pyotp

    return SecondFactor(pyotp.random_base32())


def address_of(factor: SecondFactor, login: str, company: str) -> str:
    """What the QR code holds."""
    import pyotp

    return pyotp.TOTP(factor.secret).provisioning_uri(name=login, issuer_name=company)


def _at(secret: str, step: int) -> str:
    import pyotp

    return pyotp.TOTP(secret).at(step * STEP)
