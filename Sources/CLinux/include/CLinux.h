#ifndef CLINUX_H
#define CLINUX_H
/* What Glibc's Swift module lacks: calls behind _GNU_SOURCE, variadic calls and macros that do
   not import, and the few steps that must not run Swift (between fork and exec, in a handler).
   _GNU_SOURCE stays out of this header: with it, types that Glibc's module has too would differ. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Starts argv as a child process through the executable's descriptor, so that it is the file that
   was opened whatever its name points to by now. The child inherits the descriptors listed (their
   close-on-exec flag is cleared in the child only) and the blocked signals, gets death_signal when
   its parent dies, and leaves errno in *failure before it exits with 127 if it could not start. An
   output that is not -1 becomes its standard output and standard error.
   Returns the child's process id, or -1 with errno. Safe in a process with threads. */
pid_t clinux_spawn(int executable, char *const argv[], char *const envp[], const int *inherited,
                   int inherited_count, int output, int death_signal,
                   volatile int32_t *failure);

/* Goes on as argv in this very process, through the executable's descriptor; returns only when it
   can't, with errno. Blocked and pending signals, children and descriptors stay. */
int clinux_become(int executable, char *const argv[], char *const envp[]);

/* Forks: 0 in the child. For single-threaded callers; Swift's own overlay hides fork. */
pid_t clinux_fork(void);

/* The signal that tells a worker that its master is gone. */
int clinux_orphan_signal(void);

/* From now on the orphan signal, once the parent is gone, writes to the eventfd `wake` and lets
   SIGALRM end the process after `seconds`, even while its loop is blocked. */
int clinux_watch_orphan(pid_t parent, int wake, unsigned seconds);

/* From now on SIGABRT has the thread that takes it (the main thread, unless it is blocked there)
   write where it is to standard error, frame by frame, before the process ends. Swift's own crash
   reporter, which keeps the other signals, would take longer than a silent worker is given. */
void clinux_trace_abort(void);

/* Gives a signal that is ignored its default meaning again; handlers stay. */
void clinux_stop_ignoring(int signal);

/* accept4 with SOCK_NONBLOCK and SOCK_CLOEXEC. */
int clinux_accept(int listener, struct sockaddr *address, socklen_t *length);

/* Has the kernel drop what would begin a new connection to a listening TCP socket (a SYN without
   ACK); handshakes that have begun are completed and queued. A client whose SYN is dropped sends it
   again a second later, and is then refused, or accepted by whoever listens there by then. */
int clinux_refuse_handshakes(int listener);

int clinux_dup(int from, int to);

/* A pipe whose two ends are closed on exec. */
int clinux_pipe(int ends[2]);

int clinux_memfd_create(const char *name, unsigned flags);
int clinux_open(const char *path, int flags, mode_t mode);

/* Opens `name` below `folder` without letting it lead out: no "..", no absolute path, no symbolic
   link to elsewhere (openat2; where the kernel lacks it, no symbolic link at the end and no "..").
   Returns -1 with errno: EXDEV for a name that leads out. */
int clinux_open_below(const char *folder, const char *name, int flags);

int clinux_fcntl(int descriptor, int command, int argument);
int clinux_set_name(const char *name);

/* What ps shows of this process, in place of its arguments. Whoever needs the arguments reads them
   before; the environment is moved out of the way. */
void clinux_set_title(const char *title);

/* Asks for the orphan signal anew: a change of user takes it away. */
int clinux_follow_parent(void);

int clinux_exited(int status);
int clinux_exit_status(int status);
int clinux_signaled(int status);
int clinux_term_signal(int status);

/* A descriptor that is readable when Dispatch's main queue, where @MainActor runs, has work; -1
   where there is no Dispatch, or on another than the main thread. And what does that work, on the main thread. CoreFoundation's run
   loop drains the queue through the same two functions. */
int clinux_main_queue_descriptor(void);
void clinux_run_main_queue(void);

/* Raises the soft limit on open descriptors to at least `count`, as far as the hard limit goes. */
void clinux_allow_descriptors(unsigned long count);

/* CPUs this process may run on. */
int clinux_usable_cpus(void);

#define CLINUX_FRAMES 96
#define CLINUX_THROWN 64

/* A throw of Swift's: the error's box (NULL for a typed throw), the error's type, and the return
   addresses on the stack, the innermost first. */
struct clinux_thrown {
    void *error;
    const void *type;
    int count;
    void *frames[CLINUX_FRAMES];
};

/* From now on the last CLINUX_THROWN throws are noted. Who had Swift's hook before goes on to be
   called. */
void clinux_watch_throws(void);

/* Writes the return addresses of the calls that led here, the innermost first and those of
   suspended callers too, to room for CLINUX_FRAMES; says how many. */
int clinux_calls(void **frames);

/* Copies the noted throws, the newest first, to room for CLINUX_THROWN; says how many. */
int clinux_copy_thrown(struct clinux_thrown *copies);

/* An address of this program as its file counts it; 0 for one in a shared library. */
uintptr_t clinux_place_in_program(const void *address);

/* A Swift symbol's name for people, to be freed; NULL for other symbols. */
char *clinux_demangle(const char *name);

/* The environment as it stands. */
char **clinux_environment(void);

extern const int clinux_o_tmpfile;
extern const int clinux_poll_rdhup;
static const uint32_t clinux_epoll_in = EPOLLIN;
static const uint32_t clinux_epoll_out = EPOLLOUT;
static const uint32_t clinux_epoll_rdhup = EPOLLRDHUP;
static const uint32_t clinux_epoll_hup = EPOLLHUP;
static const uint32_t clinux_epoll_err = EPOLLERR;
#endif
