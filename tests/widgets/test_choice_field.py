"""A word is chosen by the number that stands before it, also where that has two digits."""

from textual.app import App, ComposeResult

from fieldtech.widgets.choice_field import Choice, ChoiceField


class Asking(App[None]):
    """An app that asks for one of thirteen words."""

    def compose(self) -> ComposeResult:
        """Lay the field out."""
        yield ChoiceField("field", "Field", [Choice(f"word {place}", "") for place in range(1, 14)])


async def test_a_number_of_two_digits_is_typed_as_it_stands_there() -> None:
    app = Asking()
    async with app.run_test() as pilot:
        field = app.query_one(ChoiceField)
        field.control.focus()
        for keys, place in (("12", 12), ("10", 10), ("4", 4), ("1", 1), ("19", 9), ("42", 2)):
            await pilot.press(*keys)
            assert field.text == f"word {place}"
            await pilot.press("f5")  # What is typed next is another number.
