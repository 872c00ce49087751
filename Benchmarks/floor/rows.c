/* The floor of reading and writing rows: prepared statements, a loop, and each text copied out of
   the database's memory, as any caller must who keeps it.

   usage: rows DATABASE SECONDS [WORK] */
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    int64_t id, count, size;
    char *name, *title, *note, *added_at;
    double price, weight;
    int is_public;
} item;

typedef struct {
    int64_t id, book_id, stars;
    char *text;
} review;

typedef struct book {
    int64_t id, author_id, year;
    char *title;
} book;

typedef struct {
    int64_t id;
    char *name, *country;
    book *books;
    size_t count;
} author;

static sqlite3 *database;
static uint64_t state = 88172645463325252u;

static int random_id(int most) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (int)(state % (uint64_t)most) + 1;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

static void run(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        exit(1);
    }
    sqlite3_reset(statement);
}

static char *text(sqlite3_stmt *statement, int column) {
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    char *copy = malloc(length + 1);
    memcpy(copy, sqlite3_column_text(statement, column), length);
    copy[length] = 0;
    return copy;
}

static double get(double seconds) {
    sqlite3_stmt *select =
        prepare("SELECT id, random_number FROM bench_world WHERE id = ?");
    double start = now(), over;
    int64_t count = 0, sum = 0;
    do {
        for (int turn = 0; turn < 1000; turn++, count++) {
            sqlite3_bind_int64(select, 1, random_id(10000));
            if (sqlite3_step(select) != SQLITE_ROW) exit(1);
            sum += sqlite3_column_int64(select, 0) + sqlite3_column_int64(select, 1);
            sqlite3_reset(select);
        }
    } while ((over = now() - start) < seconds);
    if (sum == 42) puts("");
    return (double)count / over;
}

static double rows(double seconds) {
    sqlite3_stmt *select = prepare(
        "SELECT id, name, title, note, count, size, price, weight, is_public, added_at "
        "FROM bench_item");
    double start = now(), over;
    int64_t count = 0;
    do {
        size_t used = 0, room = 16;
        item *items = malloc(room * sizeof(item));
        while (sqlite3_step(select) == SQLITE_ROW) {
            if (used == room) items = realloc(items, (room *= 2) * sizeof(item));
            items[used++] = (item){
                .id = sqlite3_column_int64(select, 0),
                .name = text(select, 1),
                .title = text(select, 2),
                .note = text(select, 3),
                .count = sqlite3_column_int64(select, 4),
                .size = sqlite3_column_int64(select, 5),
                .price = sqlite3_column_double(select, 6),
                .weight = sqlite3_column_double(select, 7),
                .is_public = sqlite3_column_int(select, 8),
                .added_at = text(select, 9),
            };
        }
        sqlite3_reset(select);
        for (size_t index = 0; index < used; index++) {
            free(items[index].name), free(items[index].title);
            free(items[index].note), free(items[index].added_at);
        }
        free(items);
        count++;
    } while ((over = now() - start) < seconds);
    return (double)count / over;
}

static double insert(double seconds) {
    sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
    sqlite3_stmt *empty = prepare("DELETE FROM bench_entry");
    sqlite3_stmt *insert = prepare("INSERT INTO bench_entry (name, number) VALUES (?, ?)");
    double over = 0;
    int64_t count = 0;
    do {
        run(empty);
        double start = now();
        run(begin);
        for (int number = 0; number < 10000; number++) {
            char name[32];
            int length = snprintf(name, sizeof name, "entry %d", number);
            sqlite3_bind_text(insert, 1, name, length, SQLITE_STATIC);
            sqlite3_bind_int64(insert, 2, number);
            run(insert);
        }
        run(commit);
        over += now() - start;
        count++;
    } while (over < seconds);
    return (double)count / over;
}

static double update(double seconds) {
    sqlite3_stmt *update =
        prepare("UPDATE bench_world SET random_number = random_number + 1 WHERE id = ?");
    double start = now(), over;
    int64_t count = 0;
    do {
        for (int turn = 0; turn < 100; turn++, count++) {
            sqlite3_bind_int64(update, 1, random_id(10000));
            run(update);
        }
    } while ((over = now() - start) < seconds);
    return (double)count / over;
}

static double join(double seconds) {
    sqlite3_stmt *select = prepare(
        "SELECT r.id, r.book_id, r.stars, r.text FROM bench_review r "
        "JOIN bench_book b ON r.book_id = b.id JOIN bench_author a ON b.author_id = a.id "
        "WHERE a.country = ? AND r.stars > ? ORDER BY r.id LIMIT 100");
    double start = now(), over;
    int64_t count = 0;
    do {
        char country[16];
        int length = snprintf(country, sizeof country, "country %d", random_id(10));
        sqlite3_bind_text(select, 1, country, length, SQLITE_STATIC);
        sqlite3_bind_int64(select, 2, 3);
        review reviews[100];
        size_t used = 0;
        while (sqlite3_step(select) == SQLITE_ROW)
            reviews[used++] = (review){
                .id = sqlite3_column_int64(select, 0),
                .book_id = sqlite3_column_int64(select, 1),
                .stars = sqlite3_column_int64(select, 2),
                .text = text(select, 3),
            };
        sqlite3_reset(select);
        while (used) free(reviews[--used].text);
        count++;
    } while ((over = now() - start) < seconds);
    return (double)count / over;
}

static double prefetch(double seconds) {
    sqlite3_stmt *select_authors = prepare("SELECT id, name, country FROM bench_author ORDER BY id");
    char sql[1024] = "SELECT id, author_id, title, year FROM bench_book WHERE author_id IN (?";
    for (int place = 1; place < 100; place++) strcat(sql, ",?");
    sqlite3_stmt *select_books = prepare(strcat(sql, ")"));
    double start = now(), over;
    int64_t count = 0;
    do {
        author authors[100];
        int used = 0;
        while (sqlite3_step(select_authors) == SQLITE_ROW) {
            authors[used] = (author){
                .id = sqlite3_column_int64(select_authors, 0),
                .name = text(select_authors, 1),
                .country = text(select_authors, 2),
            };
            sqlite3_bind_int64(select_books, used + 1, authors[used].id);
            used++;
        }
        sqlite3_reset(select_authors);
        while (sqlite3_step(select_books) == SQLITE_ROW) {
            book found = {
                .id = sqlite3_column_int64(select_books, 0),
                .author_id = sqlite3_column_int64(select_books, 1),
                .title = text(select_books, 2),
                .year = sqlite3_column_int64(select_books, 3),
            };
            author *by = &authors[found.author_id - 1];
            by->books = realloc(by->books, (by->count + 1) * sizeof(book));
            by->books[by->count++] = found;
        }
        sqlite3_reset(select_books);
        while (used) {
            author *one = &authors[--used];
            while (one->count) free(one->books[--one->count].title);
            free(one->books), free(one->name), free(one->country);
        }
        count++;
    } while ((over = now() - start) < seconds);
    return (double)count / over;
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: rows DATABASE SECONDS [WORK]\n");
        return 2;
    }
    double seconds = atof(arguments[2]);
    if (sqlite3_open_v2(arguments[1], &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return 1;
    sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
    static const struct {
        const char *name;
        double (*measure)(double seconds);
    } works[] = {
        {"get", get},       {"rows", rows}, {"insert", insert},
        {"update", update}, {"join", join}, {"prefetch", prefetch},
    };
    for (size_t place = 0; place < sizeof works / sizeof *works; place++)
        if (count == 3 || strcmp(arguments[3], works[place].name) == 0)
            printf("%s %f\n", works[place].name, works[place].measure(seconds));
    return 0;
}
