"""What a report says, for tests that ask where."""

from audit.report import Outcome, Report


def failed(report: Report) -> list[str]:
    return [name for name, check in report.checks.items() if check.outcome is Outcome.FAILED]


def places(report: Report, check: str) -> str:
    return "\n".join(finding.where for finding in report.checks[check].findings)


def whats(report: Report, check: str) -> str:
    return "\n".join(finding.what for finding in report.checks[check].findings)
