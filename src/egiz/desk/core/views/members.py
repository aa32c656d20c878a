import tempfile

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from egiz.desk.core.domain import archive, desks, invitations, members, trail
from egiz.desk.core.http import DeskRequest, asked_anew, desk_url, needs
from egiz.desk.core.interfaces.forms import DeskForm, InviteForm, RoleForm
from egiz.desk.core.models import AuditEntry, Desk, Membership, Role, Side


def _page(request: DeskRequest, form: DeskForm, invitation: InviteForm) -> HttpResponseBase:
    rows = Membership.objects.filter(desk=request.desk).select_related("user").order_by("user__name", "pk")
    targets = (trail.target_name(request.desk), trail.target_name(request.membership))
    context = {
        "form": form,
        "invitation": invitation,
        "members": rows,
        "roles": Role.choices,
        "history": AuditEntry.objects.filter(target__in=targets).select_related("user")[:30],
    }
    return render(request, "core/settings.html", context)


@require_http_methods(["GET", "POST"])
@needs("core.view_desk")
def settings_page(request: DeskRequest) -> HttpResponseBase:
    """Show who works here; an owner changes how the desk is called and where it stands."""
    # The form writes on a copy: the domain compares before and after for the history.
    form = DeskForm(request.POST or None, instance=Desk.objects.get(pk=request.desk.pk))
    if request.method == "POST":
        return _save(request, form)
    return _page(request, form, InviteForm())


@require_POST
@needs("core.manage_desk")
@asked_anew
def remove_sample(request: DeskRequest) -> HttpResponseBase:
    """Take the sample desk away; only the sample has this button, and only after a tick."""
    if not request.desk.is_sample:
        raise Http404
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Tick the box first: the sample desk and everything on it go."))
        return redirect(desk_url(request.desk, "core:settings"))
    desks.remove_sample(request.desk)
    messages.success(request, _("The sample desk is removed; `egiz demo` makes it again."))
    return redirect("home")


@require_POST
@needs("core.manage_desk")
@asked_anew
def take_along(request: DeskRequest) -> HttpResponseBase:
    """Hand the owner the whole desk as one archive."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    archive.write(request.desk, file)
    file.seek(0)
    name = f"{request.desk.slug}-{request.desk.today():%Y-%m-%d}.desk.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@needs("core.manage_desk")
def _save(request: DeskRequest, form: DeskForm) -> HttpResponseBase:
    if not form.is_valid():
        return _page(request, form, InviteForm())
    values = {name: form.cleaned_data[name] for name in members.CHANGEABLE}
    members.change_desk(request.desk, request.user, **values)
    desks.set_territories(request.desk, Side.OURS, form.cleaned_data["our_territories"])
    desks.set_territories(request.desk, Side.THEIRS, form.cleaned_data["their_territories"])
    messages.success(request, _("The desk is saved."))
    return redirect(desk_url(request.desk, "core:settings"))


@require_POST
@needs("core.manage_desk")
@asked_anew
def invite(request: DeskRequest) -> HttpResponseBase:
    """Add a member; whoever is new gets a one-time link, to be handed over."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, DeskForm(instance=request.desk), form)
    data = form.cleaned_data
    try:
        member = members.invite(request.desk, data["email"], data["role"], request.user, name=data["name"])
    except members.MemberError as error:
        messages.error(request, str(error))
        return redirect(desk_url(request.desk, "core:settings"))
    if member.user.has_usable_password():
        messages.success(request, _("%(person)s is a member of this desk.") % {"person": member.user.email})
        return redirect(desk_url(request.desk, "core:settings"))
    # Shown in this answer only: a link that opens an account belongs in no session, cookie or log.
    link = request.build_absolute_uri(invitations.invitation_path(member.user))
    return render(
        request, "core/invited.html", {"person": member.user, "link": link, "days": invitations.DAYS}
    )


@require_POST
@needs("core.manage_desk")
@asked_anew
def change_member(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Return a member another role, or take them off the desk (no role)."""
    member = get_object_or_404(Membership, pk=pk, desk=request.desk)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            if role:
                members.set_role(member, role, request.user)
            else:
                members.remove(member, request.user)
        except members.MemberError as error:
            messages.error(request, str(error))
    return redirect(desk_url(request.desk, "core:settings"))
