"""The terminal in front of us: what it is, what may be sent to it, and how little of it.

How the program uses it, before Textual is imported and after:

    from fieldtech.terminal.prepare import prepare
    from fieldtech.terminal.profile import detect_here

    profile = detect_here(console=chosen_glyphs, colour=not no_color, xon=xon)  # None: the terminal decides
    if profile.refusal:
        raise click.UsageError(str(profile.refusal))
    prepare(profile)
    use_language(flag or profile.language_forced or wished)  # profile.language_reason says why, if forced

    from fieldtech.app import FieldTechApp  # class FieldTechApp(TerminalApp[None]); super().__init__(profile)

    app = FieldTechApp(profile, store)
    app.run(mouse=profile.mouse)
    sys.exit(app.return_code)

`TerminalApp` brings the line filters (`get_line_filters`), the driver, the themes, Ctrl+L and the output by cell
difference. An app that defines `async def on_hangup(self)` is given five seconds there to save what was typed, when
the line hangs up or the program is told to end. Stylesheets may say `$late`, `$soon`, `$done` and `$closed`.
`profile.notes` are sentences for the user. FIELDTECH_STOCK_OUTPUT=1 leaves the output to Textual.

profile, prepare      what the terminal can do, and what Textual must know before its import; they import no Textual
filters, glyphs       every line, cleaned, in the terminal's own characters and colours
themes                dark, light, contrast, console, mono
terminal_app          puts all of it together
driver, outlet        keys from noisy lines, signals, flow control; writing that never raises
cells, pens, moves, encoding, scrolling, painter   from screens of cells to few bytes, without Textual
pace, frames          how fast frames follow each other
key_trial             names the keys that arrive, for `fieldtech doctor`
private               the private parts of Textual that the others touch
"""
