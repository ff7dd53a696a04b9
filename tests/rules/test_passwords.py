import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from genauth_mock.kit import passwords
from genauth_mock.kit.passwords import KeyFileError, TransportKey, Undecryptable

from tests.conftest import new_key_file

KEY = passwords.packaged_key()


def encrypt(public: rsa.RSAPublicKey, text: str) -> str:
    return base64.b64encode(public.encrypt(text.encode(), padding.PKCS1v15())).decode()


@pytest.mark.parametrize("plain", ["p", "strong", "密码 🔑", "x" * 117])
def test_what_was_encrypted_with_the_public_key_is_read(plain: str) -> None:
    assert KEY.password(encrypt(KEY.private.public_key(), plain)) == plain


@pytest.mark.parametrize("plain", ["strong", "", "error", "x" * 171, "-" * 172, "AAAA"])
def test_what_is_no_base64_of_the_keys_size_is_a_plain_password(plain: str) -> None:
    assert KEY.password(plain) == plain


def test_base64_of_the_keys_size_that_is_no_ciphertext_is_refused() -> None:
    for noise in (bytes(128), b"\xff" * 128, bytes(range(128))):
        with pytest.raises(Undecryptable):
            KEY.password(base64.b64encode(noise).decode())


def test_a_thousand_ciphertexts_of_a_foreign_key_are_all_refused() -> None:
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    read = []
    for n in range(1000):
        try:
            read.append(KEY.password(encrypt(foreign, f"password {n}")))
        except Undecryptable:
            continue
    assert read == []


def test_a_key_of_another_size_works_too(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(new_key_file(2048))
    key = TransportKey.from_file(file)
    assert key.password(encrypt(key.private.public_key(), "strong")) == "strong"


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"])
def test_a_key_file_that_is_none_says_what_it_should_hold(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    with pytest.raises(KeyFileError, match="RSA private key"):
        TransportKey.from_file(file)
    with pytest.raises(KeyFileError, match="cannot read"):
        TransportKey.from_file(tmp_path / "missing.pem")


@pytest.mark.parametrize(
    ("password", "level", "enough_for"),
    [("", 1, -1), ("a", 1, 0), ("abcdef", 1, 1), ("abc123", 2, 2), ("abc!@#", 2, 2), ("abc12!", 3, 3), ("ab1!", 1, 0)],
)
def test_strength_is_counted_as_documented(password: str, level: int, enough_for: int) -> None:
    assert passwords.security_level(password) == level
    assert [passwords.is_strong_enough(password, strength) for strength in range(4)] == [
        strength <= enough_for for strength in range(4)
    ]


def test_the_packaged_public_half_is_that_of_the_private_one(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes((Path(passwords.__file__).parents[1] / "keys" / "transport-dev.pem").read_bytes())
    assert TransportKey.from_file(file).public_pem == KEY.public_pem
    assert TransportKey.from_file(file).public_base64 == KEY.public_base64
