"""What a step needs of the screen that it is taken on."""

from typing import Generic

from fieldtech.screens.base import Answer, StoreScreen


class StepPlace(StoreScreen[Answer], Generic[Answer]):
    """A screen on which one fault stands under the cursor."""

    @property
    def step_number(self) -> str | None:
        """The number of the fault that keys act on; None: there is none."""
        raise NotImplementedError

    @property
    def step_state(self) -> str | None:
        """Its state, for the keys that are shown; None: there is none."""
        raise NotImplementedError

    def is_at(self, number: str, section: str) -> bool:
        """Tell whether this section of the fault is what one looks at."""
        del number, section
        return False

    async def show_fault(self, number: str, section: str) -> None:
        """Open the fault at a section: "facts", "checks", "work", "attempts" or "history"."""
        raise NotImplementedError
