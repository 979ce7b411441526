"""Start fieldtech as `python -m fieldtech`."""

from fieldtech.cli import main

if __name__ == "__main__":
    main()
