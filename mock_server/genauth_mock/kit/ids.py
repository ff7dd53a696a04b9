"""The only source of randomness: ids, secrets, codes. `--rand-seed` makes it repeatable."""

from __future__ import annotations

import hashlib
import random
import string

_CAPTCHA_LETTERS = "abcdefhkmnprstuvwxyz2345678"  # without look-alikes

_BASE32 = string.ascii_uppercase + "234567"
_TYPED_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def object_id_named(name: str) -> str:
    """24 hexadecimal characters, always the same for the same name."""
    return hashlib.sha256(name.encode()).hexdigest()[:24]


class Ids:
    """Makes every id, secret and code of one server.

    `rand_seed` makes them the same at every run; without it they come from the operating system. `rows` is how full the
    database is: over one that was kept, the ids of the run before must not come again.
    """

    def __init__(self, rand_seed: int | None = None, rows: int = 0) -> None:
        seeded = f"{rand_seed} {rows}" if rows else rand_seed
        self._random: random.Random = random.SystemRandom() if rand_seed is None else random.Random(seeded)

    def drawn(self, bits: int) -> int | float:
        """So many random bits; of none, a fraction below 1."""
        return self._random.getrandbits(bits) if bits else self._random.random()

    def object_id(self) -> str:
        """24 hexadecimal characters, as GenAuth's ids."""
        return f"{self._random.getrandbits(96):024x}"

    def secret(self) -> str:
        """32 hexadecimal characters, as an application's secret."""
        return f"{self._random.getrandbits(128):032x}"

    def number(self) -> int:
        """A positive number below a million, as a namespace's id."""
        return self._random.randrange(10_000, 1_000_000)

    def passcode(self, length: int) -> str:
        """A code of `length` decimal digits."""
        return "".join(self._random.choices(string.digits, k=length))

    def captcha(self) -> str:
        """The four characters of a captcha picture."""
        return "".join(self._random.choices(_CAPTCHA_LETTERS, k=4))

    def letters(self, length: int) -> str:
        """Capital letters to be read from one screen and typed at another, without vowels and look-alikes."""
        return "".join(self._random.choices(_TYPED_LETTERS, k=length))

    def totp_secret(self) -> str:
        """160 bits in base32, as RFC 4226 recommends; libraries refuse the 80 of the documented sample by now."""
        return "".join(self._random.choices(_BASE32, k=32))

    def recovery_code(self) -> str:
        """24 hexadecimal characters in groups of four."""
        digits = self.object_id()
        return "-".join(digits[n : n + 4] for n in range(0, len(digits), 4))


class RetracedIds(Ids):
    """Ids of a source, which come again, the same, when it goes back to where it began."""

    def __init__(self, source: Ids) -> None:
        self._random: _Retraced = _Retraced(source)

    def go_back(self) -> None:
        """From now on all that was made comes again, and then new ones."""
        self._random.place = 0

    def keep(self) -> None:
        """What was made until now does not come again."""
        del self._random.made[: self._random.place]
        self._random.place = 0


class _Retraced(random.Random):
    """Draws of another, written down."""

    def __init__(self, source: Ids) -> None:
        super().__init__(0)
        self.source, self.place = source, 0
        # What was asked for (a number of bits, 0 for a fraction), and what came.
        self.made: list[tuple[int, int | float]] = []

    def random(self) -> float:
        return self._drawn(0)

    def getrandbits(self, k: int, /) -> int:
        return int(self._drawn(k))

    def _drawn(self, bits: int) -> float:
        if self.place == len(self.made) or self.made[self.place][0] != bits:
            # Something else is asked for than before: from here on all is new.
            del self.made[self.place :]
            self.made.append((bits, self.source.drawn(bits)))
        self.place += 1
        return self.made[self.place - 1][1]


def chance(rand_seed: int, number: int) -> float:
    """A number from 0 up to 1, the same whenever the same seed is asked for its n-th."""
    return random.Random(f"{rand_seed} {number}").random()
