"""One method for each operation of the API, made by scripts/build_client.py from docs/openapi.json."""

from typing import Any

from egiz.client.transport import Connection


class Operations(Connection):
    """What a desk can be asked; answers are the JSON of the API."""

    def get_desk(self) -> dict[str, Any]:
        """The desk."""
        found: dict[str, Any] = self.call("GET", "/")
        return found

    def list_changes(
        self, *, after: int | None = None, limit: int | None = None, kind: str | None = None
    ) -> dict[str, Any]:
        """What changed since, in order."""
        found: dict[str, Any] = self.call(
            "GET", "/changes/", query={"after": after, "limit": limit, "kind": kind}
        )
        return found

    def list_comments(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        target: str | None = None,
        target_id: int | None = None,
    ) -> dict[str, Any]:
        """List comments."""
        found: dict[str, Any] = self.call(
            "GET",
            "/comments/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "target": target,
                "target_id": target_id,
            },
        )
        return found

    def add_comment(self, *, target: str, target_id: int, text: str) -> dict[str, Any]:
        """Comment on a promise."""
        found: dict[str, Any] = self.call(
            "POST", "/comments/", body={"target": target, "target_id": target_id, "text": text}
        )
        return found

    def get_comment(self, pk: int) -> dict[str, Any]:
        """One comment."""
        found: dict[str, Any] = self.call("GET", f"/comments/{pk}")
        return found

    def list_polls(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List polls."""
        found: dict[str, Any] = self.call(
            "GET", "/days/polls/", query={"cursor": cursor, "limit": limit, "changed_since": changed_since}
        )
        return found

    def add_poll(
        self,
        *,
        times: list[Any],
        title: str,
        guests: list[Any] | None = None,
        note: str | None = None,
        promise: int | None = None,
    ) -> dict[str, Any]:
        """Ask which day suits."""
        found: dict[str, Any] = self.call(
            "POST",
            "/days/polls/",
            body={"guests": guests, "note": note, "promise": promise, "times": times, "title": title},
        )
        return found

    def get_poll(self, pk: int) -> dict[str, Any]:
        """One poll."""
        found: dict[str, Any] = self.call("GET", f"/days/polls/{pk}")
        return found

    def choose_time(self, pk: int, *, version: str) -> dict[str, Any]:
        """Choose a time."""
        found: dict[str, Any] = self.call("POST", f"/days/polls/{pk}/choice", body={"version": version})
        return found

    def list_deliveries(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        webhook: int | None = None,
        state: str | None = None,
    ) -> dict[str, Any]:
        """List deliveries."""
        found: dict[str, Any] = self.call(
            "GET",
            "/deliveries/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "webhook": webhook,
                "state": state,
            },
        )
        return found

    def get_delivery(self, pk: int) -> dict[str, Any]:
        """One delivery."""
        found: dict[str, Any] = self.call("GET", f"/deliveries/{pk}")
        return found

    def list_organisations(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        q: str | None = None,
        side: str | None = None,
    ) -> dict[str, Any]:
        """List organisations."""
        found: dict[str, Any] = self.call(
            "GET",
            "/directory/organisations/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "q": q, "side": side},
        )
        return found

    def add_organisation(
        self,
        *,
        name: str,
        country: str | None = None,
        kind: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        note: str | None = None,
        place_name: str | None = None,
        side: str | None = None,
        territory: int | None = None,
        website: str | None = None,
    ) -> dict[str, Any]:
        """Add an organisation."""
        found: dict[str, Any] = self.call(
            "POST",
            "/directory/organisations/",
            body={
                "country": country,
                "kind": kind,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "note": note,
                "place_name": place_name,
                "side": side,
                "territory": territory,
                "website": website,
            },
        )
        return found

    def get_organisation(self, pk: int) -> dict[str, Any]:
        """One organisation."""
        found: dict[str, Any] = self.call("GET", f"/directory/organisations/{pk}")
        return found

    def change_organisation(
        self,
        pk: int,
        *,
        country: str | None = None,
        kind: str | None = None,
        name: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        note: str | None = None,
        place_name: str | None = None,
        side: str | None = None,
        territory: int | None = None,
        website: str | None = None,
    ) -> dict[str, Any]:
        """Change an organisation."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/directory/organisations/{pk}",
            body={
                "country": country,
                "kind": kind,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "note": note,
                "place_name": place_name,
                "side": side,
                "territory": territory,
                "website": website,
            },
        )
        return found

    def list_people(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        q: str | None = None,
        side: str | None = None,
    ) -> dict[str, Any]:
        """List people."""
        found: dict[str, Any] = self.call(
            "GET",
            "/directory/people/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "q": q, "side": side},
        )
        return found

    def add_person(
        self,
        *,
        name: str,
        email: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        note: str | None = None,
        organisation: int | None = None,
        phone: str | None = None,
        position: str | None = None,
        side: str | None = None,
        territory: int | None = None,
    ) -> dict[str, Any]:
        """Add a person."""
        found: dict[str, Any] = self.call(
            "POST",
            "/directory/people/",
            body={
                "email": email,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "note": note,
                "organisation": organisation,
                "phone": phone,
                "position": position,
                "side": side,
                "territory": territory,
            },
        )
        return found

    def get_person(self, pk: int) -> dict[str, Any]:
        """One person."""
        found: dict[str, Any] = self.call("GET", f"/directory/people/{pk}")
        return found

    def change_person(
        self,
        pk: int,
        *,
        email: str | None = None,
        name: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        note: str | None = None,
        organisation: int | None = None,
        phone: str | None = None,
        position: str | None = None,
        side: str | None = None,
        territory: int | None = None,
    ) -> dict[str, Any]:
        """Change a person."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/directory/people/{pk}",
            body={
                "email": email,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "note": note,
                "organisation": organisation,
                "phone": phone,
                "position": position,
                "side": side,
                "territory": territory,
            },
        )
        return found

    def list_events(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        since: str | None = None,
        until: str | None = None,
        sector: str | None = None,
        country: str | None = None,
        place: int | None = None,
        month: int | None = None,
        status: str | None = None,
        q: str | None = None,
    ) -> Any:
        """Events, as `egiz events list --json` gives them."""
        found: Any = self.call(
            "GET",
            "/events/",
            query={
                "page": page,
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "since": since,
                "until": until,
                "sector": sector,
                "country": country,
                "place": place,
                "month": month,
                "status": status,
                "q": q,
            },
        )
        return found

    def add_event(
        self,
        *,
        checked_on: str,
        first_day: str,
        name: str,
        place: str,
        sectors: list[Any],
        source: str,
        edition: int | None = None,
        first_hour: str | None = None,
        languages: list[Any] | None = None,
        last_day: str | None = None,
        last_hour: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        notes: str | None = None,
        organiser: str | None = None,
        price: str | None = None,
        registration_deadline: str | None = None,
        registration_url: str | None = None,
        source_url: str | None = None,
        status: str | None = None,
        url: str | None = None,
        venue: str | None = None,
    ) -> dict[str, Any]:
        """Enter an event."""
        found: dict[str, Any] = self.call(
            "POST",
            "/events/",
            body={
                "checked_on": checked_on,
                "edition": edition,
                "first_day": first_day,
                "first_hour": first_hour,
                "languages": languages,
                "last_day": last_day,
                "last_hour": last_hour,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "notes": notes,
                "organiser": organiser,
                "place": place,
                "price": price,
                "registration_deadline": registration_deadline,
                "registration_url": registration_url,
                "sectors": sectors,
                "source": source,
                "source_url": source_url,
                "status": status,
                "url": url,
                "venue": venue,
            },
        )
        return found

    def remove_event(self, pk: int) -> Any:
        """Remove an event that was entered by mistake."""
        found: Any = self.call("DELETE", f"/events/{pk}")
        return found

    def get_event(self, pk: int) -> Any:
        """One event with what its sources say."""
        found: Any = self.call("GET", f"/events/{pk}")
        return found

    def change_event(
        self,
        pk: int,
        *,
        checked_on: str | None = None,
        edition: int | None = None,
        first_day: str | None = None,
        first_hour: str | None = None,
        languages: list[Any] | None = None,
        last_day: str | None = None,
        last_hour: str | None = None,
        name: str | None = None,
        name_en: str | None = None,
        name_kk: str | None = None,
        name_ru: str | None = None,
        name_uz: str | None = None,
        notes: str | None = None,
        organiser: str | None = None,
        place: str | None = None,
        price: str | None = None,
        public: bool | None = None,
        registration_deadline: str | None = None,
        registration_url: str | None = None,
        sectors: list[Any] | None = None,
        source: str | None = None,
        source_url: str | None = None,
        status: str | None = None,
        url: str | None = None,
        venue: str | None = None,
    ) -> dict[str, Any]:
        """Correct an event, or publish it."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/events/{pk}",
            body={
                "checked_on": checked_on,
                "edition": edition,
                "first_day": first_day,
                "first_hour": first_hour,
                "languages": languages,
                "last_day": last_day,
                "last_hour": last_hour,
                "name": name,
                "name_en": name_en,
                "name_kk": name_kk,
                "name_ru": name_ru,
                "name_uz": name_uz,
                "notes": notes,
                "organiser": organiser,
                "place": place,
                "price": price,
                "public": public,
                "registration_deadline": registration_deadline,
                "registration_url": registration_url,
                "sectors": sectors,
                "source": source,
                "source_url": source_url,
                "status": status,
                "url": url,
                "venue": venue,
            },
        )
        return found

    def list_jobs(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List jobs."""
        found: dict[str, Any] = self.call(
            "GET", "/jobs/", query={"cursor": cursor, "limit": limit, "changed_since": changed_since}
        )
        return found

    def get_job(self, pk: int) -> dict[str, Any]:
        """One job."""
        found: dict[str, Any] = self.call("GET", f"/jobs/{pk}")
        return found

    def stop_job(self, pk: int) -> dict[str, Any]:
        """Ask work to stop."""
        found: dict[str, Any] = self.call("POST", f"/jobs/{pk}/stop")
        return found

    def list_missions(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
    ) -> dict[str, Any]:
        """The desk's missions, newest first."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/",
            query={"page": page, "cursor": cursor, "limit": limit, "changed_since": changed_since},
        )
        return found

    def add_mission(
        self,
        *,
        name: str,
        breaks_per: str | None = None,
        host: str | None = None,
        interpreters: list[Any] | None = None,
        kind: str | None = None,
        online_rooms: int | None = None,
        pause_minutes: int | None = None,
        place: str | None = None,
        purpose: str | None = None,
        room_link: str | None = None,
        seconds: int | None = None,
        sessions: list[Any] | None = None,
        slot_minutes: int | None = None,
        tables: int | None = None,
        zone: str | None = None,
    ) -> dict[str, Any]:
        """Set a mission up."""
        found: dict[str, Any] = self.call(
            "POST",
            "/missions/",
            body={
                "breaks_per": breaks_per,
                "host": host,
                "interpreters": interpreters,
                "kind": kind,
                "name": name,
                "online_rooms": online_rooms,
                "pause_minutes": pause_minutes,
                "place": place,
                "purpose": purpose,
                "room_link": room_link,
                "seconds": seconds,
                "sessions": sessions,
                "slot_minutes": slot_minutes,
                "tables": tables,
                "zone": zone,
            },
        )
        return found

    def list_companies(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        mission: int | None = None,
        side: str | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """List companies."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/companies/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "mission": mission,
                "side": side,
                "status": status,
            },
        )
        return found

    def add_company(
        self,
        *,
        mission: int,
        name: str,
        side: str,
        availability: list[Any] | None = None,
        codes: list[Any] | None = None,
        contact: str | None = None,
        cooperation: list[Any] | None = None,
        email: str | None = None,
        key: str | None = None,
        language: str | None = None,
        languages: list[Any] | None = None,
        max_meetings: int | None = None,
        min_meetings: int | None = None,
        mode: str | None = None,
        need_codes: list[Any] | None = None,
        needs: list[Any] | None = None,
        not_with: list[Any] | None = None,
        note: str | None = None,
        offers: list[Any] | None = None,
        phone: str | None = None,
        place: str | None = None,
        representatives: int | None = None,
        territory: int | None = None,
    ) -> dict[str, Any]:
        """Put a company on a mission's list."""
        found: dict[str, Any] = self.call(
            "POST",
            "/missions/companies/",
            body={
                "availability": availability,
                "codes": codes,
                "contact": contact,
                "cooperation": cooperation,
                "email": email,
                "key": key,
                "language": language,
                "languages": languages,
                "max_meetings": max_meetings,
                "min_meetings": min_meetings,
                "mission": mission,
                "mode": mode,
                "name": name,
                "need_codes": need_codes,
                "needs": needs,
                "not_with": not_with,
                "note": note,
                "offers": offers,
                "phone": phone,
                "place": place,
                "representatives": representatives,
                "side": side,
                "territory": territory,
            },
        )
        return found

    def erase_company(self, pk: int) -> Any:
        """Take a company off a mission."""
        found: Any = self.call("DELETE", f"/missions/companies/{pk}")
        return found

    def get_company(self, pk: int) -> dict[str, Any]:
        """One company."""
        found: dict[str, Any] = self.call("GET", f"/missions/companies/{pk}")
        return found

    def change_company(
        self,
        pk: int,
        *,
        availability: list[Any] | None = None,
        codes: list[Any] | None = None,
        contact: str | None = None,
        cooperation: list[Any] | None = None,
        email: str | None = None,
        key: str | None = None,
        language: str | None = None,
        languages: list[Any] | None = None,
        max_meetings: int | None = None,
        min_meetings: int | None = None,
        mode: str | None = None,
        name: str | None = None,
        need_codes: list[Any] | None = None,
        needs: list[Any] | None = None,
        not_with: list[Any] | None = None,
        note: str | None = None,
        offers: list[Any] | None = None,
        phone: str | None = None,
        place: str | None = None,
        representatives: int | None = None,
        side: str | None = None,
        territory: int | None = None,
    ) -> dict[str, Any]:
        """Change a company."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/missions/companies/{pk}",
            body={
                "availability": availability,
                "codes": codes,
                "contact": contact,
                "cooperation": cooperation,
                "email": email,
                "key": key,
                "language": language,
                "languages": languages,
                "max_meetings": max_meetings,
                "min_meetings": min_meetings,
                "mode": mode,
                "name": name,
                "need_codes": need_codes,
                "needs": needs,
                "not_with": not_with,
                "note": note,
                "offers": offers,
                "phone": phone,
                "place": place,
                "representatives": representatives,
                "side": side,
                "territory": territory,
            },
        )
        return found

    def list_matches(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        mission: int | None = None,
    ) -> dict[str, Any]:
        """List matches."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/matches/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "mission": mission},
        )
        return found

    def get_match(self, pk: int) -> dict[str, Any]:
        """One match."""
        found: dict[str, Any] = self.call("GET", f"/missions/matches/{pk}")
        return found

    def list_outcomes(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        mission: int | None = None,
    ) -> dict[str, Any]:
        """List outcomes."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/outcomes/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "mission": mission},
        )
        return found

    def get_outcome(self, pk: int) -> dict[str, Any]:
        """One outcome."""
        found: dict[str, Any] = self.call("GET", f"/missions/outcomes/{pk}")
        return found

    def list_schedule_versions(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        mission: int | None = None,
    ) -> dict[str, Any]:
        """List schedule versions."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/schedules/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "mission": mission},
        )
        return found

    def get_schedule_version(self, pk: int) -> dict[str, Any]:
        """One schedule version."""
        found: dict[str, Any] = self.call("GET", f"/missions/schedules/{pk}")
        return found

    def publish_schedule(self, pk: int) -> dict[str, Any]:
        """Publish a draft."""
        found: dict[str, Any] = self.call("POST", f"/missions/schedules/{pk}/publication")
        return found

    def list_wishes(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        mission: int | None = None,
    ) -> dict[str, Any]:
        """List wishes."""
        found: dict[str, Any] = self.call(
            "GET",
            "/missions/wishes/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since, "mission": mission},
        )
        return found

    def add_wish(
        self, *, asker: int, mission: int, partner: int, weight: str | None = None
    ) -> dict[str, Any]:
        """Enter a wish."""
        found: dict[str, Any] = self.call(
            "POST",
            "/missions/wishes/",
            body={"asker": asker, "mission": mission, "partner": partner, "weight": weight},
        )
        return found

    def get_wish(self, pk: int) -> dict[str, Any]:
        """One wish."""
        found: dict[str, Any] = self.call("GET", f"/missions/wishes/{pk}")
        return found

    def change_wish(
        self,
        pk: int,
        *,
        consent_note: str | None = None,
        our_consent: str | None = None,
        their_consent: str | None = None,
        weight: str | None = None,
    ) -> dict[str, Any]:
        """Weigh a wish, or write an answer down."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/missions/wishes/{pk}",
            body={
                "consent_note": consent_note,
                "our_consent": our_consent,
                "their_consent": their_consent,
                "weight": weight,
            },
        )
        return found

    def say_outcome(
        self,
        pk: int,
        side: str,
        *,
        currency: str | None = None,
        fault: str | None = None,
        held: bool | None = None,
        next_due: str | None = None,
        next_owner: str | None = None,
        next_step: str | None = None,
        note: str | None = None,
        rating: int | None = None,
        result: str | None = None,
        signed_on: str | None = None,
        value: float | None = None,
    ) -> dict[str, Any]:
        """Say what came of a meeting."""
        found: dict[str, Any] = self.call(
            "PUT",
            f"/missions/wishes/{pk}/outcomes/{side}",
            body={
                "currency": currency,
                "fault": fault,
                "held": held,
                "next_due": next_due,
                "next_owner": next_owner,
                "next_step": next_step,
                "note": note,
                "rating": rating,
                "result": result,
                "signed_on": signed_on,
                "value": value,
            },
        )
        return found

    def get_mission(self, pk: int) -> dict[str, Any]:
        """One mission."""
        found: dict[str, Any] = self.call("GET", f"/missions/{pk}")
        return found

    def change_mission(
        self,
        pk: int,
        *,
        breaks_per: str | None = None,
        host: str | None = None,
        kind: str | None = None,
        name: str | None = None,
        online_rooms: int | None = None,
        pause_minutes: int | None = None,
        place: str | None = None,
        purpose: str | None = None,
        room_link: str | None = None,
        seconds: int | None = None,
        slot_minutes: int | None = None,
        status: str | None = None,
        tables: int | None = None,
        zone: str | None = None,
    ) -> dict[str, Any]:
        """Change a mission's set-up."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/missions/{pk}",
            body={
                "breaks_per": breaks_per,
                "host": host,
                "kind": kind,
                "name": name,
                "online_rooms": online_rooms,
                "pause_minutes": pause_minutes,
                "place": place,
                "purpose": purpose,
                "room_link": room_link,
                "seconds": seconds,
                "slot_minutes": slot_minutes,
                "status": status,
                "tables": tables,
                "zone": zone,
            },
        )
        return found

    def start_matching(self, pk: int) -> dict[str, Any]:
        """Look for partners."""
        found: dict[str, Any] = self.call("POST", f"/missions/{pk}/matching")
        return found

    def get_schedule(self, pk: int, *, version: int | None = None) -> Any:
        """A schedule: the published version, or the one asked for."""
        found: Any = self.call("GET", f"/missions/{pk}/schedule", query={"version": version})
        return found

    def start_schedule(
        self, pk: int, *, note: str | None = None, seconds: int | None = None, way: str | None = None
    ) -> dict[str, Any]:
        """Start making a schedule."""
        found: dict[str, Any] = self.call(
            "POST", f"/missions/{pk}/schedules", body={"note": note, "seconds": seconds, "way": way}
        )
        return found

    def list_papers(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        kind: str | None = None,
        origin: str | None = None,
        origin_id: int | None = None,
    ) -> dict[str, Any]:
        """List papers."""
        found: dict[str, Any] = self.call(
            "GET",
            "/papers/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "kind": kind,
                "origin": origin,
                "origin_id": origin_id,
            },
        )
        return found

    def begin_paper(
        self, *, kind: str, origin: str | None = None, origin_id: int | None = None
    ) -> dict[str, Any]:
        """Begin a paper."""
        found: dict[str, Any] = self.call(
            "POST", "/papers/", body={"kind": kind, "origin": origin, "origin_id": origin_id}
        )
        return found

    def get_paper(self, pk: int) -> dict[str, Any]:
        """One paper."""
        found: dict[str, Any] = self.call("GET", f"/papers/{pk}")
        return found

    def write_paper(
        self, pk: int, *, language: str, name: str | None = None, values: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Write a paper on in one language."""
        found: dict[str, Any] = self.call(
            "PATCH", f"/papers/{pk}", body={"language": language, "name": name, "values": values}
        )
        return found

    def get_paper_text(self, pk: int) -> dict[str, Any]:
        """A paper with what it says."""
        found: dict[str, Any] = self.call("GET", f"/papers/{pk}/text")
        return found

    def list_partners(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List partners."""
        found: dict[str, Any] = self.call(
            "GET", "/partners/", query={"cursor": cursor, "limit": limit, "changed_since": changed_since}
        )
        return found

    def list_conflicts(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List conflicts."""
        found: dict[str, Any] = self.call(
            "GET",
            "/partners/conflicts/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since},
        )
        return found

    def get_conflict(self, pk: int) -> dict[str, Any]:
        """One conflict."""
        found: dict[str, Any] = self.call("GET", f"/partners/conflicts/{pk}")
        return found

    def settle_conflict(self, pk: int, *, version: str) -> Any:
        """Choose one of two versions for both desks."""
        found: Any = self.call("POST", f"/partners/conflicts/{pk}", body={"version": version})
        return found

    def list_shared_things(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        partner: int | None = None,
        target: str | None = None,
        target_id: int | None = None,
    ) -> dict[str, Any]:
        """List shared things."""
        found: dict[str, Any] = self.call(
            "GET",
            "/partners/things/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "partner": partner,
                "target": target,
                "target_id": target_id,
            },
        )
        return found

    def share_thing(
        self, *, partner: int, target: str, target_id: int, with_people: bool | None = None
    ) -> dict[str, Any]:
        """Keep a thing together with a partner desk."""
        found: dict[str, Any] = self.call(
            "POST",
            "/partners/things/",
            body={"partner": partner, "target": target, "target_id": target_id, "with_people": with_people},
        )
        return found

    def withdraw_thing(self, pk: int) -> Any:
        """Take a thing back from a partner desk."""
        found: Any = self.call("DELETE", f"/partners/things/{pk}")
        return found

    def get_shared_thing(self, pk: int) -> dict[str, Any]:
        """One shared thing."""
        found: dict[str, Any] = self.call("GET", f"/partners/things/{pk}")
        return found

    def cut_off(self, pk: int) -> Any:
        """Cut a partner desk off."""
        found: Any = self.call("DELETE", f"/partners/{pk}")
        return found

    def get_partner(self, pk: int) -> dict[str, Any]:
        """One partner."""
        found: dict[str, Any] = self.call("GET", f"/partners/{pk}")
        return found

    def list_promises(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        q: str | None = None,
        side: str | None = None,
        kind: str | None = None,
        state: str | None = None,
        region: int | None = None,
        meeting: int | None = None,
    ) -> dict[str, Any]:
        """List promises, overdue first."""
        found: dict[str, Any] = self.call(
            "GET",
            "/promises/",
            query={
                "page": page,
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "q": q,
                "side": side,
                "kind": kind,
                "state": state,
                "region": region,
                "meeting": meeting,
            },
        )
        return found

    def add_promise(
        self,
        *,
        title: str,
        due_on: str | None = None,
        evidence: str | None = None,
        kind: str | None = None,
        look_on: str | None = None,
        note: str | None = None,
        owner: str | None = None,
        region: int | None = None,
        responsible: int | None = None,
        side: str | None = None,
        status: str | None = None,
        to: str | None = None,
    ) -> dict[str, Any]:
        """Write a promise."""
        found: dict[str, Any] = self.call(
            "POST",
            "/promises/",
            body={
                "due_on": due_on,
                "evidence": evidence,
                "kind": kind,
                "look_on": look_on,
                "note": note,
                "owner": owner,
                "region": region,
                "responsible": responsible,
                "side": side,
                "status": status,
                "title": title,
                "to": to,
            },
        )
        return found

    def list_meetings(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List meetings."""
        found: dict[str, Any] = self.call(
            "GET",
            "/promises/meetings/",
            query={"cursor": cursor, "limit": limit, "changed_since": changed_since},
        )
        return found

    def plan_meeting(
        self,
        *,
        day: str,
        hour: str,
        title: str,
        agenda: str | None = None,
        link: str | None = None,
        minutes: int | None = None,
        other_agenda: str | None = None,
        other_language: str | None = None,
        other_title: str | None = None,
        place_name: str | None = None,
    ) -> dict[str, Any]:
        """Plan a meeting."""
        found: dict[str, Any] = self.call(
            "POST",
            "/promises/meetings/",
            body={
                "agenda": agenda,
                "day": day,
                "hour": hour,
                "link": link,
                "minutes": minutes,
                "other_agenda": other_agenda,
                "other_language": other_language,
                "other_title": other_title,
                "place_name": place_name,
                "title": title,
            },
        )
        return found

    def get_meeting(self, pk: int) -> dict[str, Any]:
        """One meeting."""
        found: dict[str, Any] = self.call("GET", f"/promises/meetings/{pk}")
        return found

    def change_meeting(
        self,
        pk: int,
        *,
        agenda: str | None = None,
        day: str | None = None,
        hour: str | None = None,
        link: str | None = None,
        minutes: int | None = None,
        other_agenda: str | None = None,
        other_language: str | None = None,
        other_title: str | None = None,
        place_name: str | None = None,
        title: str | None = None,
    ) -> dict[str, Any]:
        """Change a planned meeting."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/promises/meetings/{pk}",
            body={
                "agenda": agenda,
                "day": day,
                "hour": hour,
                "link": link,
                "minutes": minutes,
                "other_agenda": other_agenda,
                "other_language": other_language,
                "other_title": other_title,
                "place_name": place_name,
                "title": title,
            },
        )
        return found

    def get_report(self, pk: int) -> dict[str, Any]:
        """A meeting with its report."""
        found: dict[str, Any] = self.call("GET", f"/promises/meetings/{pk}/report")
        return found

    def set_meeting_state(self, pk: int, *, state: str) -> dict[str, Any]:
        """Say that a meeting was held."""
        found: dict[str, Any] = self.call("POST", f"/promises/meetings/{pk}/state", body={"state": state})
        return found

    def read_report(
        self,
        *,
        text: str,
        held_on: str | None = None,
        language: str | None = None,
        place_name: str | None = None,
        title: str | None = None,
    ) -> dict[str, Any]:
        """Have a report read for promises."""
        found: dict[str, Any] = self.call(
            "POST",
            "/promises/reports/",
            body={
                "held_on": held_on,
                "language": language,
                "place_name": place_name,
                "text": text,
                "title": title,
            },
        )
        return found

    def get_promise(self, pk: int) -> dict[str, Any]:
        """One promise."""
        found: dict[str, Any] = self.call("GET", f"/promises/{pk}")
        return found

    def change_promise(
        self,
        pk: int,
        *,
        action: str,
        at: str,
        by: str,
        fields: list[Any],
        id_: int,
        kind: str,
        place: int,
        target: str,
    ) -> dict[str, Any]:
        """Change a confirmed promise."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/promises/{pk}",
            body={
                "action": action,
                "at": at,
                "by": by,
                "fields": fields,
                "id": id_,
                "kind": kind,
                "place": place,
                "target": target,
            },
        )
        return found

    def list_trips(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
    ) -> dict[str, Any]:
        """The desk's trips, the latest first."""
        found: dict[str, Any] = self.call(
            "GET",
            "/trips/",
            query={"page": page, "cursor": cursor, "limit": limit, "changed_since": changed_since},
        )
        return found

    def add_trip(
        self,
        *,
        home_on: str,
        leaves_on: str,
        name: str,
        contact: str | None = None,
        day_end: str | None = None,
        day_start: str | None = None,
        home_at: str | None = None,
        leaves_at: str | None = None,
        purpose: str | None = None,
        road_minutes: int | None = None,
    ) -> dict[str, Any]:
        """Begin a trip."""
        found: dict[str, Any] = self.call(
            "POST",
            "/trips/",
            body={
                "contact": contact,
                "day_end": day_end,
                "day_start": day_start,
                "home_at": home_at,
                "home_on": home_on,
                "leaves_at": leaves_at,
                "leaves_on": leaves_on,
                "name": name,
                "purpose": purpose,
                "road_minutes": road_minutes,
            },
        )
        return found

    def get_trip(self, pk: int) -> dict[str, Any]:
        """One trip."""
        found: dict[str, Any] = self.call("GET", f"/trips/{pk}")
        return found

    def change_trip(
        self,
        pk: int,
        *,
        contact: str | None = None,
        day_end: str | None = None,
        day_start: str | None = None,
        home_at: str | None = None,
        home_on: str | None = None,
        leaves_at: str | None = None,
        leaves_on: str | None = None,
        name: str | None = None,
        purpose: str | None = None,
        road_minutes: int | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """Change a trip."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/trips/{pk}",
            body={
                "contact": contact,
                "day_end": day_end,
                "day_start": day_start,
                "home_at": home_at,
                "home_on": home_on,
                "leaves_at": leaves_at,
                "leaves_on": leaves_on,
                "name": name,
                "purpose": purpose,
                "road_minutes": road_minutes,
                "status": status,
            },
        )
        return found

    def get_plan(self, pk: int, *, number: int | None = None) -> Any:
        """A plan, as `egiz trip plan --json` gives it."""
        found: Any = self.call("GET", f"/trips/{pk}/plan", query={"number": number})
        return found

    def list_twinnings(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        status: str | None = None,
        level: str | None = None,
    ) -> list[dict[str, Any]]:
        """The register of twins."""
        found: list[dict[str, Any]] = self.call(
            "GET",
            "/twinnings/",
            query={
                "page": page,
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "status": status,
                "level": level,
            },
        )
        return found

    def add_twinning(
        self,
        *,
        a: str,
        b: str,
        source: str,
        document: str | None = None,
        kind: str | None = None,
        level: str | None = None,
        note: str | None = None,
        paper_kind: str | None = None,
        since: str | None = None,
        source_url: str | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """Enter a link."""
        found: dict[str, Any] = self.call(
            "POST",
            "/twinnings/",
            body={
                "a": a,
                "b": b,
                "document": document,
                "kind": kind,
                "level": level,
                "note": note,
                "paper_kind": paper_kind,
                "since": since,
                "source": source,
                "source_url": source_url,
                "status": status,
            },
        )
        return found

    def get_comparison(self, pk: int) -> Any:
        """A ranking of candidates, as `egiz rank --json` gives it."""
        found: Any = self.call("GET", f"/twinnings/comparisons/{pk}")
        return found

    def list_facts(
        self,
        *,
        page: int | None = None,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        geonameid: int | None = None,
        indicator: str | None = None,
    ) -> dict[str, Any]:
        """The desk's own facts about places."""
        found: dict[str, Any] = self.call(
            "GET",
            "/twinnings/facts/",
            query={
                "page": page,
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "geonameid": geonameid,
                "indicator": indicator,
            },
        )
        return found

    def enter_fact(
        self,
        *,
        indicator: str,
        source: str,
        value: float | str,
        as_of: str | None = None,
        boundary: str | None = None,
        country: str | None = None,
        doubt: str | None = None,
        geonameid: int | None = None,
        note: str | None = None,
        place: str | None = None,
        rounding: float | None = None,
        source_class: str | None = None,
        source_url: str | None = None,
        unit: str | None = None,
    ) -> dict[str, Any]:
        """Enter a fact."""
        found: dict[str, Any] = self.call(
            "POST",
            "/twinnings/facts/",
            body={
                "as_of": as_of,
                "boundary": boundary,
                "country": country,
                "doubt": doubt,
                "geonameid": geonameid,
                "indicator": indicator,
                "note": note,
                "place": place,
                "rounding": rounding,
                "source": source,
                "source_class": source_class,
                "source_url": source_url,
                "unit": unit,
                "value": value,
            },
        )
        return found

    def remove_fact(self, pk: int) -> Any:
        """Take a fact away."""
        found: Any = self.call("DELETE", f"/twinnings/facts/{pk}")
        return found

    def get_fact(self, pk: int) -> dict[str, Any]:
        """One fact."""
        found: dict[str, Any] = self.call("GET", f"/twinnings/facts/{pk}")
        return found

    def correct_fact(
        self,
        pk: int,
        *,
        indicator: str,
        source: str,
        value: float | str,
        as_of: str | None = None,
        boundary: str | None = None,
        country: str | None = None,
        doubt: str | None = None,
        geonameid: int | None = None,
        note: str | None = None,
        place: str | None = None,
        rounding: float | None = None,
        source_class: str | None = None,
        source_url: str | None = None,
        unit: str | None = None,
    ) -> dict[str, Any]:
        """Correct a fact."""
        found: dict[str, Any] = self.call(
            "PUT",
            f"/twinnings/facts/{pk}",
            body={
                "as_of": as_of,
                "boundary": boundary,
                "country": country,
                "doubt": doubt,
                "geonameid": geonameid,
                "indicator": indicator,
                "note": note,
                "place": place,
                "rounding": rounding,
                "source": source,
                "source_class": source_class,
                "source_url": source_url,
                "unit": unit,
                "value": value,
            },
        )
        return found

    def list_measures(
        self,
        *,
        cursor: str | None = None,
        limit: int | None = None,
        changed_since: str | None = None,
        twinning: int | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """List measures."""
        found: dict[str, Any] = self.call(
            "GET",
            "/twinnings/measures/",
            query={
                "cursor": cursor,
                "limit": limit,
                "changed_since": changed_since,
                "twinning": twinning,
                "status": status,
            },
        )
        return found

    def add_measure(
        self,
        *,
        text: str,
        twinning: int,
        direction: str | None = None,
        done_on: str | None = None,
        due: str | None = None,
        evidence: str | None = None,
        funds: str | None = None,
        ours: str | None = None,
        proof: str | None = None,
        status: str | None = None,
        theirs: str | None = None,
    ) -> dict[str, Any]:
        """Write a measure."""
        found: dict[str, Any] = self.call(
            "POST",
            "/twinnings/measures/",
            body={
                "direction": direction,
                "done_on": done_on,
                "due": due,
                "evidence": evidence,
                "funds": funds,
                "ours": ours,
                "proof": proof,
                "status": status,
                "text": text,
                "theirs": theirs,
                "twinning": twinning,
            },
        )
        return found

    def get_measure(self, pk: int) -> dict[str, Any]:
        """One measure."""
        found: dict[str, Any] = self.call("GET", f"/twinnings/measures/{pk}")
        return found

    def change_measure(
        self,
        pk: int,
        *,
        direction: str | None = None,
        done_on: str | None = None,
        due: str | None = None,
        evidence: str | None = None,
        funds: str | None = None,
        ours: str | None = None,
        proof: str | None = None,
        status: str | None = None,
        text: str | None = None,
        theirs: str | None = None,
    ) -> dict[str, Any]:
        """Change a measure."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/twinnings/measures/{pk}",
            body={
                "direction": direction,
                "done_on": done_on,
                "due": due,
                "evidence": evidence,
                "funds": funds,
                "ours": ours,
                "proof": proof,
                "status": status,
                "text": text,
                "theirs": theirs,
            },
        )
        return found

    def get_twinning(self, pk: int) -> dict[str, Any]:
        """One link."""
        found: dict[str, Any] = self.call("GET", f"/twinnings/{pk}")
        return found

    def change_twinning(
        self,
        pk: int,
        *,
        a: str | None = None,
        b: str | None = None,
        document: str | None = None,
        kind: str | None = None,
        level: str | None = None,
        note: str | None = None,
        paper_kind: str | None = None,
        since: str | None = None,
        source: str | None = None,
        source_url: str | None = None,
        status: str | None = None,
    ) -> dict[str, Any]:
        """Change a link."""
        found: dict[str, Any] = self.call(
            "PATCH",
            f"/twinnings/{pk}",
            body={
                "a": a,
                "b": b,
                "document": document,
                "kind": kind,
                "level": level,
                "note": note,
                "paper_kind": paper_kind,
                "since": since,
                "source": source,
                "source_url": source_url,
                "status": status,
            },
        )
        return found

    def add_activity(self, pk: int, *, date: str, what: str, source: str | None = None) -> dict[str, Any]:
        """Write down what happened."""
        found: dict[str, Any] = self.call(
            "POST", f"/twinnings/{pk}/activities", body={"date": date, "source": source, "what": what}
        )
        return found

    def list_webhooks(
        self, *, cursor: str | None = None, limit: int | None = None, changed_since: str | None = None
    ) -> dict[str, Any]:
        """List webhooks."""
        found: dict[str, Any] = self.call(
            "GET", "/webhooks/", query={"cursor": cursor, "limit": limit, "changed_since": changed_since}
        )
        return found

    def add_webhook(self, *, kinds: list[Any], url: str) -> dict[str, Any]:
        """Have an address told of changes."""
        found: dict[str, Any] = self.call("POST", "/webhooks/", body={"kinds": kinds, "url": url})
        return found

    def remove_webhook(self, pk: int) -> Any:
        """Tell an address nothing more."""
        found: Any = self.call("DELETE", f"/webhooks/{pk}")
        return found

    def get_webhook(self, pk: int) -> dict[str, Any]:
        """One webhook."""
        found: dict[str, Any] = self.call("GET", f"/webhooks/{pk}")
        return found

    def change_webhook(self, pk: int, *, is_on: bool) -> dict[str, Any]:
        """Switch a webhook off or on."""
        found: dict[str, Any] = self.call("PATCH", f"/webhooks/{pk}", body={"is_on": is_on})
        return found
