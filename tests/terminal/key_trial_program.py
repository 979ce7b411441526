"""Runs the trial of the keyboard on this terminal."""

from fieldtech.terminal.key_trial import try_keys
from fieldtech.terminal.profile import detect_here

if __name__ == "__main__":
    try_keys(detect_here())
