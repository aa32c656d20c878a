"""`egiz desk new|list|invite|export|import|log-out`: desks and their people from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

if TYPE_CHECKING:
    from egiz.desk.core.models import Desk, User

Site = typer.Option(
    "http://127.0.0.1:8000", "--site", help="Where the desk is served; the link begins with it."
)
Ours = typer.Option([], "--region", help="A region or city of ours; may be repeated.")
Theirs = typer.Option([], "--their-region", help="A region or city of theirs; may be repeated.")
Target = typer.Argument(help="Where to write it, such as atyrau.desk.zip.")
Written = typer.Argument(help="An archive that egiz desk export wrote.", exists=True, dir_okay=False)
group = typer.Typer(
    help="Make a desk, list the desks, invite people.", no_args_is_help=True, rich_markup_mode=None
)


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.add_typer(group, name="desk")


def _start() -> None:
    from egiz.desk.launch import prepare  # noqa: PLC0415 - the desk loads for its own verbs only

    prepare.start_django()
    prepare.migrate()


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)


def _say_link(user: User, site: str) -> None:
    from egiz.desk.core.domain import invitations  # noqa: PLC0415 - after the desk has started

    if user.has_usable_password():
        typer.echo(f"{user.email} logs in with the password they have.")
    else:
        typer.echo(f"{user.email} chooses a password here, once, within {invitations.DAYS} days:")
        typer.echo(site.rstrip("/") + invitations.invitation_path(user))


@group.command("new")
def new(  # noqa: PLR0913 - typer's form: one parameter an option
    name: str = typer.Argument(help="How the office is called."),
    *,
    owner: str = typer.Option(..., "--owner", help="E-mail address of the first owner."),
    country: str = typer.Option(..., "--country", help="Our country, two letters: KZ."),
    their_country: str = typer.Option(..., "--their-country", help="Their country, two letters: UZ."),
    our_name: str = typer.Option("", "--our-name", help="What our side is called."),
    their_name: str = typer.Option("", "--their-name", help="What their side is called."),
    region: list[str] = Ours,
    their_region: list[str] = Theirs,
    language: str = typer.Option("ru", "--language", help="The desk's language: ru, uz, kk or en."),
    zone: str = typer.Option("Asia/Almaty", "--zone", help="The desk's time zone."),
    site: str = Site,
) -> None:
    """Make a desk and print its owner's one-time link."""
    _start()
    from django.db import transaction  # noqa: PLC0415 - after the desk has started

    from egiz.desk.core.domain import desks  # noqa: PLC0415 - see above
    from egiz.desk.core.interfaces.forms import InviteForm, NewDeskForm  # noqa: PLC0415 - see above
    from egiz.desk.core.models import User  # noqa: PLC0415 - see above

    form = NewDeskForm(
        {
            "name": name,
            "country": country.upper(),
            "their_country": their_country.upper(),
            "our_name": our_name,
            "their_name": their_name,
            "our_territories": "\n".join(region),
            "their_territories": "\n".join(their_region),
            "language": language,
            "timezone": zone,
        }
    )
    person = InviteForm({"email": owner, "role": "owner"})
    if not (form.is_valid() & person.is_valid()):
        errors = {**form.errors, **person.errors}
        _refuse("\n".join(f"{field}: {' '.join(map(str, texts))}" for field, texts in errors.items()))
    email = person.cleaned_data["email"].lower()
    ours, theirs = form.sides()
    with transaction.atomic():
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, None, language=language
        )
        desk = desks.make_desk(user, name=name, ours=ours, theirs=theirs, language=language, timezone=zone)
    typer.echo(f"Made: {desk.name}, {site.rstrip('/')}/d/{desk.slug}/")
    _say_link(user, site)


@group.command("list")
def list_desks(*, as_json: bool = typer.Option(False, "--json", help="Print one JSON document.")) -> None:
    """List the desks with their sides and how many people work at each."""
    _start()
    from django.db.models import Count  # noqa: PLC0415 - after the desk has started

    from egiz.desk.core.models import Desk  # noqa: PLC0415 - see above

    desks = list(Desk.objects.annotate(people=Count("memberships")))
    if as_json:
        typer.echo(json.dumps({"desks": [_plain(desk, desk.people) for desk in desks]}, ensure_ascii=False))
        return
    if not desks:
        typer.echo("No desk yet. Make one: egiz desk new NAME --owner E-MAIL --country KZ --their-country UZ")
    for desk in desks:
        sides = f"{desk.country}–{desk.their_country}"
        sample = ", sample" if desk.is_sample else ""
        typer.echo(f"{desk.slug}: {desk.name} ({sides}, {desk.people} people{sample})")


def _plain(desk: Desk, people: int) -> dict[str, Any]:
    return {
        "slug": desk.slug,
        "name": desk.name,
        "countries": [desk.country, desk.their_country],
        "language": desk.language,
        "members": people,
        "sample": desk.is_sample,
    }


@group.command("invite")
def invite(
    desk: str = typer.Argument(help="The desk's address, as `egiz desk list` prints it."),
    email: str = typer.Argument(help="E-mail address of the person."),
    *,
    role: str = typer.Option("editor", "--role", help="owner, editor, viewer or guest."),
    name: str = typer.Option("", "--name", help="Full name."),
    site: str = Site,
) -> None:
    """Add a person to a desk and print their one-time link."""
    _start()
    from django_scopes import scope  # noqa: PLC0415 - after the desk has started

    from egiz.desk.core.domain import members  # noqa: PLC0415 - see above
    from egiz.desk.core.interfaces.forms import InviteForm  # noqa: PLC0415 - see above
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - see above

    found = Desk.objects.filter(slug=desk).first()
    if found is None:
        known = ", ".join(Desk.objects.values_list("slug", flat=True)) or "none yet"
        _refuse(f"There is no desk “{desk}”; there are: {known}.")
    form = InviteForm({"email": email, "role": role, "name": name})
    if not form.is_valid():
        _refuse("\n".join(f"{field}: {' '.join(map(str, texts))}" for field, texts in form.errors.items()))
    try:
        with scope(desk=found):
            member = members.invite(found, form.cleaned_data["email"], role, None, name=name)
    except members.MemberError as error:
        _refuse(str(error))
    _say_link(member.user, site)


@group.command("export")
def export(
    desk: str = typer.Argument(help="The desk's address, as `egiz desk list` prints it."),
    file: Path = Target,
) -> None:
    """Write one desk as one archive: rows, files and a checksum of each."""
    _start()
    from egiz.desk.core.domain import archive  # noqa: PLC0415 - after the desk has started
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - see above

    found = Desk.objects.filter(slug=desk).first()
    if found is None:
        _refuse(f"There is no desk “{desk}”; see egiz desk list.")
    with file.open("wb") as target:
        manifest = archive.write(found, target)
    typer.echo(f"{file}: {sum(manifest['counts'].values())} rows of {desk}.")


@group.command("import")
def take_in(
    file: Path = Written,
) -> None:
    """Take a desk in where no other desk is; every row is compared with the archive."""
    _start()
    from egiz.desk.core.domain import archive  # noqa: PLC0415 - after the desk has started

    try:
        with file.open("rb") as source:
            desk = archive.read(source)
    except archive.ArchiveError as error:
        _refuse(str(error))
    typer.echo(
        f"{desk.slug}: taken in, every row as it was written. egiz desk invite lets its people log in."
    )


@group.command("log-out")
def log_out(
    email: str = typer.Argument("", help="Whose log-ins end; left out with --all."),
    *,
    everybody: bool = typer.Option(False, "--all", help="End the log-ins of everybody here."),
    second_step: bool = typer.Option(
        False, "--forget-second-step", help="Their codes and passkeys are void too: they were lost."
    ),
) -> None:
    """End somebody's log-ins everywhere, as after a lost laptop; see who asks before a second step goes."""
    _start()
    from egiz.desk.core.domain import security  # noqa: PLC0415 - after the desk has started
    from egiz.desk.core.models import User  # noqa: PLC0415 - see above

    people = list(User.objects.all() if everybody else User.objects.filter(email=email.lower()))
    if not people:
        _refuse(f"Nobody here is called {email}." if email else "Say whose log-ins end, or --all.")
    if second_step and everybody:
        _refuse("A second step is forgotten for one person at a time.")
    ended = sum(security.end_sessions(person) for person in people)
    typer.echo(f"Ended log-ins: {ended}.")
    if second_step:
        typer.echo(f"Forgotten second steps: {security.forget_second_step(people[0])}.")
