"""`python -m genauth_mock` is `genauth-mock`."""

from genauth_mock.cli import main

if __name__ == "__main__":
    main()
