"""One module a screen: reads views, awaits use cases, never writes itself."""
