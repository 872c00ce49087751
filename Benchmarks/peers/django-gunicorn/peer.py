"""The same six routes and `/big` on Django, in one file: run with `gunicorn peer:application`."""

import os
import random
from itertools import repeat

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    SECRET_KEY="benchmarks only",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [os.path.dirname(os.path.abspath(__file__))],
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class World(models.Model):
    randomnumber = models.IntegerField()

    class Meta:
        app_label = "peer"
        db_table = "world"


class Fortune(models.Model):
    message = models.CharField(max_length=2048)

    class Meta:
        app_label = "peer"
        db_table = "fortune"


def row(world):
    return {"id": world.id, "randomNumber": world.randomnumber}


def number_of_rows(request):
    try:
        return min(max(int(request.GET.get("n", 1)), 1), 500)
    except ValueError:
        return 1


def plaintext(request):
    return HttpResponse("Hello, World!", content_type="text/plain")


def json(request):
    return JsonResponse({"message": "Hello, World!"})


def db(request):
    return JsonResponse(row(World.objects.get(id=random.randint(1, 10000))))


def queries(request):
    worlds = [World.objects.get(id=random.randint(1, 10000)) for _ in range(number_of_rows(request))]
    return JsonResponse([row(world) for world in worlds], safe=False)


def updates(request):
    worlds = []
    with transaction.atomic():
        for _ in range(number_of_rows(request)):
            world = World.objects.get(id=random.randint(1, 10000))
            world.randomnumber = random.randint(1, 10000)
            world.save(update_fields=["randomnumber"])
            worlds.append(row(world))
    return JsonResponse(worlds, safe=False)


def fortunes(request):
    rows = list(Fortune.objects.all())
    rows.append(Fortune(id=0, message="Additional fortune added at request time."))
    rows.sort(key=lambda fortune: fortune.message)
    return render(request, "fortunes.html", {"fortunes": rows})


def big(request):
    """As many megabytes as asked for, one in memory sent so many times."""
    count = min(max(int(request.GET.get("mb", 1)), 0), 1024)
    return StreamingHttpResponse(
        repeat(MEGABYTE, count),
        headers={"Content-Type": "text/plain", "Content-Length": count << 20})


MEGABYTE = b"x" * (1 << 20)

urlpatterns = [
    path("plaintext", plaintext),
    path("json", json),
    path("db", db),
    path("queries", queries),
    path("updates", updates),
    path("fortunes", fortunes),
    path("big", big),
]

application = get_wsgi_application()
