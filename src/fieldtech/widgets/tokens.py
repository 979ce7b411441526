"""The colours that our stylesheets name beside a theme's own: what stands where, told for each theme."""

from collections.abc import Mapping

_SAME = {"mark": "accent", "quiet": "text-muted", "line": "closed", "bar": "panel", "cursor-row": "panel"}
"""Which of a theme's colours each token has where nothing better is told."""

_BETTER: Mapping[str, Mapping[str, str]] = {
    "fieldtech-dark": {"line": "#3a4248", "bar": "#1d2329", "cursor-row": "#2a3238"},
    "fieldtech-light": {"line": "#d0d1ca", "bar": "#ecece6", "cursor-row": "#dbe8ea"},
    "fieldtech-contrast": {"line": "#8a8a8a", "cursor-row": "#333333"},
    "fieldtech-console": {"quiet": "ansi_white"},
}


def tokens_of(theme: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Give our tokens their colours.

    Args:
        theme: The theme's name.
        variables: The theme's own variables.
    """
    return {token: variables[name] for token, name in _SAME.items()} | dict(_BETTER.get(theme, {}))
