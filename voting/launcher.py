"""The `plenary` command before anything of the server is loaded: an auditor's installation does not have it."""

import sys


def main() -> None:
    """Run the command, or say in one line that what it needs is not installed."""
    try:
        # Here and not above: this is what an auditor's installation lacks.
        from voting.cli import main as command
    except ModuleNotFoundError as error:
        if error.name and error.name.partition(".")[0] in ("ballots", "audit", "voting"):
            raise
        sys.exit(
            f"plenary: this is an auditor's installation, without the server ({error.name} is missing). "
            "Verify bundles with plenary-audit; to serve a convention, install the server extra: "
            "pip install '.[server]'"
        )
    command()
