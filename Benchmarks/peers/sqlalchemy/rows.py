"""Reads and writes rows with SQLAlchemy's ORM. usage: rows.py DATABASE SECONDS"""

import random
import sys
import time
from datetime import datetime

from sqlalchemy import ForeignKey, create_engine, delete, event, select, update
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload)


class Base(DeclarativeBase):
    pass


class World(Base):
    __tablename__ = "bench_world"
    id: Mapped[int] = mapped_column(primary_key=True)
    random_number: Mapped[int]


class Item(Base):
    __tablename__ = "bench_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    title: Mapped[str]
    note: Mapped[str]
    count: Mapped[int]
    size: Mapped[int]
    price: Mapped[float]
    weight: Mapped[float]
    is_public: Mapped[bool]
    added_at: Mapped[datetime]


class Entry(Base):
    __tablename__ = "bench_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    number: Mapped[int]


class Author(Base):
    __tablename__ = "bench_author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "bench_book"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("bench_author.id"))
    title: Mapped[str]
    year: Mapped[int]
    author: Mapped[Author] = relationship(back_populates="books")


class Review(Base):
    __tablename__ = "bench_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("bench_book.id"))
    stars: Mapped[int]
    text: Mapped[str]
    book: Mapped[Book] = relationship()


engine = create_engine(f"sqlite:///{sys.argv[1]}")
SECONDS = float(sys.argv[2])


@event.listens_for(engine, "connect")
def prepare_connection(connection, _):
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


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


session = Session(engine)


def get():
    session.get(World, random.randint(1, 10_000)).random_number
    session.expunge_all()


def rows():
    len(session.scalars(select(Item)).all())
    session.expunge_all()


def empty():
    session.execute(delete(Entry))
    session.commit()


def insert():
    session.add_all([Entry(name=f"entry {number}", number=number) for number in range(10_000)])
    session.commit()
    session.expunge_all()


def change():
    session.execute(update(World).where(World.id == random.randint(1, 10_000)).values(
        random_number=World.random_number + 1))
    session.commit()


def join():
    len(session.scalars(
        select(Review).join(Review.book).join(Book.author).where(
            Author.country == f"country {random.randint(1, 10)}", Review.stars > 3)
        .order_by(Review.id).limit(100)).all())
    session.expunge_all()


def prefetch():
    for author in session.scalars(
            select(Author).options(selectinload(Author.books)).order_by(Author.id)):
        len(author.books)
    session.expunge_all()


measure("get", get, batch=100)
measure("rows", rows)
measure("insert", insert, prepare=empty)
measure("update", change, batch=10)
measure("join", join)
measure("prefetch", prefetch)
