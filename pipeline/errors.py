"""Errors that end a run or a document; each class carries its exit code.

A finding about a document is an :class:`~pipeline.model.Issue`, never an exception.
"""

from __future__ import annotations


class KhubndError(Exception):
    """Base of all expected errors. The message names the file, what is wrong and what to do."""

    exit_code = 1


class UsageError(KhubndError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class ConfigurationError(KhubndError):
    """The set-up is broken: a data file, an expectation suite, the output folder."""

    exit_code = 3


class DocumentError(KhubndError):
    """One document cannot be read at all; the others go on."""

    exit_code = 4


class ProgramMissingError(DocumentError):
    """A program that a document needs is not installed, or its data are not; the message says how to install it."""

    exit_code = 5


class NumberFormatError(ValueError):
    """A string is not a number in Vietnamese notation."""
