"""Reads and writes rows with Django's ORM. usage: rows.py DATABASE SECONDS"""

import random
import sys
import time

import django
from django.conf import settings

settings.configure(
    DEBUG=False,
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sys.argv[1],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
)
django.setup()

from django.db import models  # noqa: E402

SECONDS = float(sys.argv[2])


class World(models.Model):
    random_number = models.IntegerField()

    class Meta:
        app_label = "bench"


class Item(models.Model):
    name = models.TextField()
    title = models.TextField()
    note = models.TextField()
    count = models.IntegerField()
    size = models.IntegerField()
    price = models.FloatField()
    weight = models.FloatField()
    is_public = models.BooleanField()
    added_at = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Entry(models.Model):
    name = models.TextField()
    number = models.IntegerField()

    class Meta:
        app_label = "bench"


class Author(models.Model):
    name = models.TextField()
    country = models.TextField()

    class Meta:
        app_label = "bench"


class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    title = models.TextField()
    year = models.IntegerField()

    class Meta:
        app_label = "bench"


class Review(models.Model):
    book = models.ForeignKey(Book, models.CASCADE)
    stars = models.IntegerField()
    text = models.TextField()

    class Meta:
        app_label = "bench"


def measure(name, work, batch=1, prepare=lambda: None):
    over, count = 0.0, 0
    while over < SECONDS:
        prepare()
        start = time.perf_counter()
        for _ in range(batch):
            work()
        over += time.perf_counter() - start
        count += batch
    print(name, count / over)


def insert():
    Entry.objects.bulk_create(
        [Entry(name=f"entry {number}", number=number) for number in range(10_000)])


def prefetch():
    for author in Author.objects.prefetch_related("books").order_by("id"):
        len(author.books.all())


measure("get", lambda: World.objects.get(id=random.randint(1, 10_000)).random_number, batch=100)
measure("rows", lambda: len(Item.objects.all()))
measure("insert", insert, prepare=lambda: Entry.objects.all().delete())
measure("update", lambda: World.objects.filter(id=random.randint(1, 10_000)).update(
    random_number=models.F("random_number") + 1), batch=10)
measure("join", lambda: len(Review.objects.filter(
    book__author__country=f"country {random.randint(1, 10)}", stars__gt=3).order_by("id")[:100]))
measure("prefetch", prefetch)
