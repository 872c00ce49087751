import CLinux
import Glibc

/// A terminal that gives keys as they are pressed, until the value is restored.
struct Terminal {
    private let before: termios

    /// Whether both standard input and output are terminals.
    static var isThere: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// The size in columns and lines.
    static var size: (columns: Int, lines: Int) {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    init() {
        var settings = termios()
        tcgetattr(0, &settings)
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(0, TCSANOW, &settings)
        // The other screen, without a cursor.
        Output.write("\u{1B}[?1049h\u{1B}[?25l", to: 1)
    }

    func restore() {
        Output.write("\u{1B}[?25h\u{1B}[?1049l", to: 1)
        var settings = before
        tcsetattr(0, TCSANOW, &settings)
    }

    /// Fills the screen with `lines`, over what was there.
    func show(_ lines: [String]) {
        let text = lines.prefix(Terminal.size.lines)
            .map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        Output.write("\u{1B}[H" + text + "\u{1B}[J", to: 1)
    }

    /// A key, if one is pressed within `milliseconds`; 4 (the end of input) when there is no more.
    func key(within milliseconds: Int32) -> UInt8? {
        var watched = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, milliseconds) == 1 else { return nil }
        var byte: UInt8 = 0
        return read(0, &byte, 1) == 1 ? byte : 4
    }
}
