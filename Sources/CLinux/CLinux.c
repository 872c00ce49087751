#define _GNU_SOURCE
#include "CLinux.h"
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

const int clinux_poll_rdhup = POLLRDHUP;
const int clinux_o_tmpfile = O_TMPFILE;

pid_t clinux_fork(void) { return fork(); }

pid_t clinux_spawn(int executable, char *const argv[], char *const envp[], const int *inherited,
                   int inherited_count, int output, int death_signal,
                   volatile int32_t *failure) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) return child;

    if (death_signal != 0) {
        prctl(PR_SET_PDEATHSIG, death_signal);
        if (getppid() != parent) _exit(0);
    }
    for (int i = 0; i < inherited_count; i++) {
        int flags = fcntl(inherited[i], F_GETFD);
        if (flags >= 0) fcntl(inherited[i], F_SETFD, flags & ~FD_CLOEXEC);
    }
    if (output >= 0) {
        dup2(output, STDOUT_FILENO);
        dup2(output, STDERR_FILENO);
    }
    syscall(SYS_execveat, executable, "", argv, envp, AT_EMPTY_PATH);
    if (failure) *failure = errno;
    if (output >= 0) dprintf(output, "can't start the program: %s\n", strerror(errno));
    _exit(127);
}

int clinux_become(int executable, char *const argv[], char *const envp[]) {
    return (int)syscall(SYS_execveat, executable, "", argv, envp, AT_EMPTY_PATH);
}

static pid_t orphan_parent;
static int orphan_wake = -1;
static unsigned orphan_seconds = 5;

static void orphaned(int signal) {
    (void)signal;
    // Sent by someone else while the parent lives, it means nothing.
    if (getppid() == orphan_parent) return;
    int kept = errno;
    uint64_t one = 1;
    ssize_t written = write(orphan_wake, &one, sizeof one);
    (void)written;
    alarm(orphan_seconds);
    errno = kept;
}

int clinux_orphan_signal(void) { return SIGRTMIN + 3; }

int clinux_watch_orphan(pid_t parent, int wake, unsigned seconds) {
    orphan_parent = parent;
    orphan_wake = wake;
    orphan_seconds = seconds;
    struct sigaction action = {0};
    action.sa_handler = orphaned;
    action.sa_flags = SA_RESTART;
    if (sigaction(clinux_orphan_signal(), &action, NULL) != 0) return -1;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, clinux_orphan_signal());
    sigaddset(&set, SIGALRM);
    signal(SIGALRM, SIG_DFL);
    return pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinux_refuse_handshakes(int listener) {
    // What reaches a TCP socket's filter begins with the TCP header; the flags are its byte 13.
    struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    struct sock_fprog filter = {.len = sizeof program / sizeof *program, .filter = program};
    return setsockopt(listener, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

int clinux_memfd_create(const char *name, unsigned flags) { return memfd_create(name, flags); }

int clinux_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

void clinux_allow_descriptors(unsigned long count) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= count) return;
    limit.rlim_cur = limit.rlim_max < count ? limit.rlim_max : count;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static int leads_out(const char *name) {
    if (name[0] == '/') return 1;
    for (const char *part = name; part; part = strchr(part, '/')) {
        while (*part == '/') part++;
        if (part[0] == '.' && part[1] == '.' && (part[2] == '/' || part[2] == 0)) return 1;
    }
    return 0;
}

int clinux_open_below(const char *folder, const char *name, int flags) {
    int base = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (base < 0) return -1;
    struct open_how how = {.flags = (uint64_t)flags,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    int found = (int)syscall(SYS_openat2, base, name, &how, sizeof how);
    if (found < 0 && (errno == ENOSYS || errno == EPERM)) {
        if (leads_out(name)) {
            errno = EXDEV;
        } else {
            found = openat(base, name, flags | O_NOFOLLOW);
        }
    }
    int kept = errno;
    close(base);
    errno = kept;
    return found;
}

int clinux_fcntl(int descriptor, int command, int argument) {
    return fcntl(descriptor, command, argument);
}

int clinux_set_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

static char *title_start;
static char *title_end;
static int title_taken;

/* The arguments and the environment lie one behind the other; ps shows what stands there. */
__attribute__((constructor)) static void remember_arguments(int argc, char **argv, char **envp) {
    if (argc < 1) return;
    title_start = title_end = argv[0];
    for (int i = 0; i < argc; i++)
        if (argv[i] == title_end) title_end = argv[i] + strlen(argv[i]) + 1;
    for (int i = 0; envp[i]; i++)
        if (envp[i] == title_end) title_end = envp[i] + strlen(envp[i]) + 1;
}

void clinux_set_title(const char *title) {
    if (!title_start || title_end - title_start < 2) return;
    for (char **entry = environ; !title_taken && entry && *entry; entry++) {
        if (*entry < title_start || *entry >= title_end) continue;
        char *copy = strdup(*entry);
        if (!copy) return;
        *entry = copy;
    }
    title_taken = 1;
    memset(title_start, 0, (size_t)(title_end - title_start));
    strncpy(title_start, title, (size_t)(title_end - title_start) - 1);
}

int clinux_follow_parent(void) {
    return prctl(PR_SET_PDEATHSIG, clinux_orphan_signal());
}

int clinux_exited(int status) { return WIFEXITED(status); }
int clinux_exit_status(int status) { return WEXITSTATUS(status); }
int clinux_signaled(int status) { return WIFSIGNALED(status); }
int clinux_term_signal(int status) { return WTERMSIG(status); }

int clinux_usable_cpus(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? count : 1;
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int clinux_dup(int from, int to) { return dup3(from, to, O_CLOEXEC); }

char **clinux_environment(void) { return environ; }

void clinux_stop_ignoring(int number) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
        signal(number, SIG_DFL);
}

extern int _dispatch_get_main_queue_handle_4CF(void) __attribute__((weak));
extern void _dispatch_main_queue_callback_4CF(void *message) __attribute__((weak));

int clinux_main_queue_descriptor(void) {
    if (syscall(SYS_gettid) != getpid()) return -1;
    if (!_dispatch_get_main_queue_handle_4CF || !_dispatch_main_queue_callback_4CF) return -1;
    return _dispatch_get_main_queue_handle_4CF();
}

void clinux_run_main_queue(void) {
    uint64_t count;
    ssize_t size = read(clinux_main_queue_descriptor(), &count, sizeof count);
    (void)size;
    _dispatch_main_queue_callback_4CF(NULL);
}
