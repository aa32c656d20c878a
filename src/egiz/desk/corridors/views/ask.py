import datetime as dt

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from egiz import corridors
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.corridors.domain.overlay import network_of
from egiz.desk.corridors.interfaces import translations
from egiz.desk.corridors.interfaces.display import shown
from egiz.desk.corridors.interfaces.forms import AskForm
from egiz.desk.corridors.interfaces.haulage import CARGO


@require_GET
@needs("corridors.view")
def home(request: DeskRequest) -> HttpResponseBase:
    """Ask for a way; with a question in the address, draw the answer."""
    network = network_of(request.desk)
    asked = "origin" in request.GET
    form = AskForm(request.GET if asked else None, network=network, initial=_initial(request))
    context: dict[str, object] = {"form": form, "places": _places(network), "asked": asked}
    if asked and form.is_valid():
        context.update(_answer(network, form))
    return render(request, "corridors/_answer.html" if request.htmx else "corridors/home.html", context)


def _initial(request: DeskRequest) -> dict[str, object]:
    desk = request.desk
    start = local_name(desk.place_id) if desk.place_id else ""
    return {"origin": start, "vehicle": "truck20", "day": desk.today(), "prefer": "time", "drivers": "1"}


def _places(network: corridors.Network) -> list[str]:
    nodes = (node for node in network.nodes.values() if node.kind != "post")
    return sorted({translations.node_words(node) for node in nodes})


def _answer(network: corridors.Network, form: AskForm) -> dict[str, object]:
    data = form.cleaned_data
    day: dt.date = data["day"]
    classes = dict.fromkeys([data["vehicle"], data["other"] or data["vehicle"]])
    answers = [
        corridors.route(
            data["origin"].id, data["destination"].id, day, vehicle,
            prefer=data["prefer"] or "time", network=network, drivers=int(data["drivers"] or 1),
        )
        for vehicle in classes
    ]  # fmt: skip
    names = [translations.node_words(data[name]) for name in ("origin", "destination")]
    return {
        **shown(network, answers, _backs(network, answers)),
        "from_name": names[0],
        "to_name": names[1],
        "class_words": translations.class_words(data["vehicle"]),
        "day": day,
        "draws": corridors.DRAWS,
    }


def _backs(network: corridors.Network, answers: list[corridors.Answer]) -> dict[str, corridors.Option]:
    """The quickest way back of each class that carries goods, for the cost of a return load."""
    found = {}
    for answer in answers:
        if answer.vehicle in CARGO and answer.options:
            back = corridors.route(
                answer.destination.id, answer.origin.id, answer.when, answer.vehicle,
                network=network, draws=0, limit=1,
            )  # fmt: skip
            found.update({answer.vehicle: back.options[0]} if back.options else {})
    return found
