"""Files on object storage and traces to a collector: real ones, on this machine."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope, scopes_disabled
from moto.server import ThreadedMotoServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from egiz.desk import environment
from egiz.desk.core import tracing
from egiz.desk.core.domain import jobs, trail
from egiz.desk.core.models import Attachment, Desk, Job, User
from egiz.desk.launch import backup
from egiz.desk.promises.domain import deciding
from tests.desk.conftest import client_of, make_desk

# The store and its client leave sockets to be collected; their warnings are not the desk's.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{kind}")
    for kind in ("ResourceWarning", "DeprecationWarning", "pytest.PytestUnraisableExceptionWarning")
]


@pytest.fixture(scope="module")
def store():
    """An S3 store with one bucket; gives how the desk is told of it, and a way to look into it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="a secret/word",
    )  # fmt: skip
    client.create_bucket(Bucket="desk")
    yield f"s3://key:a%20secret%2Fword@{host}:{port}/desk?plain=1", client
    server.stop()


@pytest.fixture
def on_s3(store, settings, monkeypatch):
    address, client = store
    monkeypatch.setenv("EGIZ_MEDIA_URL", address)
    settings.STORAGES = {**settings.STORAGES, "default": environment.media()}
    return client


def keys(client):
    return [one["Key"] for one in client.list_objects_v2(Bucket="desk").get("Contents", [])]


def test_files_live_on_object_storage_and_come_back_through_the_desk(on_s3, in_desk, editor, page):
    promise = deciding.add(in_desk, editor, title="Send the calendar")
    kept = trail.attach(promise, SimpleUploadedFile("a.txt", b"in the file"), editor)
    assert keys(on_s3) == [kept.file.name]
    answer = page.get(f"/d/{in_desk.slug}/desk/files/{kept.pk}/")
    assert b"".join(answer.streaming_content) == b"in the file"
    kept.file.delete(save=False)
    assert keys(on_s3) == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_the_files_of_object_storage_and_brings_them_back(on_s3, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    desk = make_desk()
    with scope(desk=desk):
        promise = deciding.add(desk, None, title="Send the calendar")
        trail.attach(promise, SimpleUploadedFile("a.txt", b"in the file"), None)
    backup.write(tmp_path / "desk.egiz")
    with scopes_disabled():
        Attachment.objects.get().file.delete(save=False)
        Desk.objects.all().delete()
        User.objects.all().delete()
    assert keys(on_s3) == []
    backup.restore(tmp_path / "desk.egiz")
    with scopes_disabled(), Attachment.objects.get().file.open("rb") as file:
        assert file.read() == b"in the file"


@pytest.mark.parametrize("address", ["s3://host", "https://key:word@host/bucket", "s3://host/a/b"])
def test_an_address_of_storage_that_is_none_is_refused_with_what_would_be_right(monkeypatch, address):
    monkeypatch.setenv("EGIZ_MEDIA_URL", address)
    with pytest.raises(ValueError, match="should look like s3://"):
        environment.media()


@pytest.fixture
def spans(settings):
    """A collector on this machine; gives a function that says what has come in."""
    came = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            came.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.TRACES_URL = f"http://127.0.0.1:{server.server_port}/v1/traces"
    tracing._provider.cache_clear()

    def found():
        tracing.flush()
        return {
            one.name: {pair.key: pair.value.string_value or pair.value.int_value for pair in one.attributes}
            for request in came
            for resource in request.resource_spans
            for inside in resource.scope_spans
            for one in inside.spans
        }, b"".join(request.SerializeToString() for request in came)

    yield found
    tracing._provider(tracing.os.getpid()).shutdown()
    tracing._provider.cache_clear()
    server.shutdown()
    thread.join()
    server.server_close()


def test_each_answer_is_a_span_by_its_pattern_and_never_by_its_address(spans, in_desk, editor):
    client_of(editor).get(f"/d/{in_desk.slug}/promises/")
    client_of(editor).get("/p/missions/WzEsMV0AbCdEfGh123:1vX9:sig/")
    found, raw = spans()
    assert found["GET d/<slug:desk>/promises/"]["http.response.status_code"] == 200
    assert found["GET p/missions/<str:token>/"]["http.response.status_code"] == 404
    assert b"WzEsMV0" not in raw


def test_long_work_is_a_span(spans, in_desk, editor):
    jobs.run(Job.objects.create(desk=in_desk, kind="test.unknown", language="en").pk)
    assert "work test.unknown" in spans()[0]
