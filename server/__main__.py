"""``python -m server``: the production start, and a few tools beside it."""

import argparse
import asyncio
import os
import re
import sys
import time
from collections.abc import Sequence

from pydantic import SecretStr

from server.auth.identity import BadCredential
from server.auth.jwt import EVERY_ITEM, mint_token
from server.auth.verifiers import make_verifier
from server.core.ports import StoreUnavailable
from server.serving import failure_sentence, serve
from server.settings import BadSettings, Settings, load_settings, unknown_settings
from server.stores.factory import begin_new_epoch
from server.stores.options import StoreUrlError
from server.variables import variable_name
from server.workers.keeping import serve_with_workers

EXIT_BAD_SETTINGS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings(workers=options.workers)
        options.run(settings, options)
    except BadSettings as error:
        print(error, file=sys.stderr)
        # What is missing may stand there under another name.
        _tell_unknown()
        return EXIT_BAD_SETTINGS
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description="Serve Parley. It is configured by PARLEY_… variables: docs/settings.md lists them.",
    )
    parser.set_defaults(run=_serve)
    parser.add_argument("--workers", metavar="N", help="serve with so many processes (PARLEY_WORKERS)")
    commands = parser.add_subparsers(title="tools", metavar="")
    token = commands.add_parser("token", help="print a JWT for trying PARLEY_AUTH=jwt")
    token.add_argument("--item", required=True, help=f"the item that it opens, or {EVERY_ITEM!r} for all")
    token.add_argument("--name", required=True, help="the person's name")
    token.add_argument("--sub", help="the person's id (default: the name)")
    token.add_argument("--hours", type=float, default=8, help="how long it is good for (default: 8)")
    token.set_defaults(run=_print_token)
    epoch = commands.add_parser(
        "new-epoch",
        help="begin another life of a store that was put back from a backup",
        description="Begin another life of the store at PARLEY_STORE_URL, which was put back from a backup. It lacks "
        "what was said after it, and will give those offsets out again; under a new epoch no client takes one message "
        "for another. Over Redis and PostgreSQL servers may run meanwhile: they notice within seconds and have their "
        "clients load the page anew. An SQLite file must not be in use.",
    )
    epoch.set_defaults(run=_begin_new_epoch)
    show = commands.add_parser("settings", help="print the settings, without the secrets")
    show.set_defaults(run=_print_settings)
    return parser


def _tell_unknown() -> None:
    for sentence in unknown_settings():
        print(sentence, file=sys.stderr)


def _serve(settings: Settings, _: argparse.Namespace) -> None:
    # The app checks this too; here it comes before anything is imported or opened.
    make_verifier(settings)
    if settings.workers == 1:
        serve(settings)
    else:
        serve_with_workers(settings)


def _print_token(settings: Settings, options: argparse.Namespace) -> None:
    try:
        token = mint_token(
            settings, options.item, options.name, options.sub or options.name, options.hours * 3600, now=time.time()
        )
    except BadCredential as error:
        raise BadSettings(f"No such token: {error}.") from None
    print(token)


def _begin_new_epoch(settings: Settings, _: argparse.Namespace) -> None:
    try:
        epoch = asyncio.run(begin_new_epoch(settings.store_url))
    except (StoreUrlError, StoreUnavailable) as error:
        raise BadSettings(f"{failure_sentence(error)}.") from None
    print(f"The store begins epoch {epoch}; every client will load its page anew.")


def _print_settings(settings: Settings, _: argparse.Namespace) -> None:
    _tell_unknown()
    try:
        for field, value in settings:
            print(f"{variable_name(field)}={_shown(value)}")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read, such as `head`, had enough. Nor may the flush at the exit stumble over it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, not shown)"
    if isinstance(value, tuple):
        return ",".join(value)
    # A store's URL may hold a password.
    return "" if value is None else re.sub(r"//[^/@]*@", "//…@", str(value))


if __name__ == "__main__":
    sys.exit(main())
