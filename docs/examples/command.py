"""What the command says about itself."""

from typer.testing import CliRunner

from conflict_ie.cli import app

names = [command.name or command.callback.__name__ for command in app.registered_commands]
plain = {"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "TERM": "dumb"}
for name in ("", *names):
    words = [*name.split(), "--help"]
    told = CliRunner().invoke(app, words, prog_name="conflict-ie", env=plain)
    print("$", "conflict-ie", *words)
    print("\n".join(line.rstrip() for line in told.stdout.splitlines()).strip("\n"))
    print()
