"""Keep the maintenance records of on-site IT technicians, in a terminal, on machines that need no network.

cli         the commands, beside the full-screen program; imports the app only to start it
app         the full-screen program; bootstrap wires settings, paths and store for both entrances
screens     one module a screen: reads views, awaits use cases; widgets and terminal serve them
workflow    use cases: read facts, check the rule, record; one module a noun, one function a verb
sync        bundles for other machines; intake: files from elsewhere; documents: reports for people
store       the only writer: record() for a key press, merge() for a bundle; models are its tables
domain      rules without I/O: the frozen noun, its operations, apply(), check_can_*()
config, paths, resources, text   the leaves: settings, where files lie, packaged files, languages
"""

__version__ = "0.1.0"
