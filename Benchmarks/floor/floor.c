/* The floor: how fast this machine can answer at all. One thread, one epoll loop, prepared SQLite
   statements, responses written straight into the output buffer. It reads requests that wrk sends
   and no others: a measure to divide by, not a server.

   usage: floor PORT DATABASE */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { INPUT = 16384, OUTPUT = 262144, EVENTS = 256 };

typedef struct {
    int fd;
    size_t in_used;
    char in[INPUT];
} connection;

typedef struct {
    int id;
    char message[512];
} fortune;

static char out[OUTPUT];
static size_t out_used;
static char date[64];
static time_t date_second;
static sqlite3 *database;
static sqlite3_stmt *select_world, *update_world, *select_fortunes, *begin, *commit;

static void append(const char *bytes, size_t count) {
    memcpy(out + out_used, bytes, count);
    out_used += count;
}

#define LITERAL(text) append(text, sizeof(text) - 1)

static void append_int(int number) {
    char digits[16];
    append(digits, snprintf(digits, sizeof digits, "%d", number));
}

static void refresh_date(void) {
    time_t now = time(NULL);
    if (now == date_second) return;
    date_second = now;
    struct tm parts;
    gmtime_r(&now, &parts);
    strftime(date, sizeof date, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
}

/* Starts a response whose length is not known yet; end_response fills it in. */
static size_t begin_response(const char *content_type) {
    LITERAL("HTTP/1.1 200 OK\r\nContent-Type: ");
    append(content_type, strlen(content_type));
    LITERAL("\r\n");
    append(date, strlen(date));
    LITERAL("Content-Length: 00000\r\n\r\n");
    return out_used;
}

static void end_response(size_t body) {
    char digits[8];
    snprintf(digits, sizeof digits, "%05zu", (out_used - body) % 100000);
    memcpy(out + body - 9, digits, 5);
}

static int random_id(void) {
    static unsigned state = 2463534242u;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (int)(state % 10000) + 1;
}

static int world_number(int id) {
    sqlite3_bind_int(select_world, 1, id);
    int number = sqlite3_step(select_world) == SQLITE_ROW ? sqlite3_column_int(select_world, 1) : 0;
    sqlite3_reset(select_world);
    return number;
}

static void append_world(int id, int number) {
    LITERAL("{\"id\":");
    append_int(id);
    LITERAL(",\"randomNumber\":");
    append_int(number);
    LITERAL("}");
}

static void worlds(int count, int updating) {
    count = count < 1 ? 1 : count > 500 ? 500 : count;
    size_t body = begin_response("application/json");
    if (updating) {
        sqlite3_step(begin);
        sqlite3_reset(begin);
    }
    LITERAL("[");
    for (int index = 0; index < count; index++) {
        int id = random_id(), number = world_number(id);
        if (updating) {
            number = random_id();
            sqlite3_bind_int(update_world, 1, number);
            sqlite3_bind_int(update_world, 2, id);
            sqlite3_step(update_world);
            sqlite3_reset(update_world);
        }
        if (index) LITERAL(",");
        append_world(id, number);
    }
    LITERAL("]");
    if (updating) {
        sqlite3_step(commit);
        sqlite3_reset(commit);
    }
    end_response(body);
}

static void append_escaped(const char *text) {
    for (; *text; text++) switch (*text) {
        case '<': LITERAL("&lt;"); break;
        case '>': LITERAL("&gt;"); break;
        case '&': LITERAL("&amp;"); break;
        case '"': LITERAL("&quot;"); break;
        case '\'': LITERAL("&#x27;"); break;
        default: out[out_used++] = *text;
        }
}

static int by_message(const void *left, const void *right) {
    return strcmp(((const fortune *)left)->message, ((const fortune *)right)->message);
}

static void fortunes(void) {
    fortune rows[64];
    int count = 0;
    while (count < 63 && sqlite3_step(select_fortunes) == SQLITE_ROW) {
        rows[count].id = sqlite3_column_int(select_fortunes, 0);
        snprintf(rows[count].message, sizeof rows[count].message, "%s",
                 (const char *)sqlite3_column_text(select_fortunes, 1));
        count++;
    }
    sqlite3_reset(select_fortunes);
    rows[count].id = 0;
    strcpy(rows[count++].message, "Additional fortune added at request time.");
    qsort(rows, count, sizeof *rows, by_message);
    size_t body = begin_response("text/html; charset=utf-8");
    LITERAL("<!DOCTYPE html><html><head><title>Fortunes</title></head><body><table>"
            "<tr><th>id</th><th>message</th></tr>");
    for (int index = 0; index < count; index++) {
        LITERAL("<tr><td>");
        append_int(rows[index].id);
        LITERAL("</td><td>");
        append_escaped(rows[index].message);
        LITERAL("</td></tr>");
    }
    LITERAL("</table></body></html>");
    end_response(body);
}

static int is_path(const char *target, const char *path) {
    size_t length = strlen(path);
    return strncmp(target, path, length) == 0 && (target[length] == ' ' || target[length] == '?');
}

static int count_parameter(const char *target) {
    const char *equals = strpbrk(target, "= ");
    return equals && *equals == '=' ? atoi(equals + 1) : 1;
}

static void respond(const char *target) {
    if (is_path(target, "/plaintext")) {
        size_t body = begin_response("text/plain");
        LITERAL("Hello, World!");
        end_response(body);
    } else if (is_path(target, "/json")) {
        size_t body = begin_response("application/json");
        LITERAL("{\"message\":\"");
        append_escaped("Hello, World!");
        LITERAL("\"}");
        end_response(body);
    } else if (is_path(target, "/db")) {
        int id = random_id();
        size_t body = begin_response("application/json");
        append_world(id, world_number(id));
        end_response(body);
    } else if (is_path(target, "/queries")) {
        worlds(count_parameter(target), 0);
    } else if (is_path(target, "/updates")) {
        worlds(count_parameter(target), 1);
    } else if (is_path(target, "/fortunes")) {
        fortunes();
    } else {
        LITERAL("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
}

/* Answers every whole request in the buffer. Returns 0 when the connection is over. */
static int serve(connection *client) {
    ssize_t got = read(client->fd, client->in + client->in_used, INPUT - 1 - client->in_used);
    if (got <= 0) return got < 0 && errno == EAGAIN;
    client->in_used += got;
    client->in[client->in_used] = 0;
    char *start = client->in, *end;
    while ((end = memmem(start, client->in + client->in_used - start, "\r\n\r\n", 4))) {
        char *target = strchr(start, ' ');
        if (!target || out_used > OUTPUT - 65536) return 0;
        respond(target + 1);
        start = end + 4;
    }
    client->in_used -= start - client->in;
    memmove(client->in, start, client->in_used);
    for (size_t sent = 0; sent < out_used;) {
        ssize_t wrote = write(client->fd, out + sent, out_used - sent);
        if (wrote < 0 && errno != EAGAIN) return 0;
        if (wrote > 0) sent += wrote;
    }
    out_used = 0;
    return client->in_used < INPUT - 1;
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)) {
        fprintf(stderr, "floor: %s: %s\n", sql, sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

int main(int count, char **arguments) {
    if (count != 3) return fprintf(stderr, "usage: floor PORT DATABASE\n"), 2;
    if (sqlite3_open_v2(arguments[2], &database, SQLITE_OPEN_READWRITE, NULL)) return 1;
    sqlite3_exec(database,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000", 0,
                 0, 0);
    select_world = prepare("SELECT id, randomnumber FROM world WHERE id = ?");
    update_world = prepare("UPDATE world SET randomnumber = ? WHERE id = ?");
    select_fortunes = prepare("SELECT id, message FROM fortune");
    begin = prepare("BEGIN IMMEDIATE");
    commit = prepare("COMMIT");
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(atoi(arguments[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 2048)) {
        perror("floor");
        return 1;
    }
    int epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN}, events[EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        refresh_date();
        for (int index = 0; index < ready; index++) {
            connection *client = events[index].data.ptr;
            if (!client) {
                int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
                if (fd < 0) continue;
                setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                client = calloc(1, sizeof *client);
                client->fd = fd;
                event = (struct epoll_event){.events = EPOLLIN, .data.ptr = client};
                epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
            } else if (!serve(client)) {
                out_used = 0;
                close(client->fd);
                free(client);
            }
        }
    }
}
