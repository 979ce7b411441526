"""A field for a passphrase: shown as dots, kept nowhere, and not to be copied."""

from fieldtech.widgets.line_field import LineField


class SecretField(LineField):
    """A passphrase."""

    is_secret = True

    def __init__(self, word: str, label: str, hint: str = "") -> None:
        super().__init__(word, label, hint=hint)
        self._input.password = True
